#include <fmt/format.h>

#include <exception>
#include <optional>
#include <utility>

#include "app/commands.hpp"
#include "app/interrupt.hpp"
#include "app/last_words.hpp"
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

ExitCode run_migration(Options options, Registry registry) {
  end_on_interrupt();
  if (options.command == Command::show) return run_show(std::move(options), registry);
  // Why there is no session stands in the reports as well, as far as they can be written.
  Session none;
  none.options = options;
  none.invocation.target = options.plan_file;
  auto reports = open_reports(options);
  if (reports) none.reports = *std::move(reports);
  std::optional<LastWords> last_words(std::in_place, none);
  auto session = open_with_plan(options, std::move(registry));
  if (!session) {
    if (options.command == Command::apply || options.command == Command::recover) (void)open_result(none);
    return give_up(none, session.error());
  }
  if (!reports) return complain(session->options, reports.error());
  last_words.reset();
  session->reports = std::move(none.reports);
  last_words.emplace(*session);
  return run_command(*session);
}

namespace {

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
  return static_cast<int>(run_migration(std::get<Options>(parsed), from_generated(generated)));
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
