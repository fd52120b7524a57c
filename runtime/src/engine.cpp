#include "delta/engine.hpp"

#include <algorithm>

#include "delta/model/fingerprint.hpp"
#include "delta/rules/changes.hpp"

namespace delta {
namespace {

std::string with_fix(const Error& error) {
  return error.fix.empty() ? error.message : error.message + "; " + error.fix;
}

}  // namespace

SyncFailedError::SyncFailedError(SyncReport report) : std::runtime_error(failure_text(report)), report_(std::move(report)) {}

Engine::Engine(Target target) : target_(std::move(target)) {}

Plan Engine::plan(const Registry& registry, const Variables& variables, const PlanOptions& options) {
  const auto filled = fill(registry, variables);
  if (!filled) throw std::invalid_argument(with_fix(filled.error()));
  auto plan = read_and_plan(*filled, *target_.reader, options, target_.prober.get());
  if (!plan) throw std::runtime_error(with_fix(plan.error()));
  plan->registry_fingerprint = fingerprint(registry);
  return *std::move(plan);
}

SyncReport Engine::sync(const Registry& registry, const Variables& variables, const PlanOptions& options,
                        const RunConditions& conditions) {
  Plan planned = plan(registry, variables, options);
  if (target_.executor == nullptr && !planned.in_sync()) {
    throw std::runtime_error(planned.target + " is read-only, and not in sync");
  }
  struct NoExecutor : PlanExecutor {
    Expected<UnitResult, ExecutionError> execute(const TablePlan&, const Unit&) override {
      return ExecutionError{ExecutionError::Kind::failed, "the target is read-only", {}, rules::kReadOnlyTarget.code};
    }
  } none;
  PlanExecutor& executor = target_.executor == nullptr ? none : *target_.executor;
  RunConditions given = conditions;
  given.retry.budget = std::min(given.retry.budget, target_.retry.budget);
  if (!given.another_session) given.another_session = target_.another_session;
  SyncReport report = apply(std::move(planned), *target_.reader, executor, {}, given);
  if (!report.ok()) throw SyncFailedError(std::move(report));
  return report;
}

}  // namespace delta
