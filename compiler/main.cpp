#include <CLI/CLI.hpp>
#include <algorithm>
#include <exception>
#include <iostream>
#include <string_view>

#include "commands/compile.hpp"
#include "commands/explain.hpp"
#include "commands/findings.hpp"
#include "commands/link.hpp"

int main(int argc, char** argv) {
  CLI::App app("deltac: a schema compiler for Delta Lake", "deltac");
  app.set_version_flag("--version", "deltac " DELTAC_VERSION);
  app.require_subcommand(1);
  int exit_code = deltac::kClean;
  // Compiler flags behind `--` are no options of ours, and CLI11 would read some of them (-I…) as such.
  int own = 1;
  while (own < argc && std::string_view(argv[own]) != "--") ++own;
  deltac::add_compile_command(app, exit_code, {argv + std::min(own + 1, argc), argv + argc});
  deltac::add_link_command(app, exit_code);
  deltac::add_explain_command(app, exit_code);
  try {
    app.parse(own, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error, std::cout, std::cerr) == 0 ? deltac::kClean : deltac::kUsageOrInternal;
  } catch (const std::exception& error) {
    std::cerr << deltac::failure_text("", error.what(), "");
    return deltac::kUsageOrInternal;
  }
  return exit_code;
}
