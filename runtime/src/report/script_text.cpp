#include "report/script_text.hpp"

#include <fmt/format.h>

#include "delta/sql/render.hpp"
#include "execute/held_up.hpp"
#include "report/plan_text.hpp"
#include "report/step_text.hpp"
#include "report/text_layout.hpp"

namespace delta::report {
namespace {

/// `text` as comment lines: a newline inside it must not let the rest out of the comment.
std::string comment(std::string_view text, std::string_view prefix = "-- ") {
  return fmt::format("{}{}\n", prefix, printable(text));
}

/// A statement that must not run, as comment lines.
std::string commented(std::string_view statement) {
  std::string out;
  while (true) {
    const std::size_t end = statement.find('\n');
    out += comment(statement.substr(0, end), "--   ");
    if (end == std::string_view::npos) break;
    statement.remove_prefix(end + 1);
  }
  out.insert(out.size() - 1, ";");
  return out;
}

/// What a step that is skipped waits for. `all` are the steps of the table's whole plan.
std::string wait_text(const Step& step, const std::vector<const Step*>& all) {
  std::vector<std::string> titles;
  for (const std::size_t need : step.needs) {
    if (need < all.size() && all[need]->skipped) titles.push_back(short_title(all[need]->action));
  }
  if (!titles.empty()) return fmt::format(". It needs {}", fmt::join(titles, ", "));
  if (step.forbidden) return "; " + step.skip_reason;
  if (!step.permission.empty()) return ". It needs --allow " + step.permission;
  return step.skip_reason.empty() ? "" : "; " + step.skip_reason;
}

std::string skipped_text(const Step& step, const std::vector<const Step*>& all, const TableName& table,
                         const sql::Dialect& dialect) {
  const StepText words = describe_step(step.action, false);
  std::string out = fmt::format("Skipped: {} {}", words.verb, words.subject);
  if (!step.impact.text.empty()) out += ": " + step.impact.text;
  out = comment(out + wait_text(step, all));
  const std::vector<Action> one{step.action};
  for (const std::string& statement : sql::render(table, one, "", dialect)) out += commented(statement);
  return out;
}

/// The table's name while a unit runs: a rename's statements still use the old one.
TableName name_for(const TablePlan& table, const Unit& unit) {
  for (const Step& step : unit.steps) {
    if (const auto* rename = std::get_if<action::RenameTable>(&step.action)) return rename->from;
  }
  return table.name;
}

std::string unit_text(const TablePlan& table, const Unit& unit, const std::vector<const Step*>& all,
                      const sql::Dialect& dialect) {
  std::vector<Action> actions;
  for (const Step& step : unit.steps) {
    if (!step.skipped) actions.push_back(step.action);
  }
  const std::string mark = unit.mark ? encode(*unit.mark) : "";
  std::string out;
  for (const std::string& statement : sql::render(name_for(table, unit), actions, mark, dialect)) {
    out += statement + ";\n";
  }
  for (const Step& step : unit.steps) {
    if (step.skipped) out += skipped_text(step, all, name_for(table, unit), dialect);
  }
  return out;
}

/// "orders.hpp:12:3: ", or nothing where the place is not known.
std::string place_text(const SourceSpan& span) {
  return span.known() ? fmt::format("{}:{}:{}: ", span.file.text(), span.line, span.column) : "";
}

std::string table_text(const TablePlan& table, const sql::Dialect& dialect) {
  std::string out = "\n";
  if (table.unread())
    return out + comment(table.name.text() + ": left out, it cannot be read: " + unread_text(table.observed));
  if (has_error(table.findings)) {
    out += comment(table.name.text() + ": left out, refused");
    for (const Finding& finding : table.findings) {
      if (finding.severity != Severity::error) continue;
      out += comment("  " + place_text(finding.span) + finding.text + fmt::format(" [{}]", code_text(finding.code)));
      if (!finding.fix.empty()) out += comment("    " + finding.fix);
      for (const Finding::Note& note : finding.notes) {
        if (!note.text.empty()) out += comment("    " + place_text(note.span) + note.text);
      }
    }
    return out;
  }
  out += comment(fmt::format("{}: {}", table.name.text(), count(table.step_count(), "step")));
  const std::vector<const Step*> all = steps_of(table);
  for (const Unit& unit : table.units) out += unit_text(table, unit, all, dialect);
  return out;
}

}  // namespace

std::string script_text(const Plan& plan, const Invocation& invocation, const sql::Dialect& dialect) {
  Invocation plain = invocation;
  plain.color = false;
  std::string heading = plan_heading(plan, plain);
  heading.pop_back();
  std::string out = comment(heading);
  out +=
      comment(fmt::format("For {} {} and later. Made for the state that was read: where a table has changed since, "
                          "make the script again.",
                          dialect.name, dialect.version));
  const PlanCounts counts = count_plan(plan, invocation.allow);
  std::string body;
  const std::map<std::size_t, HeldUp> held = held_up(plan);
  for (std::size_t i = 0; i < plan.tables.size(); ++i) {
    const TablePlan& table = plan.tables[i];
    if (const auto why = held.find(i); why != held.end()) {
      body += "\n" + comment(table.name.text() + ": left out, " + why->second.reason);
    } else if (!table.in_sync() || !table.units.empty()) {
      body += table_text(table, dialect);
    }
  }
  if (body.empty()) return out + "\n" + comment(count(counts.tables, "table") + " in sync: nothing to run.");
  return out + body;
}

}  // namespace delta::report
