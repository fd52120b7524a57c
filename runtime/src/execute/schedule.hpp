#pragma once
#include <cstddef>
#include <functional>
#include <optional>
#include <queue>
#include <string>
#include <vector>

#include "delta/plan/plan.hpp"
#include "delta/report/sync_report.hpp"

namespace delta {

/// Which tables of a plan may run side by side, and which wait for others: for what they refer to, for a schema that is
/// made with another table, for a name that another one frees. What is dropped waits for all else. A plan's order is
/// one that fits, and of several tables that may begin the first one does. For one thread at a time.
class Schedule {
 public:
  /// `plan` must outlive it.
  explicit Schedule(const Plan& plan);

  /// The place of a table that may begin now. Nothing while all that are left wait for others.
  std::optional<std::size_t> take();
  bool all_taken() const noexcept { return taken_ == open_.size(); }
  /// The table at `place` is over, as `report` says.
  void finish(std::size_t place, const TableReport& report);
  /// Why the table at `place` may not run though all that it waits for is over: in a report's words; empty when it may.
  /// `table` becomes the one at fault.
  std::string obstacle(std::size_t place, const TableName** table) const;

 private:
  enum class Why { refers, schema, name, order };
  struct Need {
    std::size_t place;
    Why why;
  };

  void need(std::size_t place, std::size_t earlier, Why why);
  void find_references();
  void find_schemas();
  void find_shared_names();
  void find_drops();
  bool stops(const Need& need) const;

  const Plan& plan_;
  std::vector<std::vector<Need>> needs_;
  std::vector<std::vector<std::size_t>> dependents_;
  std::vector<std::size_t> open_;  ///< how many tables each still waits for
  std::vector<bool> bad_;
  std::vector<bool> idle_;  ///< nothing of it ran
  std::vector<bool> drops_;
  std::size_t before_drops_ = 0;  ///< tables that what is dropped still waits for
  std::vector<std::size_t> waiting_drops_;
  std::priority_queue<std::size_t, std::vector<std::size_t>, std::greater<>> ready_;
  std::size_t taken_ = 0;
};

}  // namespace delta
