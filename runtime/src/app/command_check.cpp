#include <algorithm>

#include "app/commands.hpp"
#include "app/state.hpp"
#include "delta/report/plan_json.hpp"
#include "report/plan_text.hpp"

namespace delta::app {
namespace {

bool has_strangers(const Plan& plan) {
  return !plan.orphans.empty() || std::any_of(plan.tables.begin(), plan.tables.end(),
                                              [](const TablePlan& table) { return !table.unmanaged.empty(); });
}

}  // namespace

ExitCode run_check(Session& session) {
  const Options& options = session.options;
  note_unfinished(session);
  auto plan = plan_session(session, *session.target.reader);
  if (!plan) return complain(options, plan.error());
  ExitCode code = plan_exit_code(*plan, true);
  const bool strangers = options.strict && has_strangers(*plan);
  if (strangers) code = worse(code, ExitCode::changes_remain);
  const bool read_only = session.target.executor == nullptr;
  std::string text;
  if (options.format == Format::json) {
    text = to_json(*plan);
  } else {
    text = options.quiet ? report::plan_outcome(*plan, session.invocation, read_only)
                         : report::plan_text(*plan, session.invocation, session.registry.lines, read_only);
    if (strangers) text += "  --strict: what is unmanaged or an orphan counts as a difference.\n";
  }
  return deliver(options, text, code);
}

}  // namespace delta::app
