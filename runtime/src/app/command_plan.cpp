#include "app/commands.hpp"
#include "delta/report/plan_json.hpp"
#include "report/plan_text.hpp"

namespace delta::app {

ExitCode run_plan(Session& session) {
  const Options& options = session.options;
  auto plan = plan_session(session, *session.target.reader);
  if (!plan) return complain(options, plan.error());
  const bool read_only = session.target.executor == nullptr;
  std::string text;
  if (options.format == Format::json) {
    text = to_json(*plan);
  } else if (options.quiet) {
    text = report::plan_outcome(*plan, session.invocation, read_only);
  } else {
    text = report::plan_text(*plan, session.invocation, session.registry.lines, read_only);
  }
  return deliver(options, text, plan_exit_code(*plan, options.detailed_exitcode));
}

}  // namespace delta::app
