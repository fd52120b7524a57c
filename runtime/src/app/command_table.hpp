#pragma once
#include <span>
#include <string_view>

#include "app/options.hpp"

namespace delta::app {

/// A command as its help has it.
struct CommandRow {
  Command command;
  std::string_view word;
  std::string_view summary;
  std::string_view footer;  ///< {0} is the program's name
};

/// All commands, in the order of the help.
std::span<const CommandRow> commands();

}  // namespace delta::app
