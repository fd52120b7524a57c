#include <fmt/format.h>
#include <unistd.h>

#include "app/commands.hpp"
#include "app/output.hpp"
#include "app/reports.hpp"
#include "app/rollback.hpp"
#include "app/run_with_progress.hpp"
#include "app/saved_plan.hpp"
#include "app/state.hpp"
#include "delta/report/plan_json.hpp"
#include "report/plan_checksum.hpp"
#include "report/plan_markdown.hpp"
#include "report/plan_text.hpp"

namespace delta::app {
namespace {

/// The plan goes into --out, for `apply FILE`; what a person reads of it goes to standard output.
ExitCode save(Session& session, const Plan& plan, OutputFile& file, const std::string& text, ExitCode code) {
  const Options& options = session.options;
  const std::string saved = to_json(plan);
  auto done = file.commit(saved);
  if (done && options.format == Format::text) {
    done = print(text + saved_plan_line(session.invocation, plan, options.out, checksum_of(saved)->written));
  } else if (done) {
    done = print(text);
  }
  return done ? code : complain(options, stop_for(done.error(), ExitCode::usage));
}

}  // namespace

std::string saved_plan_line(const report::Invocation& invocation, const Plan& plan, const std::string& path,
                            const std::string& checksum) {
  std::string out = fmt::format("  Saved in {}, {}\n", path, checksum);
  if (plan.target.starts_with("snapshot:"))
    return out + "  A snapshot is read-only: a plan that can be applied is made of the target itself.\n";
  const bool waits = !report::missing_permissions(plan, invocation.allow).empty();
  if (runs_anything(plan) && (plan.rolls_back.empty() || !waits))
    out += fmt::format("  Apply exactly this with: {}\n", report::apply_line(invocation, path));
  if (waits)
    out += fmt::format("  To save it with the steps that wait: {}\n", report::plan_line(invocation, plan, path, true));
  return out;
}

ExitCode run_plan(Session& session) {
  const Options& options = session.options;
  std::optional<OutputFile> file;
  if (!options.out.empty()) {
    auto opened = OutputFile::open(options.out);
    if (!opened) return give_up(session, stop_for(opened.error(), ExitCode::usage));
    file.emplace(*std::move(opened));
  }
  note_unfinished(session);
  auto plan = options.rollback.empty() ? plan_session(session, *session.target.reader) : plan_rollback(session);
  if (!plan) return give_up(session, plan.error());
  ExitCode code = plan_exit_code(*plan, options.detailed_exitcode);
  if (!session.reports.empty()) code = write_reports(session, report_of(*plan), code);
  const bool read_only = session.target.executor == nullptr;
  report::Invocation invocation = session.invocation;
  if (file) {
    invocation.color = wants_color(options.color, STDOUT_FILENO);
    invocation.saved = true;
  }
  std::string text;
  if (options.format == Format::json) {
    text = file ? "" : to_json(*plan);
  } else if (options.format == Format::markdown) {
    text = report::plan_markdown(*plan, invocation);
  } else if (options.format != Format::text) {
    text = report_text(report_of(*plan), session, options.format);
  } else if (options.quiet) {
    text = report::plan_outcome(*plan, invocation, read_only);
  } else {
    text = report::plan_text(*plan, invocation, session.registry.lines, read_only);
  }
  return file ? save(session, *plan, *file, text, code) : deliver(options, text, code);
}

}  // namespace delta::app
