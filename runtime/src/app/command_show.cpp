#include <unistd.h>

#include "app/commands.hpp"
#include "app/output.hpp"
#include "app/saved_plan.hpp"
#include "delta/sql/dialect.hpp"
#include "report/plan_markdown.hpp"
#include "report/plan_text.hpp"
#include "report/script_text.hpp"

namespace delta::app {
namespace {

std::string shown(const Plan& plan, const report::Invocation& invocation, const SourceLines& lines, Format format) {
  switch (format) {
    case Format::json: return to_json(plan);
    case Format::markdown: return report::plan_markdown(plan, invocation);
    case Format::sql: {
      return report::script_text(plan, invocation, sql::dialect_or_newest_spark(plan.dialect));
    }
    case Format::text:
    case Format::junit:
    case Format::sarif: break;
  }
  return report::plan_text(plan, invocation, lines, false);
}

}  // namespace

ExitCode run_show(Options options, const Registry& registry) {
  const auto saved = load_saved_plan(options);
  if (!saved) return complain(options, saved.error());
  report::Invocation invocation;
  invocation.program = options.program;
  invocation.command = std::string(command_word(options.command));
  invocation.target = saved->plan.target;
  invocation.color = options.out.empty() && wants_color(options.color, STDOUT_FILENO);
  invocation.verbose = options.verbose;
  invocation.saved = true;
  std::string text;
  if (options.format == Format::text && options.quiet) {
    text = report::plan_outcome(saved->plan, invocation, false);
  } else {
    text = shown(saved->plan, invocation, registry.lines, options.format);
  }
  if (options.format == Format::text)
    text += saved_plan_line(invocation, saved->plan, options.plan_file, saved->checksum);
  return deliver(options, text, ExitCode::in_sync);
}

}  // namespace delta::app
