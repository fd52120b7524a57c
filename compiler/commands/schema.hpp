#pragma once

namespace CLI {
class App;
}

namespace deltac {

/// Adds `deltac schema NAME`: the JSON Schema of a form that deltac writes, in one piece; without a name, the forms.
void add_schema_command(CLI::App& app, int& exit_code);

}  // namespace deltac
