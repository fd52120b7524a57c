#pragma once

namespace CLI {
class App;
}

namespace deltac {

/// Adds `deltac explain CODE`: what a finding means, why it is one, and the ways out; without a code, every code.
void add_explain_command(CLI::App& app, int& exit_code);

}  // namespace deltac
