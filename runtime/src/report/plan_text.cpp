#include "report/plan_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "delta/report/diagnostics.hpp"
#include "delta/rules/rule.hpp"
#include "execute/held_up.hpp"
#include "report/impact_text.hpp"
#include "report/step_text.hpp"
#include "report/text_layout.hpp"

namespace delta::report {
namespace {

constexpr std::size_t kMaxInSyncLines = 6;
constexpr std::size_t kMaxUnmanagedLines = 8;
constexpr std::size_t kCellWidth = 44;
constexpr std::size_t kNameWidth = 60;

template <class A>
bool has_step(const TablePlan& table) {
  const auto steps = steps_of(table);
  return std::any_of(steps.begin(), steps.end(),
                     [](const Step* step) { return std::holds_alternative<A>(step->action); });
}

bool waits_for_permission(const Step& step, const TableName& table, const std::vector<Permission>& allow) {
  return step.skipped && !step.forbidden && !step.permission.empty() && !granted(allow, step.permission, table);
}

std::size_t waiting_count(const TablePlan& table, const std::vector<Permission>& allow) {
  const auto steps = steps_of(table);
  return static_cast<std::size_t>(std::count_if(
      steps.begin(), steps.end(), [&](const Step* step) { return waits_for_permission(*step, table.name, allow); }));
}

std::size_t forbidden_count(const TablePlan& table) {
  const auto steps = steps_of(table);
  return static_cast<std::size_t>(
      std::count_if(steps.begin(), steps.end(), [](const Step* step) { return step->forbidden; }));
}

std::string need_text(std::size_t number) {
  return fmt::format("{} need{} permission", number, number == 1 ? "s" : "");
}

/// Of a table without a step: whether its mark is written all the same.
bool writes_mark(const TablePlan& table) {
  return std::any_of(table.units.begin(), table.units.end(), [](const Unit& unit) { return unit.runs(); });
}

/// The table's own line: what becomes of it. `held` says why it would be skipped, if it would.
Cell status_cell(const TablePlan& table, const std::vector<Permission>& allow, bool takes_back, const HeldUp* held) {
  if (table.state == Presence::failed) return {"cannot be read", Style::red};
  if (table.state == Presence::not_visible) return {"not visible", Style::red};
  if (has_error(table.findings)) return {"refused", Style::red};
  if (held != nullptr) return {"skipped: " + printable(held->reason), Style::yellow};
  const std::size_t steps = table.step_count();
  if (steps == 0) {
    if (takes_back && writes_mark(table)) return {"only the mark goes back", Style::plain};
    if (takes_back) return {"stays as it is", Style::yellow};
    return {writes_mark(table) ? "in sync, to be marked as ours" : "in sync", Style::green};
  }
  const std::size_t waiting = waiting_count(table, allow);
  std::string needs = waiting > 0 ? ", " + need_text(waiting) : "";
  if (const std::size_t forbidden = forbidden_count(table); forbidden > 0)
    needs += fmt::format(", {} forbidden", forbidden);
  for (const Step* step : steps_of(table)) {
    if (const auto* create = std::get_if<action::CreateTable>(&step->action)) {
      return {"new: " + table_summary(create->table) + needs, Style::plain};
    }
  }
  return {count(steps, "step") + needs, Style::plain};
}

Cell wait_cell(const Step& step, const TablePlan& table, const std::vector<const Step*>& all,
               const std::vector<Permission>& allow) {
  if (waits_for_permission(step, table.name, allow)) return {"--allow " + step.permission, Style::yellow};
  if (step.forbidden) return {printable(step.skip_reason), Style::yellow};
  std::vector<std::string> titles;
  for (const std::size_t need : step.needs) {
    if (need < all.size() && titles.size() < 2) titles.push_back(short_title(all[need]->action));
  }
  if (!titles.empty()) return {"after " + fmt::format("{}", fmt::join(titles, ", ")), Style::dim};
  if (step.skipped) return {printable(step.skip_reason), Style::yellow};
  if (!step.permission.empty()) return {"allowed", Style::dim};
  return {};
}

std::string steps_text(const TablePlan& table, const Invocation& invocation) {
  const auto all = steps_of(table);
  std::vector<std::vector<Cell>> rows;
  for (const Step* step : all) {
    // Its heading says all of a new table; with --verbose its columns follow.
    if (std::holds_alternative<action::CreateTable>(step->action) && !step->skipped) continue;
    const StepText words = describe_step(step->action, invocation.verbose);
    rows.push_back({{fmt::format("{} {}", words.mark, pad(words.verb, 7)), style_of(words.mark)},
                    {words.subject},
                    {printable(step->impact.text), step->impact.destructive ? Style::red : Style::plain},
                    wait_cell(*step, table, all, invocation.allow)});
  }
  return align(rows, "    ", kCellWidth, invocation.color);
}

std::string statements_text(const TablePlan& table, bool color) {
  std::string out;
  for (const Unit& unit : table.units) {
    for (const std::string& statement : unit.statements) {
      out += "      " + paint(printable(statement), Style::dim, color) + "\n";
    }
  }
  return out;
}

/// Of the answers that a rule prevents ("A, 42K09; B.C, 42883") the one that a finding is about: the only one, or the
/// one that its text names, as where the server was asked before. Empty if none is.
std::string_view answer_to(std::string_view answers, const Finding& finding) {
  if (answers.find(';') == std::string_view::npos) return answers;
  while (!answers.empty()) {
    const std::string_view one = answers.substr(0, answers.find(';'));
    const std::string_view condition = one.substr(0, one.find_first_of(".,"));
    if (finding.text.find(condition) != std::string::npos) return one;
    answers.remove_prefix(std::min(one.size() + 2, answers.size()));
  }
  return {};
}

/// Spark numbers its old errors instead of naming them: that tells a person nothing.
bool tells_something(std::string_view answer) { return !answer.empty() && !answer.starts_with("_LEGACY_ERROR"); }

/// "(Spark would answer DELTA_OPERATION_NOT_ALLOWED.) " for the first error that prevents a server's answer.
std::string server_answer(const Findings& findings) {
  for (const Finding& finding : findings) {
    const rules::RuleInfo* rule = finding.severity == Severity::error ? rules::find_rule(finding.code) : nullptr;
    const std::string_view answer = rule == nullptr ? std::string_view() : answer_to(rule->prevents, finding);
    if (tells_something(answer)) return fmt::format("(Spark would answer {}.) ", answer);
  }
  return "";
}

/// `said` are those of the tables above: what two tables have together is told in full once.
std::string findings_text(const TablePlan& table, const Invocation& invocation, const SourceLines& lines,
                          std::set<std::string>& said) {
  std::string out;
  for (const Finding& finding : table.findings) {
    const auto [text, first] = said.insert(render(finding, lines, {invocation.color, 4}));
    out += first ? *text : fmt::format("    as said above [{}]\n", code_text(finding.code));
  }
  if (!has_error(table.findings)) return out;
  const bool read = table.state == Presence::present || table.state == Presence::absent;
  return out + "    " + (read ? server_answer(table.findings) : "") + "Nothing will run for this table.\n";
}

std::string table_text(const TablePlan& table, const Invocation& invocation, const SourceLines& lines,
                       std::size_t name_width, const HeldUp* held, std::set<std::string>& said) {
  const Cell status = status_cell(table, invocation.allow, invocation.takes_back, held);
  const bool quiet = status.text == "in sync";
  const std::string name = printable(table.name.text());
  std::string out = "  " + paint(name, quiet ? Style::plain : Style::bold, invocation.color);
  const std::size_t used = display_width(name);
  out.append(used < name_width ? name_width - used : 0, ' ').append("   ");
  out.append(paint(status.text, status.style, invocation.color)).append("\n");
  out += steps_text(table, invocation);
  if (const std::string meanwhile = meanwhile_text(table); !meanwhile.empty()) {
    out += "    " + paint("meanwhile: " + meanwhile, Style::dim, invocation.color) + "\n";
  }
  out += findings_text(table, invocation, lines, said);
  if (invocation.verbose) out += statements_text(table, invocation.color);
  return out;
}

std::string tables_text(const Plan& plan, const Invocation& invocation, const SourceLines& lines) {
  const auto quiet = [](const TablePlan& table) {
    return table.in_sync() && table.findings.empty() && table.units.empty();
  };
  const auto quiet_tables = static_cast<std::size_t>(std::count_if(plan.tables.begin(), plan.tables.end(), quiet));
  const bool fold = quiet_tables > kMaxInSyncLines && !invocation.verbose;
  std::size_t name_width = 0;
  std::set<std::string> said;
  for (const TablePlan& table : plan.tables) {
    const std::size_t width = display_width(printable(table.name.text()));
    if (!(fold && quiet(table)) && width <= kNameWidth) name_width = std::max(name_width, width);
  }
  std::string out;
  const std::map<std::size_t, HeldUp> held = held_up(plan);
  for (std::size_t i = 0; i < plan.tables.size(); ++i) {
    const auto why = held.find(i);
    if (fold && quiet(plan.tables[i])) continue;
    out += table_text(plan.tables[i], invocation, lines, name_width, why == held.end() ? nullptr : &why->second, said);
  }
  if (fold) {
    const bool others = quiet_tables < plan.tables.size();
    out += "  " + pad(fmt::format("{} {}tables", quiet_tables, others ? "other " : ""), name_width) + "   " +
           paint("in sync", Style::green, invocation.color) + "\n";
  }
  return out;
}

std::string unmanaged_text(const Plan& plan, const Invocation& invocation) {
  std::vector<std::vector<Cell>> rows;
  for (const TablePlan& table : plan.tables) {
    std::vector<std::string> subjects;
    for (const Unmanaged& item : table.unmanaged) {
      subjects.push_back(item.reason.empty() ? printable(item.subject)
                                             : fmt::format("{} ({})", printable(item.subject), printable(item.reason)));
    }
    if (!subjects.empty()) {
      rows.push_back({{printable(table.name.text())}, {fmt::format("{}", fmt::join(subjects, ", "))}});
    }
  }
  if (rows.empty()) return "";
  if (rows.size() == 1) return fmt::format("  unmanaged, left alone: {}: {}\n", rows[0][0].text, rows[0][1].text);
  std::string out = "  unmanaged, left alone:\n";
  const std::size_t tables = rows.size();
  const bool cut = tables > kMaxUnmanagedLines && !invocation.verbose;
  if (cut) rows.resize(kMaxUnmanagedLines);
  out += align(rows, "    ", kNameWidth, invocation.color);
  if (cut) out += fmt::format("    and in {} more; --verbose lists all\n", count(tables - rows.size(), "table"));
  return out;
}

std::string orphans_text(const Plan& plan, bool color) {
  if (plan.orphans.empty()) return "";
  std::vector<std::vector<Cell>> rows;
  for (const Orphan& orphan : plan.orphans) rows.push_back({{printable(orphan.subject)}, {printable(orphan.reason)}});
  return "  orphans, left alone:\n" + align(rows, "    ", kNameWidth, color);
}

std::string summary_text(const PlanCounts& counts, bool back) {
  if (counts.tables == 0 && back) return "  Nothing to do: nothing of the run is left.\n";
  if (counts.tables == 0) return "  Nothing to do: no table is declared.\n";
  if (counts.in_sync == counts.tables) return fmt::format("  {} in sync.\n", count(counts.tables, "table"));
  std::vector<std::string> parts;
  const auto add = [&](std::size_t number, std::string_view words) {
    if (number > 0) parts.push_back(fmt::format("{} {}", number, words));
  };
  add(counts.created, "new");
  add(counts.changed, "changed");
  add(counts.dropped, "to drop");
  add(counts.in_sync, "in sync");
  add(counts.staying, "to stay");
  add(counts.refused, "refused");
  add(counts.unreadable, "not readable");
  add(counts.held_up, "skipped");
  std::string out = fmt::format("  {}: {}.", count(counts.tables, "table"), fmt::join(parts, ", "));
  if (counts.steps > 0) {
    out += " " + count(counts.steps, "step");
    if (counts.need_permission > 0) out += ", " + need_text(counts.need_permission);
    if (counts.forbidden > 0) out += fmt::format(", {} forbidden by the policy", counts.forbidden);
    out += ".";
  }
  return out + "\n";
}

std::string next_text(const Plan& plan, const Invocation& invocation, const PlanCounts& counts, bool read_only) {
  if (counts.runnable + counts.need_permission + counts.forbidden == 0 || invocation.saved ||
      invocation.command == "apply")
    return "";
  if (!plan.rolls_back.empty())
    return "  To run it, save it with --out FILE, then: " + invocation.program + " apply FILE\n";
  if (read_only) return "  A snapshot is read-only: apply to the target that it was made of.\n";
  std::vector<Permission> allow = invocation.allow;
  for (const std::string& kind : missing_permissions(plan, invocation.allow)) allow.push_back(Permission{kind, "*"});
  return fmt::format("  Apply with: {}\n",
                     paint(command_line(invocation, "apply", allow), Style::bold, invocation.color));
}

}  // namespace

std::vector<const Step*> steps_of(const TablePlan& table) {
  std::vector<const Step*> steps;
  for (const Unit& unit : table.units) {
    for (const Step& step : unit.steps) steps.push_back(&step);
  }
  return steps;
}

bool granted(const std::vector<Permission>& allow, const std::string& kind, const TableName& table) {
  return std::any_of(allow.begin(), allow.end(), [&](const Permission& permission) {
    return permission.kind == kind && glob_match(permission.glob, table.text());
  });
}

PlanCounts count_plan(const Plan& plan, const std::vector<Permission>& allow) {
  PlanCounts counts;
  const std::map<std::size_t, HeldUp> held = held_up(plan);
  for (std::size_t i = 0; i < plan.tables.size(); ++i) {
    const TablePlan& table = plan.tables[i];
    ++counts.tables;
    counts.steps += table.step_count();
    counts.runnable += held.contains(i) ? 0 : table.step_count() - table.skipped_count();
    counts.need_permission += waiting_count(table, allow);
    counts.forbidden += forbidden_count(table);
    counts.unmarked += table.unmarked ? 1 : 0;
    if (table.unread()) {
      ++counts.unreadable;
    } else if (has_error(table.findings)) {
      ++counts.refused;
    } else if (held.contains(i)) {
      ++counts.held_up;
    } else if (table.in_sync() && (plan.rolls_back.empty() || !writes_mark(table))) {
      ++(plan.rolls_back.empty() ? counts.in_sync : counts.staying);
    } else if (has_step<action::CreateTable>(table)) {
      ++counts.created;
    } else if (has_step<action::DropTable>(table)) {
      ++counts.dropped;
    } else {
      ++counts.changed;
    }
  }
  return counts;
}

std::vector<std::string> missing_permissions(const Plan& plan, const std::vector<Permission>& allow) {
  std::vector<std::string> kinds;
  for (const TablePlan& table : plan.tables) {
    for (const Step* step : steps_of(table)) {
      const bool known = std::find(kinds.begin(), kinds.end(), step->permission) != kinds.end();
      if (!known && waits_for_permission(*step, table.name, allow)) kinds.push_back(step->permission);
    }
  }
  return kinds;
}

std::string plan_line(Invocation invocation, const Plan& plan, const std::string& file, bool with_all) {
  std::vector<std::string> kinds = with_all ? missing_permissions(plan, {}) : std::vector<std::string>();
  for (const TablePlan& table : plan.tables) {
    for (const Step* step : steps_of(table)) {
      if (!step->skipped && !step->permission.empty()) kinds.push_back(step->permission);
    }
  }
  for (const std::string& kind : kinds) {
    const bool given = std::ranges::any_of(invocation.allow, [&](const Permission& each) { return each.kind == kind; });
    if (!given) invocation.allow.push_back({kind, "*"});
  }
  if (invocation.variables.empty()) invocation.variables = plan.variables;
  const std::string command = plan.rolls_back.empty() ? "plan" : "plan --rollback " + plan.rolls_back;
  return command_line(invocation, command, invocation.allow) + " --out " + shell_word(file);
}

std::string plan_heading(const Plan& plan, const Invocation& invocation) {
  std::string out = paint(invocation.program + " " + invocation.command, Style::bold, invocation.color);
  out += "   " + printable(invocation.target);
  for (const auto& [name, value] : plan.variables) out += fmt::format("   {}={}", printable(name), printable(value));
  out += fmt::format("   registry {} {}\n", printable(plan.registry_name), plan.registry_fingerprint.substr(0, 6));
  if (!plan.rolls_back.empty()) out += "  takes back run " + printable(plan.rolls_back) + "\n";
  return out;
}

std::string plan_text(const Plan& plan, const Invocation& invocation, const SourceLines& lines, bool read_only) {
  const PlanCounts counts = count_plan(plan, invocation.allow);
  std::string out = plan_heading(plan, invocation) + "\n";
  for (const Finding& finding : plan.findings) out += render(finding, lines, {invocation.color, 2});
  Invocation how = invocation;
  how.takes_back = !plan.rolls_back.empty();
  out += tables_text(plan, how, lines) + "\n";
  out += unmanaged_text(plan, invocation);
  out += orphans_text(plan, invocation.color);
  for (const std::string& note : plan.notes) out += "  note: " + printable(note) + "\n";
  if (counts.unmarked > 0 && !invocation.adopt) {
    out += fmt::format("  {} not marked as ours, so what the code once declared is not known: apply --adopt marks {}\n",
                       counts.unmarked == 1 ? "1 table is" : fmt::format("{} tables are", counts.unmarked),
                       counts.unmarked == 1 ? "it" : "them");
  }
  return out + summary_text(counts, !plan.rolls_back.empty()) + next_text(plan, invocation, counts, read_only);
}

std::string plan_outcome(const Plan& plan, const Invocation& invocation, bool read_only) {
  const PlanCounts counts = count_plan(plan, invocation.allow);
  return summary_text(counts, !plan.rolls_back.empty()) + next_text(plan, invocation, counts, read_only);
}

}  // namespace delta::report
