#include <fmt/format.h>

#include <exception>

#include "app/commands.hpp"
#include "app/output.hpp"
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
  }
  return ExitCode::usage;
}

namespace {

int migrate(const generated::Registry& generated, int argc, const char* const* argv) {
  if (generated.format != DELTA_GENERATED_FORMAT) {
    print_error(fmt::format("this program's registry has format {}, and its runtime reads {}\n"
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
  const Options& options = std::get<Options>(parsed);
  auto session = open_session(options, from_generated(generated));
  if (!session) return static_cast<int>(complain(options, session.error()));
  return static_cast<int>(run_command(*session));
}

}  // namespace
}  // namespace delta::app

extern "C" int delta_migration_main(const delta::generated::Registry* registry, int argc, char** argv) {
  try {
    return delta::app::migrate(*registry, argc, argv);
  } catch (const std::exception& error) {
    delta::app::print_error(fmt::format("internal error: {}\n  this is a defect of deltac; nothing more was run\n", error.what()));
    return static_cast<int>(delta::app::ExitCode::usage);
  }
}
