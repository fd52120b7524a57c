#include "adapters/lake/table_directory.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "adapters/lake/log_error.hpp"
#include "adapters/lake/read_log.hpp"
#include "adapters/lake/trash.hpp"
#include "delta/rules/changes.hpp"

namespace delta::lake {
namespace {

constexpr mode_t kDirectoryMode = 0755;
constexpr const char* kMakeRoom = "move it away, or give the table another name";

/// Makes a directory and its parents.
void make_directories(const std::string& path) {
  if (::mkdir(path.c_str(), kDirectoryMode) == 0) {
    sync_path(parent_of(path));
    return;
  }
  if (errno == EEXIST) return;
  if (errno != ENOENT) {
    const int error = errno;
    throw LogError(
        "cannot make the directory " + path + ": " + system_error(error),
        error == ENOSPC || error == EDQUOT ? "make room, then run it again: nothing was written" : system_fix(error));
  }
  const std::string parent = parent_of(path);
  if (parent == path) throw system_failure("cannot make the directory " + path, ENOENT);
  make_directories(parent);
  if (::mkdir(path.c_str(), kDirectoryMode) != 0 && errno != EEXIST) {
    throw system_failure("cannot make the directory " + path, errno);
  }
  sync_path(parent);
}

[[noreturn]] void refuse_content(const std::string& problem, const rules::RuleInfo& rule) {
  throw LogError(problem, kMakeRoom, rule.code);
}

/// A directory without any commit must be empty if a table is to be made there.
void refuse_foreign_content(const std::string& directory, const std::vector<std::string>& entries, bool has_log) {
  for (const std::string& entry : entries) {
    if (entry == "_delta_log") continue;
    if (holds_log(directory + "/" + entry)) {
      refuse_content("it holds other tables, and a table's directory must not lie around another's", rules::kNoPlace);
    }
    refuse_content(has_log ? "it holds files, and its _delta_log holds neither commit nor checkpoint"
                           : "it holds files and no _delta_log: it is no Delta table",
                   rules::kLocationOccupied);
  }
}

}  // namespace

OpenTable open_table(const std::string& directory) {
  OpenTable table;
  table.log_path = directory + "/_delta_log";
  table.log = open_directory(table.log_path);
  if (table.log) {
    table.state = read_log(table.log.number(), table.log_path);
    if (table.state) return table;
  } else if (errno != ENOENT && errno != ENOTDIR) {
    throw system_failure("cannot open " + table.log_path, errno);
  }
  const bool has_log = static_cast<bool>(table.log);
  table.log.close();
  const Descriptor open = open_directory(directory);
  if (!open) {
    if (errno == ENOENT) return table;
    if (errno == ENOTDIR) {
      refuse_content("it is a file, or lies below one, and a table is a directory", rules::kLocationOccupied);
    }
    throw system_failure("cannot open " + directory, errno);
  }
  refuse_foreign_content(directory, list_directory(open.number(), directory), has_log);
  return table;
}

OpenTable make_table_directory(const std::string& root, const std::string& directory) {
  make_directories(root);
  delete_leftovers(parent_of(directory));
  OpenTable table;
  table.log_path = directory + "/_delta_log";
  make_directories(table.log_path);
  table.log = open_directory(table.log_path);
  if (!table.log) throw system_failure("cannot open " + table.log_path, errno);
  return table;
}

void remove_empty_directories(const std::string& root, const std::string& directory) {
  ::rmdir((directory + "/_delta_log").c_str());
  std::string path = directory;
  while (path.size() > root.size() && ::rmdir(path.c_str()) == 0) path = parent_of(path);
}

bool move_table(const std::string& root, const std::string& from, const std::string& to) {
  ::rmdir((to + "/_delta_log").c_str());
  ::rmdir(to.c_str());
  const std::string to_parent = parent_of(to);
  make_directories(to_parent);
  bool moved = false;
  try {
    moved = rename_exclusively(from, to);
  } catch (const LogError&) {
    remove_empty_directories(root, to_parent);
    throw;
  }
  if (!moved) return false;
  try {
    sync_path(to_parent);
    if (parent_of(from) != to_parent) sync_path(parent_of(from));
  } catch (const LogError& error) {
    throw DoneInPart("the table is at " + to + " now, but that may not survive a power loss: " + error.what(),
                     error.fix());
  }
  return true;
}

}  // namespace delta::lake
