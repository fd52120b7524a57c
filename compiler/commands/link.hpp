#pragma once

namespace CLI {
class App;
}

namespace deltac {

/// Adds `deltac link`: fragments of libraries → the registry's generated files. `exit_code` is set when it ran.
void add_link_command(CLI::App& app, int& exit_code);

}  // namespace deltac
