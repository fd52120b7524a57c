#pragma once
#include <optional>
#include <string>
#include <vector>

#include "delta/catalog/prober.hpp"
#include "delta/plan/plan.hpp"
#include "model/tables_by_name.hpp"

namespace delta {

/// Whether the rows of existing tables keep what a plan demands of them, asked table by table, and what that cost.
class RowChecks {
 public:
  /// `back`: the plan puts things back that were there; the code need not declare them.
  RowChecks(const Registry& registry, Prober& prober, bool back) : declared_(registry), prober_(prober), back_(back) {}

  /// Looks at the rows for each CHECK that the plan adds to the table, and each NOT NULL. Broken ones become findings.
  Expected<void> look(TablePlan& table);
  /// Counts what `look` would have asked.
  void leave_out(const TablePlan& table);

  /// What was done, for the plan's notes.
  std::vector<std::string> notes() const;

 private:
  /// What a step demands of every row.
  struct Demand {
    std::string words;  ///< "the CHECK positive"
    std::string expression;
    std::string fix;
  };

  std::optional<Demand> demand(const Step& step) const;
  Expected<void> look(TablePlan& table, Step& step, const Demand& demand);

  TablesByName declared_;
  Prober& prober_;
  bool back_;
  std::size_t queries_ = 0;
  std::size_t left_out_ = 0;
  unsigned long long rows_ = 0;
  std::vector<std::string> unanswered_;
};

}  // namespace delta
