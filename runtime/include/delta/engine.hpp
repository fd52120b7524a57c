#pragma once
#include <chrono>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>

#include "delta/catalog/prober.hpp"
#include "delta/execute/apply.hpp"
#include "delta/execute/lock_place.hpp"
#include "delta/execute/state_store.hpp"
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
  /// And where it keeps what runs did; `local` is where a run at work writes its journal. Empty where it cannot.
  std::function<std::unique_ptr<StateStore>(const TableName& schema, std::unique_ptr<StateStore> local)> schema_state{};
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

/// Where `Engine::sync` remembers its runs, and how it keeps other runs off meanwhile.
struct StateOptions {
  /// A folder, `sqlite:FILE`, or `schema` for the server's own `schema` (`schema:DIR`: with DIR for the journal of the
  /// run at work). Empty: where a migration binary has it for the same target, `.deltac` of a lake or the user's state
  /// directory.
  std::string place{};
  /// A schema of the server, which must be there: it holds the lock for programs on several machines. Empty: only
  /// programs of this machine keep each other off.
  TableName schema{};
  std::shared_ptr<StateStore> store{};  ///< instead of `place`; a lake is locked all the same
  std::chrono::milliseconds lock_timeout{0};
  bool none = false;  ///< nothing is written down, and nobody is kept off
};

/// The library's edge for programs that bring their own tables to what their code says.
class Engine {
 public:
  explicit Engine(Target target);

  /// Reads, checks and plans. `registry` may hold `{var}`; `variables` fill them.
  /// Throws std::invalid_argument for an unset variable and std::runtime_error when the target cannot be read.
  Plan plan(const Registry& registry, const Variables& variables = {}, const PlanOptions& options = {});

  /// Plans and applies, with a journal and a lock where the target is a lake or a server, or `state` names a place.
  /// Returns the report if every table is in sync afterwards.
  /// Throws SyncFailedError otherwise, what `plan` throws, std::invalid_argument for a schema where the target has
  /// none, and std::runtime_error when another run is at work, was broken off, or its journal cannot be written.
  SyncReport sync(const Registry& registry, const Variables& variables = {}, const PlanOptions& options = {},
                  const RunConditions& conditions = {}, const StateOptions& state = {});

 private:
  Target target_;
};

}  // namespace delta
