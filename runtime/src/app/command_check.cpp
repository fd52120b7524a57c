#include <algorithm>

#include "app/commands.hpp"
#include "app/reports.hpp"
#include "app/state.hpp"
#include "delta/report/plan_json.hpp"
#include "report/plan_text.hpp"

namespace delta::app {
namespace {

bool has_strangers(const Plan& plan) {
  return !plan.orphans.empty() || std::any_of(plan.tables.begin(), plan.tables.end(),
                                              [](const TablePlan& table) { return !table.unmanaged.empty(); });
}

/// Under --strict what is unmanaged makes a table another one than the code says, and an orphan one too many.
void count_strangers(SyncReport& report) {
  for (std::size_t i = 0; i < report.plan.tables.size(); ++i) {
    const TablePlan& table = report.plan.tables[i];
    if (table.unmanaged.empty() || report.tables[i].status != TableStatus::in_sync) continue;
    report.tables[i].status = TableStatus::planned;
    report.tables[i].reason = "unmanaged: " + table.unmanaged.front().subject;
  }
  for (const Orphan& each : report.plan.orphans) {
    TableReport table;
    table.name = TableName::parse(each.subject);
    table.status = TableStatus::planned;
    table.reason = "an orphan: " + each.reason;
    report.tables.push_back(std::move(table));
  }
}

}  // namespace

ExitCode run_check(Session& session) {
  const Options& options = session.options;
  note_unfinished(session);
  auto plan = plan_session(session, *session.target.reader);
  if (!plan) return give_up(session, plan.error());
  ExitCode code = plan_exit_code(*plan, true);
  const bool strangers = options.strict && has_strangers(*plan);
  if (strangers) code = worse(code, ExitCode::changes_remain);
  const bool read_only = session.target.executor == nullptr;
  std::string text;
  SyncReport found = report_of(*plan);
  if (strangers) count_strangers(found);
  if (options.format == Format::json) {
    text = to_json(*plan);
  } else if (options.format != Format::text) {
    text = report_text(found, session, options.format);
  } else {
    text = options.quiet ? report::plan_outcome(*plan, session.invocation, read_only)
                         : report::plan_text(*plan, session.invocation, session.registry.lines, read_only);
    if (strangers) text += "  --strict: what is unmanaged or an orphan counts as a difference.\n";
  }
  return deliver(options, text, write_reports(session, found, code));
}

}  // namespace delta::app
