#include "report/apply_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "delta/rules/changes.hpp"
#include "report/plan_text.hpp"
#include "report/taken_back.hpp"
#include "report/text_layout.hpp"

namespace delta::report {
namespace {

constexpr std::size_t kDetailWidth = 52;
constexpr std::size_t kMostOfReason = 1000;

struct Verdict {
  std::string_view word;
  Style style;
};

Verdict verdict(TableStatus status) {
  switch (status) {
    case TableStatus::in_sync:
    case TableStatus::applied: return {"done", Style::green};
    case TableStatus::partly_applied: return {"part", Style::yellow};
    case TableStatus::planned: return {"left", Style::yellow};
    case TableStatus::skipped: return {"skip", Style::yellow};
    case TableStatus::blocked: return {"stop", Style::red};
    case TableStatus::undone: return {"back", Style::yellow};
    case TableStatus::conflict:
    case TableStatus::failed: return {"fail", Style::red};
  }
  return {"fail", Style::red};
}

std::string version_text(const TableReport& table) {
  if (table.version_before && table.version_after) {
    return fmt::format(", version {} → {}", *table.version_before, *table.version_after);
  }
  return "";
}

bool others_at_work(const Findings& findings) {
  return std::ranges::any_of(findings, [](const Finding& each) { return each.code == rules::kOthersAtWork.code; });
}

/// Nothing ran, for another writer may be at work; nothing is known to have changed.
bool stands_back(const TableReport& table) {
  return table.status == TableStatus::conflict && others_at_work(table.findings);
}

/// What stopped the run before its first table.
std::string not_begun_text(const Findings& findings) {
  std::string out;
  for (const Finding& each : findings) {
    out +=
        "  not begun: " + printable(each.text) + (each.code == 0 ? "\n" : fmt::format(" [{}]\n", code_text(each.code)));
    if (!each.fix.empty()) out += "    " + printable(each.fix) + "\n";
  }
  return out;
}

/// Steps that did not run: of some a permission is what they wait for, the others no permission helps.
struct LeftSteps {
  std::size_t waiting = 0;
  std::size_t forbidden = 0;
};

LeftSteps left_steps(const TableReport& table) {
  LeftSteps out;
  for (const UnitReport& unit : table.units) {
    for (const StepReport& step : unit.steps) {
      const bool no_flag = !step.reason.empty() && step.reason.find("--allow ") == std::string::npos;
      out.forbidden += step.status == StepStatus::skipped && no_flag ? 1 : 0;
    }
  }
  out.waiting = table.steps_skipped - out.forbidden;
  return out;
}

std::string left_text(const TableReport& table) {
  if (table.steps_skipped == 0) return "";
  const LeftSteps left = left_steps(table);
  if (left.forbidden == 0) return fmt::format(", {} left for want of permission", table.steps_skipped);
  if (left.waiting == 0) return fmt::format(", {} left by the policy", table.steps_skipped);
  return fmt::format(", {} left for want of permission, {} by the policy", left.waiting, left.forbidden);
}

/// "3 steps", or how many of them where it did not come to its end.
std::string steps_text(const TableReport& table) {
  std::size_t all = 0;
  for (const UnitReport& unit : table.units) {
    all += static_cast<std::size_t>(
        std::ranges::count_if(unit.steps, [](const auto& step) { return step.status != StepStatus::skipped; }));
  }
  const bool short_of_it = table.status == TableStatus::failed || table.status == TableStatus::conflict;
  if (!short_of_it || all <= table.steps_done) return count(table.steps_done, "step");
  return fmt::format("{} of {} done", table.steps_done, count(all, "step"));
}

/// Where a table failed: "at add column note", with the server's code, and with `verbose` what was sent.
std::string failed_at(const TableReport& table, bool verbose) {
  for (const UnitReport& unit : table.units) {
    if ((unit.status != StepStatus::failed && unit.status != StepStatus::unknown) || unit.steps.empty()) continue;
    std::string out;
    std::size_t others = 0;
    for (const StepReport& step : unit.steps) {
      if (step.status == StepStatus::skipped) continue;
      if (!out.empty()) {
        ++others;
        continue;
      }
      out = "        at " + step.action;
      std::ranges::replace(out, '_', ' ');
      if (!step.subject.empty() && step.subject != table.name.text()) out += " " + printable(step.subject);
    }
    if (others > 0) out += fmt::format(" and {} with it", count(others, "step"));
    if (!unit.sqlstate.empty()) out += ", SQLSTATE " + printable(unit.sqlstate);
    out += "\n";
    if (!verbose) return out;
    for (const std::string& statement : unit.statements) out += "        " + printable(statement) + "\n";
    return out;
  }
  return "";
}

std::string detail(const TableReport& table, bool takes_back) {
  if (table.steps_undone > 0) {
    const bool as_before = table.verified && table.status != TableStatus::partly_applied;
    return fmt::format("{} undone{}", count(table.steps_undone, "step"), as_before ? ", read back as before" : "");
  }
  const std::string left = left_text(table);
  if (table.steps_done == 0 && table.commits == 0) {
    switch (table.status) {
      case TableStatus::in_sync: return "in sync";
      case TableStatus::blocked: return "refused, nothing was run";
      case TableStatus::conflict:
        if (stands_back(table)) return "others may be at work, nothing was run";
        if (table.findings.empty()) return "nothing was run";
        return "changed since it was read, nothing was run";
      case TableStatus::failed:
        return table.outcome_unknown ? "failed, and what ran of it is not known" : "failed, nothing was changed";
      case TableStatus::skipped: return "skipped";
      case TableStatus::undone: return "was taken back before";
      default: return fmt::format("nothing was run{}", left);
    }
  }
  const std::string verified = table.verified ? ", read back equal" : "";
  if (!table.version_before && table.version_after && table.steps_done == 1) {
    return fmt::format("created at version {}{}{}", *table.version_after, verified, left);
  }
  if (table.version_before && !table.version_after && table.commits == 0) {
    return fmt::format("{} done{}{}", count(table.steps_done, "step"), verified, left);
  }
  const std::string commits = table.commits > 0 ? " in " + count(table.commits, "commit") : "";
  const char* mark = takes_back ? "the mark put back" : "marked as ours";
  const std::string what = table.steps_done == 0 ? mark : steps_text(table);
  return what + commits + version_text(table) + verified + left;
}

/// " [DLT801]": the rule that says more of the reason.
std::string code_of(const TableReport& table) {
  const auto found = std::ranges::find(table.findings, table.reason, &Finding::text);
  return found == table.findings.end() ? "" : fmt::format(" [{}]", code_text(found->code));
}

/// All that may run did, and some steps were not to.
bool has_rest(const TableReport& table) {
  const bool some_left = table.status == TableStatus::partly_applied || table.status == TableStatus::planned;
  return some_left && table.steps_skipped > 0 && table.reason.empty();
}

/// A permission is what the rest waits for.
bool waits(const TableReport& table) { return has_rest(table) && left_steps(table).waiting > 0; }

/// The policy lets nothing else through.
bool is_kept_from(const TableReport& table) { return has_rest(table) && left_steps(table).waiting == 0; }

/// What is true of all tables after the run.
std::string outcome(const SyncReport& report) {
  const auto with = [&](auto... wanted) {
    return std::count_if(report.tables.begin(), report.tables.end(),
                         [&](const TableReport& table) { return ((table.status == wanted) || ...); });
  };
  const std::size_t all = report.tables.size();
  if (all == 0) return "";
  const char* wanted = report.takes_back() ? "taken back" : "in sync";
  const auto good = std::ranges::count_if(report.tables, [&](const auto& table) { return as_wanted(report, table); });
  if (static_cast<std::size_t>(good) == all) return fmt::format("  {} {}.\n", count(all, "table"), wanted);
  std::string out = fmt::format("  {} of {} {}", good, count(all, "table"), wanted);
  const auto add = [&](std::ptrdiff_t number, std::string_view words) {
    if (number > 0) out += fmt::format(", {} {}", number, words);
  };
  const auto unfinished = with(TableStatus::partly_applied, TableStatus::planned);
  const auto waiting = report.interrupted ? 0 : std::ranges::count_if(report.tables, waits);
  const auto in_part =
      std::ranges::count_if(report.tables, [&](const auto& table) { return back_in_part(report, table); });
  const auto kept_from = report.interrupted ? 0 : std::ranges::count_if(report.tables, is_kept_from);
  add(waiting, "waiting for permission");
  add(kept_from, "kept from it by the policy");
  add(in_part, "in part");
  add(unfinished - waiting - kept_from - in_part, report.interrupted ? "not finished" : "not begun");
  add(with(TableStatus::failed), "failed");
  add(with(TableStatus::conflict), report.findings.empty() ? "changed meanwhile" : "not begun");
  add(with(TableStatus::blocked), "refused");
  add(with(TableStatus::skipped), "skipped");
  if (!report.back) add(with(TableStatus::undone), "taken back");
  return out + ".\n";
}

/// The command that also runs what waits for permission, or nothing.
std::string rest_command(const Plan& plan, std::string_view lead, const Invocation& invocation) {
  std::vector<Permission> allow = invocation.allow;
  for (const std::string& kind : missing_permissions(plan, invocation.allow)) allow.push_back(Permission{kind, "*"});
  if (allow.size() == invocation.allow.size()) return "";
  return fmt::format("  {}: {}\n", lead,
                     paint(command_line(invocation, "apply", allow), Style::bold, invocation.color));
}

std::string next_command(const SyncReport& report, const Invocation& invocation) {
  const auto any = [&](TableStatus wanted) {
    return std::any_of(report.tables.begin(), report.tables.end(),
                       [&](const TableReport& table) { return table.status == wanted; });
  };
  const auto command = [&](std::string_view name, const std::vector<Permission>& allow) {
    return paint(command_line(invocation, name, allow), Style::bold, invocation.color);
  };
  if (!report.unfinished.empty()) {
    const bool back = report.undo || (invocation.takes_back && report.plan.rolls_back.empty());
    return fmt::format("  {} with: {}\n", report.interrupted ? "Go on" : "When the cause is gone, go on",
                       paint(recover_line(invocation, back), Style::bold, invocation.color));
  }
  const bool unknown = std::ranges::any_of(report.tables, &TableReport::outcome_unknown);
  const std::string_view whole = unknown ? "" : "Every table is whole. ";
  if (report.interrupted && !invocation.plan_file.empty()) {
    return fmt::format("  {}Go on with: {}\n", whole,
                       paint(recover_line_from_plan(invocation), Style::bold, invocation.color));
  }
  if (report.interrupted) {
    return fmt::format("  {}Go on with: {}\n", whole, command("apply", invocation.allow));
  }
  if (others_at_work(report.findings) || std::ranges::any_of(report.tables, stands_back)) {
    const std::string again = invocation.plan_file.empty() ? command_line(invocation, "apply", invocation.allow)
                                                           : apply_line(invocation, invocation.plan_file);
    return fmt::format("  When nobody else is at work, run it again: {}\n",
                       paint(again, Style::bold, invocation.color));
  }
  if (any(TableStatus::conflict)) {
    return fmt::format("  Somebody else changed a table. Plan again: {}\n", command("plan", invocation.allow));
  }
  if (any(TableStatus::failed) && !invocation.plan_file.empty()) {
    return fmt::format("  When the cause is gone, run the rest of the plan: {}\n",
                       paint(recover_line_from_plan(invocation), Style::bold, invocation.color));
  }
  if (any(TableStatus::failed)) {
    return fmt::format("  When the cause is gone, run it again: {}\n", command("apply", invocation.allow));
  }
  return rest_command(report.plan, "To run the rest", invocation);
}

}  // namespace

std::size_t name_width(const Plan& plan) {
  constexpr std::size_t kMax = 60;
  std::size_t width = 0;
  for (const TablePlan& table : plan.tables) {
    const std::size_t own = display_width(printable(table.name.text()));
    if (own <= kMax) width = std::max(width, own);
  }
  return width;
}

std::string table_line(const TableReport& table, std::size_t name_width, const Invocation& invocation) {
  const Verdict said = verdict(table.status);
  std::string out = "  " + paint(said.word, said.style, invocation.color) + "  ";
  out += pad(printable(table.name.text()), name_width) + "   " +
         pad(detail(table, invocation.takes_back), kDetailWidth) + "  ";
  out += seconds_text(static_cast<double>(table.elapsed.count()) / 1000.0) + "\n";
  if (!table.reason.empty()) {
    // A server may answer with pages; the reports for programs hold them whole.
    const std::string reason = printable(table.reason);
    out += "        " + (invocation.verbose ? reason : shorten(reason, kMostOfReason)) + code_of(table) + "\n";
  }
  if (table.status == TableStatus::failed || table.status == TableStatus::conflict)
    out += failed_at(table, invocation.verbose);
  if (!table.fix.empty()) out += "        " + printable(table.fix) + "\n";
  return out;
}

std::string run_summary(const SyncReport& report, const Invocation& invocation) {
  const std::string head = report.interrupted ? paint("  Interrupted.", Style::yellow, invocation.color) + "\n" : "";
  std::string notes;
  for (const std::string& note : report.notes) notes += "  note: " + printable(note) + "\n";
  if (report.stopped != 0) return notes + not_begun_text(report.findings);
  return head + notes + not_begun_text(report.findings) + outcome(report) + next_command(report, invocation);
}

std::string idle_summary(const Plan& plan, const Invocation& invocation) {
  return rest_command(plan, "Nothing was run, every step waits for permission. To run them", invocation);
}

}  // namespace delta::report
