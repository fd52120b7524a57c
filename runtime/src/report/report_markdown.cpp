#include <fmt/format.h>

#include "delta/report/report_writers.hpp"
#include "report/markdown_text.hpp"
#include "report/taken_back.hpp"
#include "report/text_layout.hpp"

namespace delta {
namespace {

using report::count;
using report::markdown_cell;

std::string words(std::string_view status) {
  std::string out(status);
  for (char& c : out) c = c == '_' ? ' ' : c;
  return out;
}

double seconds(std::chrono::milliseconds time) { return static_cast<double>(time.count()) / 1000.0; }

std::string steps_text(const TableReport& table) {
  std::string out;
  for (const UnitReport& unit : table.units) {
    for (const StepReport& step : unit.steps) {
      std::string why = step.reason;
      if (step.status == unit.status && !unit.error.empty()) {
        why = unit.error + (unit.sqlstate.empty() ? "" : " (SQLSTATE " + unit.sqlstate + ")");
      }
      if (unit.attempts > 1) why += fmt::format("{}{}", why.empty() ? "" : "; ", count(unit.attempts, "attempt"));
      const bool ran = step.status == StepStatus::done && !unit.earlier;
      out += fmt::format("| {} | {} | {} | {} | {} |\n", words(step.action), markdown_cell(step.subject),
                         unit.earlier ? "done earlier" : words(status_text(step.status)),
                         ran ? report::seconds_text(seconds(unit.elapsed)) : "", markdown_cell(why));
    }
  }
  return out.empty() ? out : "\n| step | of | status | time | |\n|---|---|---|---|---|\n" + out;
}

std::string read_back(const TableReport& table) {
  if (!table.verified) return "";
  const bool back = table.steps_undone > 0 && table.status != TableStatus::partly_applied;
  std::string out = back ? ", read back as before the run" : ", read back equal";
  if (!table.unseen.empty()) out += fmt::format(" (not seen and not compared: {})", fmt::join(table.unseen, ", "));
  return out;
}

std::string sql_of(std::string_view title, const std::vector<std::string>& statements) {
  std::string sql;
  for (const std::string& statement : statements) sql += statement + ";\n";
  return sql.empty() ? "" : report::markdown_details(title, "sql", sql);
}

std::string table_text(const SyncReport& report, const TableReport& table) {
  std::string out = fmt::format("\n### {}\n\n{}{}\n", markdown_cell(table.name.text()),
                                words(status_text(table.status)), read_back(table));
  if (!table.reason.empty()) out += "\n" + markdown_cell(table.reason) + "\n";
  if (!table.fix.empty()) out += "\n" + markdown_cell(table.fix) + "\n";
  out += steps_text(table) + report::markdown_findings(table.findings);
  std::vector<std::string> sql;
  for (const UnitReport& unit : table.units) sql.insert(sql.end(), unit.statements.begin(), unit.statements.end());
  return out + sql_of("SQL", sql) + sql_of("SQL that takes it back", report::statements_back(report, table));
}

std::string_view title(const SyncReport& report) {
  if (report.stopped != 0) return "Not begun";
  const auto in_part = [&](const TableReport& table) { return report::back_in_part(report, table); };
  if (std::ranges::any_of(report.tables, in_part)) return "Taken back in part";
  if (report.takes_back()) return report.ok() ? "Taken back" : "Not taken back";
  return report.ok() ? "In sync" : "Not in sync";
}

std::string steps_count(const SyncReport& report, const TableReport& table) {
  std::string steps = fmt::format("{} {}", table.steps_done, report.back ? "undone" : "done");
  if (!report.back && table.steps_undone > 0) steps += fmt::format(", {} undone", table.steps_undone);
  if (table.steps_skipped > 0) steps += fmt::format(", {} waiting", table.steps_skipped);
  return steps;
}

bool says_more(const TableReport& table) {
  return table.status != TableStatus::in_sync || !table.units.empty() || !table.findings.empty();
}

}  // namespace

std::string to_markdown(const SyncReport& report) {
  std::string out = fmt::format("## {}: {}\n", title(report), markdown_cell(report.plan.target));
  if (!report.run.empty()) out += "\nrun " + markdown_cell(report.run) + "\n";
  if (report.interrupted) out += "\nThe run was interrupted.\n";
  if (!report.unfinished.empty()) out += "\n`recover` is needed: " + markdown_cell(report.unfinished) + ".\n";
  out += report::markdown_findings(report.findings) + report::markdown_findings(report.plan.findings);
  if (!report.tables.empty()) out += "\n| table | status | steps | time |\n|---|---|---|---|\n";
  for (const TableReport& table : report.tables) {
    out += fmt::format("| {} | {} | {} | {} |\n", markdown_cell(table.name.text()), words(status_text(table.status)),
                       steps_count(report, table), report::seconds_text(seconds(table.elapsed)));
  }
  for (const TableReport& table : report.tables) {
    if (says_more(table)) out += table_text(report, table);
  }
  std::string notes;
  for (const std::string& note : report.notes) notes += "- " + markdown_cell(note) + "\n";
  return notes.empty() ? out : out + "\n" + notes;
}

}  // namespace delta
