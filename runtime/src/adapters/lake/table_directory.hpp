#pragma once
#include <optional>
#include <string>

#include "adapters/lake/files.hpp"
#include "adapters/lake/log_state.hpp"

/// A table's directory: opened, made, renamed. All throw `LogError`.
namespace delta::lake {

/// An open log and what it says; `log` is empty when there is no table.
struct OpenTable {
  Descriptor log;
  std::string log_path;
  std::optional<LogState> state;

  bool exists() const { return state.has_value(); }
};

/// Opens the table in `directory`. A missing or empty directory, or one with nothing but an empty `_delta_log`, is no
/// table (a create that was killed leaves that); any other directory without a readable log is an error.
OpenTable open_table(const std::string& directory);

/// Makes the directories of a new table, each one lasting. Returns the open log. What was made goes again if the table
/// is not made: call `remove_empty_directories`.
OpenTable make_table_directory(const std::string& root, const std::string& directory);

/// Removes `directory/_delta_log`, `directory` and its parents below `root`, as far as they are empty.
void remove_empty_directories(const std::string& root, const std::string& directory);

/// Renames a table's directory, and makes the new parents. False if something is at `to` already.
bool move_table(const std::string& root, const std::string& from, const std::string& to);

}  // namespace delta::lake
