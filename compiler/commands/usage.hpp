#pragma once
#include <CLI/CLI.hpp>
#include <string>

namespace deltac {

/// What is told of a command line that cannot be read: `deltac compile: …`, the nearest word that there is, and the
/// help that lists them all. `first_word` is what stands behind the program's name, "" for nothing.
std::string usage_text(const CLI::App& app, const CLI::ParseError& error, const std::string& first_word);

}  // namespace deltac
