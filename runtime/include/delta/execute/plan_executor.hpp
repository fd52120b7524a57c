#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "delta/expected.hpp"
#include "delta/plan/plan.hpp"

namespace delta {

/// Why a unit did not run to its end.
struct ExecutionError {
  enum class Kind {
    failed,     ///< the target refused or could not
    conflict,   ///< the table changed since it was read: plan again
    interrupted,
  };
  Kind kind = Kind::failed;
  std::string message;
  std::string fix;
};

/// What a unit did.
struct UnitResult {
  std::optional<std::int64_t> version_before;
  std::optional<std::int64_t> version_after;
};

/// Runs units on a target. A port: the lake and ODBC implement it.
class PlanExecutor {
 public:
  virtual ~PlanExecutor() = default;

  /// Runs the steps of `unit` that are not skipped, all or (where the target is atomic) none.
  virtual Expected<UnitResult, ExecutionError> execute(const TablePlan& table, const Unit& unit) = 0;
};

}  // namespace delta
