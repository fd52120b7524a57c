#pragma once
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace deltac {

/// Adds `deltac compile`: one library's annotated headers → its schema fragment and guard. `flags` are the library's
/// compiler flags. `exit_code` is set when it ran.
void add_compile_command(CLI::App& app, int& exit_code, std::vector<std::string> flags);

}  // namespace deltac
