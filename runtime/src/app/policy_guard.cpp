#include "app/policy_guard.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

#include "app/interrupt.hpp"
#include "app/output.hpp"
#include "app/target_names.hpp"
#include "delta/report/diagnostics.hpp"
#include "delta/rules/policies.hpp"
#include "model/tables_by_name.hpp"
#include "report/invocation.hpp"
#include "report/text_layout.hpp"

namespace delta::app {
namespace {

/// The target's entry in the policy.
const Policy::Target* entry_of(const Session& session) {
  const std::string& given = session.options.target;
  for (const Policy::Target& each : session.policy.targets) {
    const std::string& glob = each.target.value;
    if (names_target(glob, given.empty() ? session.invocation.target : given) ||
        glob_match(glob, session.invocation.target) || glob_match(glob, session.target.reader->capabilities().target))
      return &each;
  }
  return nullptr;
}

}  // namespace

std::string target_title(const Session& session) {
  const Policy::Target* entry = entry_of(session);
  const std::string target = report::printable(session.invocation.target);
  return entry == nullptr ? target : fmt::format("{} ({})", report::printable(entry->name.value), target);
}

Expected<void, Stop> guard_target(const Session& session) {
  const Options& options = session.options;
  const Policy::Target* entry = entry_of(session);
  const std::string& given = options.yes_really;
  if (!given.empty()) {
    if (entry == nullptr) {
      return Stop{
          ExitCode::usage,
          fmt::format("--yes-really names '{}', and the policy has no name for {}", given, session.invocation.target),
          "look whether this is the target that you mean"};
    }
    if (given == entry->name.value) return {};
    return Stop{
        ExitCode::usage,
        fmt::format("--yes-really names '{}', and {} is '{}'", given, session.invocation.target, entry->name.value),
        "look whether this is the target that you mean", rules::kTargetProtected.code};
  }
  if (entry == nullptr || !entry->is_protected) return {};
  if (can_ask() && options.format == Format::text) return {};
  return Stop{ExitCode::usage, fmt::format("{} is protected by the policy", target_title(session)),
              fmt::format("where nobody can be asked, --yes-really={} says that it is meant; --yes does not do",
                          report::shell_word(entry->name.value)),
              rules::kTargetProtected.code};
}

bool needs_name(const Session& session) {
  const Policy::Target* entry = entry_of(session);
  return entry != nullptr && entry->is_protected && session.options.yes_really.empty();
}

std::optional<ExitCode> ask_for_name(const Session& session, const std::string& question) {
  const Policy::Target* entry = entry_of(session);
  const std::string whole =
      fmt::format("{} {} is protected: type its name to go on: ", question, target_title(session));
  const auto typed = ask_for_text(whole.c_str());
  if (!typed) {
    print_error("\nInterrupted: nothing was changed.\n");
    return ExitCode::interrupted;
  }
  if (*typed == entry->name.value) return std::nullopt;
  print_error("That is not its name: nothing was changed.\n");
  return ExitCode::changes_remain;
}

Expected<void, Stop> check_policy(const Session& session, const Plan& plan, const std::string& what,
                                  const std::string& fix) {
  Findings found;
  const TablesByName declared(session.registry);
  for (const TablePlan& table : plan.tables) {
    if (std::all_of(table.units.begin(), table.units.end(), [](const Unit& each) { return each.done; })) continue;
    const Table* desired = declared.find(table.name);
    Findings own = judge_steps(session.policy, table, desired != nullptr ? desired->declared_name.span : SourceSpan{});
    if (desired != nullptr && plan.rolls_back.empty()) {  // what was before is not asked how it looks
      for (Finding& each : judge_conventions(session.policy, *desired)) own.push_back(std::move(each));
    }
    apply_severities(session.policy, own);
    std::erase_if(own, [](const Finding& each) { return each.severity != Severity::error; });
    for (Finding& each : own) {
      if (!fix.empty()) each.fix = fix;
      found.push_back(std::move(each));
    }
  }
  if (found.empty()) return {};
  sort_findings(found);
  const DiagnosticStyle style{wants_color(session.options.color, STDERR_FILENO), 0};
  Stop stop{ExitCode::findings, "", ""};
  stop.shown =
      render(found, session.registry.lines, style) + fmt::format("{}: the policy does not let {}; nothing was run\n",
                                                                 session.options.program, report::printable(what));
  return stop;
}

}  // namespace delta::app
