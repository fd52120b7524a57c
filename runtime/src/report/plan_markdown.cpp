#include "report/plan_markdown.hpp"

#include <fmt/format.h>

#include "execute/held_up.hpp"
#include "report/markdown_text.hpp"
#include "report/plan_text.hpp"
#include "report/step_text.hpp"
#include "report/text_layout.hpp"

namespace delta::report {
namespace {

std::string cell(std::string_view text) { return markdown_cell(text); }

std::string wait_text(const Step& step) {
  if (!step.skipped) return step.permission.empty() ? "" : "allowed: " + step.permission;
  return step.forbidden || step.permission.empty() ? step.skip_reason : "needs --allow " + step.permission;
}

std::string steps_text(const TablePlan& table) {
  std::string out;
  for (const Step* step : steps_of(table)) {
    const StepText words = describe_step(step->action, true);
    const std::string impact =
        step->impact.destructive ? "**" + cell(step->impact.text) + "**" : cell(step->impact.text);
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
  return sql.empty() ? "" : markdown_details("SQL", "sql", sql);
}

std::string table_text(const TablePlan& table, const HeldUp* held) {
  std::string out = fmt::format("\n### {}\n", cell(table.name.text()));
  if (!table.problem.empty()) out += "\nIt cannot be read: " + cell(table.problem) + "\n";
  if (held != nullptr) out += "\nIt would be skipped: " + cell(held->reason) + "\n";
  return out + steps_text(table) + markdown_findings(table.findings) + statements_text(table);
}

}  // namespace

std::string plan_markdown(const Plan& plan, const Invocation& invocation) {
  Invocation plain = invocation;
  plain.color = false;
  std::string out = fmt::format("## Plan for {}\n\nregistry {} {}", cell(plan.target), cell(plan.registry_name),
                                plan.registry_fingerprint.substr(0, 12));
  for (const auto& [name, value] : plan.variables) out += fmt::format(", {}={}", cell(name), cell(value));
  if (!plan.rolls_back.empty()) out += "\n\nIt takes back run " + cell(plan.rolls_back) + ".";
  out += "\n" + markdown_findings(plan.findings);
  const std::map<std::size_t, HeldUp> held = held_up(plan);
  for (std::size_t i = 0; i < plan.tables.size(); ++i) {
    const TablePlan& table = plan.tables[i];
    const auto why = held.find(i);
    if (!table.in_sync() || !table.units.empty() || !table.findings.empty()) {
      out += table_text(table, why == held.end() ? nullptr : &why->second);
    }
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
