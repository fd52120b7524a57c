#include "report/plan_markdown.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "report/plan_text.hpp"
#include "report/step_text.hpp"
#include "report/text_layout.hpp"

namespace delta::report {
namespace {

/// `text` inside a cell: nothing in it is Markdown.
std::string cell(std::string_view text) {
  std::string out;
  for (const char c : printable(text)) {
    if (std::string_view("\\`*_{}[]<>#|~").find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

/// A fence that nothing in `text` can close.
std::string fence_for(std::string_view text) {
  std::size_t longest = 0;
  std::size_t run = 0;
  for (const char c : text) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return std::string(std::max<std::size_t>(3, longest + 1), '`');
}

std::string wait_text(const Step& step) {
  if (!step.skipped) return step.permission.empty() ? "" : "allowed: " + step.permission;
  return step.forbidden || step.permission.empty() ? step.skip_reason : "needs --allow " + step.permission;
}

std::string steps_text(const TablePlan& table) {
  std::string out;
  for (const Step* step : steps_of(table)) {
    const StepText words = describe_step(step->action, true);
    const std::string impact = step->impact.destructive ? "**" + cell(step->impact.text) + "**" : cell(step->impact.text);
    out += fmt::format("| {} {} | {} | {} | {} |\n", words.mark == '~' ? "\\~" : std::string(1, words.mark), words.verb,
                       cell(words.subject), impact, cell(wait_text(*step)));
  }
  return out.empty() ? out : "\n| | what | effect | permission |\n|---|---|---|---|\n" + out;
}

std::string statements_text(const TablePlan& table) {
  std::string sql;
  for (const Unit& unit : table.units) {
    for (const std::string& statement : unit.statements) sql += statement + ";\n";
  }
  if (sql.empty()) return "";
  const std::string fence = fence_for(sql);
  return fmt::format("\n<details><summary>SQL</summary>\n\n{}sql\n{}{}\n\n</details>\n", fence, sql, fence);
}

std::string findings_text(const Findings& findings) {
  std::string out;
  for (const Finding& finding : findings) {
    const char* word = finding.severity == Severity::error ? "error" : finding.severity == Severity::warning ? "warning" : "note";
    out += fmt::format("- **{}** {} {}{}\n", word, finding.code == 0 ? "" : code_text(finding.code), cell(finding.text),
                       finding.fix.empty() ? "" : " (" + cell(finding.fix) + ")");
  }
  return out.empty() ? out : "\n" + out;
}

std::string table_text(const TablePlan& table) {
  std::string out = fmt::format("\n### {}\n", cell(table.name.text()));
  if (!table.problem.empty()) out += "\nIt cannot be read: " + cell(table.problem) + "\n";
  return out + steps_text(table) + findings_text(table.findings) + statements_text(table);
}

}  // namespace

std::string plan_markdown(const Plan& plan, const Invocation& invocation) {
  Invocation plain = invocation;
  plain.color = false;
  std::string out = fmt::format("## Plan for {}\n\nregistry {} {}", cell(plan.target), cell(plan.registry_name),
                                plan.registry_fingerprint.substr(0, 12));
  for (const auto& [name, value] : plan.variables) out += fmt::format(", {}={}", cell(name), cell(value));
  out += "\n" + findings_text(plan.findings);
  for (const TablePlan& table : plan.tables) {
    if (!table.in_sync() || !table.units.empty() || !table.findings.empty()) out += table_text(table);
  }
  std::string left;
  for (const TablePlan& table : plan.tables) {
    for (const Unmanaged& each : table.unmanaged) {
      left += fmt::format("- {}: {}\n", cell(table.name.text()), cell(each.subject));
    }
  }
  for (const Orphan& each : plan.orphans) left += fmt::format("- orphan {}\n", cell(each.subject));
  if (!left.empty()) out += "\nLeft alone:\n\n" + left;
  std::string outcome = plan_outcome(plan, plain, false);
  outcome.erase(0, outcome.find_first_not_of(' '));
  return out + "\n" + outcome;
}

}  // namespace delta::report
