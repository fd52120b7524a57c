#include "delta/engine.hpp"

#include <algorithm>
#include <optional>
#include <type_traits>

#include "adapters/lake_target.hpp"
#include "adapters/open_state.hpp"
#include "delta/model/fingerprint.hpp"
#include "delta/rules/changes.hpp"
#include "execute/journalled_run.hpp"
#include "execute/server_lock.hpp"
#include "execute/stale.hpp"

namespace delta {

SyncFailedError::SyncFailedError(SyncReport report)
    : std::runtime_error(failure_text(report)), report_(std::move(report)) {}

Engine::Engine(Target target) : target_(std::move(target)) {}

Plan Engine::plan(const Registry& registry, const Variables& variables, const PlanOptions& options) {
  const auto filled = fill(registry, variables);
  if (!filled) throw std::invalid_argument(in_one_line(filled.error()));
  auto plan = read_and_plan(*filled, *target_.reader, options, target_.prober.get());
  if (!plan) throw std::runtime_error(in_one_line(plan.error()));
  plan->registry_fingerprint = fingerprint(registry);
  return *std::move(plan);
}

namespace {

struct NoExecutor : PlanExecutor {
  Expected<UnitResult, ExecutionError> execute(const TablePlan&, const Unit&) override {
    return ExecutionError{ExecutionError::Kind::failed, "the target is read-only", {}, rules::kReadOnlyTarget.code};
  }
};

template <class T>
T need(Expected<T> value) {
  if (!value) throw std::runtime_error(in_one_line(value.error()));
  if constexpr (!std::is_void_v<T>) return *std::move(value);
}

/// Nothing: the target is neither a lake nor a server, and no place is named.
std::optional<StatePlace> place_for(const Target& target, const StateOptions& state) {
  const std::string name = target.reader->capabilities().target;
  if (!state.schema.empty() && !target.lock_place) {
    throw std::invalid_argument("a schema for the lock needs a server, and the target is " + name);
  }
  const bool own_schema = state.store == nullptr && in_schema(state.place);
  if (own_schema && state.schema.empty()) throw std::invalid_argument("a state in a schema lacks the schema's name");
  const bool lake = lake_folder(name).has_value();
  const bool known = lake || name.starts_with("odbc:");
  if (state.none || (!known && state.place.empty() && state.store == nullptr)) return std::nullopt;
  if (own_schema) return need(open_state_in(target, state.schema, state.place));
  if (state.store == nullptr) return need(open_state(name, state.place));
  StatePlace out;
  out.store = state.store;
  if (lake) out.locks = need(open_state(name, "")).locks;
  return out;
}

struct Locks {
  std::vector<Lock> folders;
  std::optional<ServerLock> server{};
};

Locks lock(const StatePlace& place, const StateOptions& state, const Target& target) {
  const LockOwner owner = this_process("delta::Engine::sync");
  const auto refuse = [](const LockError& why) { throw std::runtime_error(in_one_line(why.message, why.fix)); };
  auto folders = lock_all(place, owner, state.lock_timeout);
  if (!folders) refuse(folders.error().why);
  Locks out{*std::move(folders)};
  if (state.schema.empty()) return out;
  auto server = ServerLock::acquire(target.lock_place(state.schema), owner, state.lock_timeout);
  if (!server) refuse(server.error());
  out.server.emplace(*std::move(server));
  return out;
}

void refuse_unfinished(const RunStore& store) {
  const auto runs = need(store.unfinished());
  if (runs.empty()) return;
  throw std::runtime_error("run " + runs.front().id + " was broken off; the migration binary's recover finishes it");
}

}  // namespace

SyncReport Engine::sync(const Registry& registry, const Variables& variables, const PlanOptions& options,
                        const RunConditions& conditions, const StateOptions& state) {
  Plan planned = plan(registry, variables, options);
  if (target_.executor == nullptr && !planned.in_sync()) {
    throw std::runtime_error(planned.target + " is read-only, and not in sync");
  }
  NoExecutor none;
  PlanExecutor& executor = target_.executor == nullptr ? none : *target_.executor;
  RunConditions given = conditions;
  given.retry.budget = std::min(given.retry.budget, target_.retry.budget);
  const auto place =
      std::any_of(planned.tables.begin(), planned.tables.end(), runs) ? place_for(target_, state) : std::nullopt;
  SyncReport report;
  if (!place) {
    report = apply(std::move(planned), *target_.reader, executor, {}, given);
  } else {
    RunStore store(place->store);
    const std::string newest = need(store.newest_finished());
    auto locks = lock(*place, state, target_);
    need(store.prepare());
    refuse_unfinished(store);
    const bool waited = locks.server && locks.server->waited();
    if (waited || need(store.newest_finished()) != newest) planned = plan(registry, variables, options);
    RunJournal journal = need(store.begin(planned, this_run("delta::Engine::sync")));
    report = run_journalled(std::move(planned), store, std::move(journal), *target_.reader, executor, {}, given);
    const auto released = locks.server ? locks.server->release() : Expected<void>();
    if (!released) report.notes.push_back(released.error().message);
  }
  if (!report.ok()) throw SyncFailedError(std::move(report));
  return report;
}

}  // namespace delta
