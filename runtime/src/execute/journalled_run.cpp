#include "execute/journalled_run.hpp"

#include <map>
#include <utility>

#include "execute/shared_journal.hpp"

namespace delta {
namespace {

using Event = JournalRecord::Event;

JournalRecord record_of(const TablePlan& table, std::size_t unit, Event event) {
  JournalRecord record;
  record.event = event;
  record.table = table.name.text();
  record.unit = unit;
  return record;
}

JournalRecord outcome_record(const TablePlan& table, std::size_t unit, const Expected<UnitResult, ExecutionError>& result) {
  if (result) {
    JournalRecord record = record_of(table, unit, Event::done);
    record.version_before = result->version_before;
    record.version_after = result->version_after;
    return record;
  }
  JournalRecord record = record_of(table, unit, result.error().unknown_outcome ? Event::unknown : Event::failed);
  record.text = result.error().message;
  return record;
}

using Statements = std::map<std::pair<std::string, std::size_t>, std::vector<std::string>>;

Statements statements_of(const Plan& plan) {
  Statements out;
  for (const TablePlan& table : plan.tables) {
    for (std::size_t i = 0; i < table.units.size(); ++i) out[{table.name.text(), i}] = table.units[i].statements;
  }
  return out;
}

std::string status_of(const SyncReport& report) {
  if (report.interrupted) return "interrupted";
  switch (report.exit_code()) {
    case 0: return "done";
    case 2: return "done, steps are left that wait for permission";
    case 3: return "findings stopped a table";
    case 5: return "a table changed meanwhile";
    default: return "a table failed";
  }
}

}  // namespace

JournalledRun run_journalled(Plan plan, RunStore& store, RunJournal journal, CatalogReader& reader,
                             PlanExecutor& executor, ApplyObserver observer, const RunConditions& conditions) {
  JournalledRun run;
  run.run = journal.id();
  SharedJournal shared(store, journal);
  const Statements planned = statements_of(plan);
  observer.intent = [&](const TablePlan& table, std::size_t unit) {
    JournalRecord record = record_of(table, unit, Event::intent);
    const auto known = planned.find({record.table, unit});
    // What the plan holds need not be written once more.
    if (known == planned.end() || known->second != table.units[unit].statements) record.statements = table.units[unit].statements;
    return shared.write(std::move(record));
  };
  observer.outcome = [&](const TablePlan& table, std::size_t unit, const Expected<UnitResult, ExecutionError>& result) {
    return shared.write(outcome_record(table, unit, result));
  };
  observer.verified = [&](const TablePlan& table, const ObservedTable& now) { return shared.enter(table.name.text(), now); };
  run.report = apply(std::move(plan), reader, executor, observer, conditions);
  run.unsettled = shared.problem();
  if (!run.unsettled.empty()) return run;
  JournalRecord last;
  last.event = Event::end;
  last.text = status_of(run.report);
  if (auto closed = store.close(std::move(journal), std::move(last)); !closed) run.unsettled = closed.error().message;
  return run;
}

}  // namespace delta
