#include "delta/report/plan_json.hpp"
#include "report/json_parts.hpp"

namespace delta {
namespace {

using json::Indented;

void write_step(Indented& out, const StepReport& step) {
  out.open('{');
  out.member("action", step.action);
  out.member("subject", step.subject);
  out.member("status", status_text(step.status));
  out.known("reason", step.reason);
  if (step.span.known()) write_place(out, "at", step.span);
  out.close('}');
}

void write_unit(Indented& out, const UnitReport& unit) {
  out.open('{');
  out.member("status", status_text(unit.status));
  out.flag("earlier", unit.earlier);
  out.member("attempts", unit.attempts);
  out.member("elapsed_ms", unit.elapsed.count());
  out.known("sqlstate", unit.sqlstate);
  out.known("error", unit.error);
  out.member("statements", unit.statements);
  out.list("steps", unit.steps, write_step);
  out.close('}');
}

void write_table(Indented& out, const TableReport& table) {
  out.open('{');
  out.member("name", table.name.text());
  out.member("status", status_text(table.status));
  out.member("steps_done", table.steps_done);
  out.member("steps_skipped", table.steps_skipped);
  if (table.steps_undone > 0) out.member("steps_undone", table.steps_undone);
  out.member("commits", table.commits);
  if (table.version_before) out.member("version_before", *table.version_before);
  if (table.version_after) out.member("version_after", *table.version_after);
  out.member("verified", table.verified);
  out.known("fingerprint", table.fingerprint);
  if (!table.unseen.empty()) out.member("unseen", table.unseen);
  out.flag("outcome_unknown", table.outcome_unknown);
  out.known("reason", table.reason);
  out.known("fix", table.fix);
  out.member("elapsed_ms", table.elapsed.count());
  out.list("units", table.units, write_unit);
  write_findings(out, table.findings);
  out.close('}');
}

}  // namespace

std::string to_json(const SyncReport& report) {
  Indented out;
  out.open('{');
  out.member("format", "deltac.report/1");
  out.known("run", report.run);
  out.member("ok", report.ok());
  out.member("exit_code", report.exit_code());
  out.member("interrupted", report.interrupted);
  out.known("unfinished", report.unfinished);
  out.flag("takes_back", report.takes_back());
  out.list("tables", report.tables, write_table);
  out.member("notes", report.notes);
  write_findings(out, report.findings);
  out.key("plan");
  write_plan(out, report.plan, report.stopped == 0);
  if (report.undo) {
    out.key("undo");
    write_plan(out, *report.undo);
  }
  out.close('}');
  return out.take();
}

}  // namespace delta
