#include <CLI/CLI.hpp>
#include <algorithm>
#include <exception>
#include <iostream>
#include <string_view>

#include "commands/compile.hpp"
#include "commands/explain.hpp"
#include "commands/findings.hpp"
#include "commands/link.hpp"
#include "commands/schema.hpp"
#include "commands/usage.hpp"

#if defined(__GLIBC__)
#include <malloc.h>
#endif

namespace {

/// A short life and much memory: to give pages back to the system in between costs more than to keep them.
void keep_memory() {
#if defined(__GLIBC__)
  mallopt(M_TRIM_THRESHOLD, 1 << 30);
  mallopt(M_MMAP_THRESHOLD, 1 << 25);  // the most that glibc takes
  mallopt(M_TOP_PAD, 1 << 24);
  mallopt(M_MXFAST, 0);  // else each large block that is freed walks through all small ones
#endif
}

/// The exit code, once all that was written has reached its file.
int finished(int exit_code) {
  if (std::cout.flush()) return exit_code;
  std::cerr << "deltac: the standard output takes no more text\n  free some space where it goes, or write elsewhere\n";
  return deltac::kUsageOrInternal;
}

}  // namespace

int main(int argc, char** argv) {
  keep_memory();
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
  deltac::add_schema_command(app, exit_code);
  try {
    app.parse(own, argv);
  } catch (const CLI::Success& asked) {  // --help, --version
    app.exit(asked, std::cout, std::cerr);
    return finished(deltac::kClean);
  } catch (const CLI::ParseError& error) {
    std::cerr << deltac::usage_text(app, error, argc > 1 ? argv[1] : "");
    return deltac::kUsageOrInternal;
  } catch (const std::exception& error) {
    std::cerr << deltac::failure_text("", error.what(), "");
    return deltac::kUsageOrInternal;
  }
  return finished(exit_code);
}
