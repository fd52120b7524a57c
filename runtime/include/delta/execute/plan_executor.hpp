#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "delta/catalog/catalog_reader.hpp"
#include "delta/execute/retry.hpp"
#include "delta/expected.hpp"
#include "delta/plan/plan.hpp"

namespace delta {

/// Why a unit did not run to its end.
struct ExecutionError {
  enum class Kind {
    failed,    ///< the target refused or could not
    conflict,  ///< the table changed since it was read: plan again
    exists,    ///< what the unit would make is there; `message` and `fix` are for a reader that does not see it
    interrupted,
  };
  Kind kind = Kind::failed;
  std::string message;
  std::string fix;
  int code = 0;                                            ///< of the rule that says more of it; 0: the one of its kind
  bool unknown_outcome = false;                            ///< it may have run all the same: the answer never came
  bool retryable = false;                                  ///< the same may succeed later
  std::optional<std::chrono::milliseconds> retry_after{};  ///< when the server said how long to wait
  std::string sqlstate{};                                  ///< what the server called it, where it is one
  std::size_t attempts = 1;
};

/// What a unit did.
struct UnitResult {
  std::optional<std::int64_t> version_before;
  std::optional<std::int64_t> version_after;
  std::vector<std::string> notes{};  ///< what a person should know of how it went
  std::size_t attempts = 1;
  std::string found{};  ///< what the target answered, where only reading it back told that the unit had run
};

class PlanExecutor;

/// One more session with a target, for a table that runs beside others.
struct RunSession {
  std::unique_ptr<CatalogReader> reader;
  std::unique_ptr<PlanExecutor> executor;
};

/// How a run goes about it, and what it may assume of others who write to the target: its user's word.
struct RunConditions {
  /// The newest commit of another engine must be at least so old, on targets where engines may overwrite each other.
  std::chrono::milliseconds quiet_for{60'000};
  bool exclusive = false;  ///< nobody else writes while the run goes on: no commit's age is asked for
  /// How a unit is tried again of which, read back, nothing ran.
  RetryPolicy retry{};
  RetryClock clock{};                         ///< empty: the machine's
  std::size_t jobs = 1;                       ///< so many tables at a time, where none waits for another
  bool fail_fast = false;                     ///< once a table failed no other begins
  std::string_view ended_by = "--fail-fast";  ///< what asks for that
  /// Opens a session for each table beside the first; called from several threads. Empty: one table at a time.
  std::function<Expected<RunSession>()> another_session{};
  std::function<bool()> cancels{};  ///< whether the user asked that the statement which runs be cancelled
  /// With true: what is read until it is called with false shall be told, though statements are cancelled. For a while
  /// only, however long the reading takes; called from several threads.
  std::function<void(bool)> spare_reading{};
};

/// A commit of the run that is no longer what it was: another writer replaced or removed it.
struct LostCommit {
  TableName table;
  std::string message;
  std::string fix;
};

/// What was found when everything had run.
struct RunEnd {
  std::vector<LostCommit> lost;
  std::vector<std::string> notes;  ///< what was put in order besides, for people
};

/// Runs units on a target. A port: the lake and ODBC implement it. One thread at a time calls it; `begin` and `end` are
/// asked of the run's first session only, for all of them.
class PlanExecutor {
 public:
  virtual ~PlanExecutor() = default;

  /// Before the first unit of a run; may be asked more than once. An error: nothing of the plan may run now.
  virtual Expected<void, ExecutionError> begin(const Plan&, const RunConditions&) { return {}; }

  /// Runs the steps of `unit` that are not skipped, all or (where the target is atomic) none.
  virtual Expected<UnitResult, ExecutionError> execute(const TablePlan& table, const Unit& unit) = 0;

  /// After the last unit, also of a run that was interrupted or had nothing to do: looks once more at every commit
  /// since `begin`, and finishes what killed runs left behind.
  virtual RunEnd end(const Plan&) { return {}; }
};

}  // namespace delta
