#pragma once
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>

#include "delta/catalog/prober.hpp"
#include "delta/execute/apply.hpp"
#include "delta/execute/lock_place.hpp"
#include "delta/plan/planner.hpp"

namespace delta {

/// A place with tables: how to read it, and how to change it if it can be changed.
struct Target {
  std::unique_ptr<CatalogReader> reader;
  std::unique_ptr<PlanExecutor> executor;  ///< null for a read-only target
  std::unique_ptr<Prober> prober{};        ///< null for a target that answers no SQL
  RetryPolicy retry{};                     ///< how long a run may wait for it
  /// One more session, for tables that run side by side: see `RunConditions`.
  std::function<Expected<RunSession>()> another_session{};
  /// Where a schema of the target holds its lock; empty where it cannot.
  std::function<std::unique_ptr<LockPlace>(const TableName& schema)> lock_place{};
};

/// How a target is reached, beyond its name; only a server asks for it.
struct TargetOptions {
  std::string dialect{};                   ///< of the server; empty: it is asked
  std::function<bool()> stop_requested{};  ///< waits for a busy server end then: Ctrl-C
  /// Asked from another thread while a statement runs, which is cancelled then. Empty: as `stop_requested`.
  std::function<bool()> cancel_requested{};
  /// Told before each wait for a server that is starting or busy, in a sentence.
  std::function<void(const std::string&)> waiting{};
  /// Told each statement before it is sent to a server.
  std::function<void(const std::string&)> sending{};
};

/// Opens `lake:PATH`, `snapshot:FILE` or `odbc:CONNECTION`. An unknown scheme is an error that names those there are.
Expected<Target> open_target(const std::string& text, const TargetOptions& options = {});

/// Thrown by `Engine::sync` when some table is not in sync afterwards. Carries everything that is known.
class SyncFailedError : public std::runtime_error {
 public:
  explicit SyncFailedError(SyncReport report);
  const SyncReport& report() const noexcept { return report_; }

 private:
  SyncReport report_;
};

/// The library's edge for programs that bring their own tables to what their code says.
class Engine {
 public:
  explicit Engine(Target target);

  /// Reads, checks and plans. `registry` may hold `{var}`; `variables` fill them.
  /// Throws std::invalid_argument for an unset variable and std::runtime_error when the target cannot be read.
  Plan plan(const Registry& registry, const Variables& variables = {}, const PlanOptions& options = {});

  /// Plans and applies. Returns the report if every table is in sync afterwards.
  /// Throws SyncFailedError otherwise, and what `plan` throws.
  SyncReport sync(const Registry& registry, const Variables& variables = {}, const PlanOptions& options = {},
                  const RunConditions& conditions = {});

 private:
  Target target_;
};

}  // namespace delta
