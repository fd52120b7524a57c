#include <fmt/format.h>

#include <exception>

#include "app/commands.hpp"
#include "app/interrupt.hpp"
#include "app/output.hpp"
#include "app/reports.hpp"
#include "app/run_with_progress.hpp"
#include "app/saved_plan.hpp"
#include "delta/app/registry.hpp"
#include "delta/generated.hpp"

namespace delta::app {

ExitCode run_command(Session& session) {
  switch (session.options.command) {
    case Command::plan: return run_plan(session);
    case Command::apply: return run_apply(session);
    case Command::check: return run_check(session);
    case Command::emit: return run_emit(session);
    case Command::describe: return run_describe(session);
    case Command::status: return run_status(session);
    case Command::recover: return run_recover(session);
    case Command::unlock: return run_unlock(session);
    case Command::history: return run_history(session);
    case Command::show: break;  // needs no target
  }
  return ExitCode::usage;
}

namespace {

/// Why there is no session stands in the reports as well, as far as they can be written.
ExitCode give_up_unopened(Options options, const Stop& why) {
  Session none;
  none.options = std::move(options);
  none.invocation.target = none.options.plan_file;
  if (auto reports = open_reports(none.options)) none.reports = *std::move(reports);
  const Command command = none.options.command;
  if (command == Command::apply || command == Command::recover) (void)open_result(none);
  return give_up(none, why);
}

ExitCode run(Options options, Registry registry) {
  end_on_interrupt();
  if (options.command == Command::show) return run_show(std::move(options), registry);
  auto session = open_with_plan(options, std::move(registry));
  if (!session) return give_up_unopened(std::move(options), session.error());
  auto reports = open_reports(session->options);
  if (!reports) return complain(session->options, reports.error());
  session->reports = *std::move(reports);
  return run_command(*session);
}

int migrate(const generated::Registry& generated, int argc, const char* const* argv) {
  if (generated.format != DELTA_GENERATED_FORMAT) {
    print_error(
        fmt::format("this program's registry has format {}, and its runtime reads {}\n"
                    "  build it again with the deltac and the runtime of one version\n",
                    generated.format, DELTA_GENERATED_FORMAT));
    return static_cast<int>(ExitCode::usage);
  }
  const std::string version = fmt::format("registry {}, made by deltac {}; runtime {}", generated.name,
                                          generated.tool_version, DELTA_RUNTIME_VERSION);
  const auto parsed = parse_options(argc, argv, version);
  if (const auto* early = std::get_if<EarlyExit>(&parsed)) {
    if (!early->out.empty() && !print(early->out)) return static_cast<int>(ExitCode::usage);
    print_error(early->err);
    return early->code;
  }
  return static_cast<int>(run(std::get<Options>(parsed), from_generated(generated)));
}

}  // namespace
}  // namespace delta::app

extern "C" int delta_migration_main(const delta::generated::Registry* registry, int argc, char** argv) {
  try {
    return delta::app::migrate(*registry, argc, argv);
  } catch (const std::exception& error) {
    delta::app::print_error(
        fmt::format("internal error: {}\n  this is a defect of deltac; nothing more was run\n", error.what()));
    return static_cast<int>(delta::app::ExitCode::usage);
  }
}
