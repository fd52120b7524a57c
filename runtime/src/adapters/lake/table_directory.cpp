#include "adapters/lake/table_directory.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <filesystem>
#include <string_view>
#include <system_error>

#include "adapters/lake/log_error.hpp"
#include "adapters/lake/log_listing.hpp"
#include "adapters/lake/read_log.hpp"
#include "adapters/lake/unique_id.hpp"

namespace delta::lake {
namespace {

constexpr mode_t kDirectoryMode = 0755;

std::string parent_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

void sync_path(const std::string& path) {
  const Descriptor directory = open_directory(path);
  if (!directory) throw LogError("cannot open " + path + ": " + system_error(errno));
  sync_directory(directory.number(), path);
}

/// Makes a directory and its parents.
void make_directories(const std::string& path) {
  if (::mkdir(path.c_str(), kDirectoryMode) == 0) {
    sync_path(parent_of(path));
    return;
  }
  if (errno == EEXIST) return;
  if (errno != ENOENT) {
    const int error = errno;
    throw LogError("cannot make the directory " + path + ": " + system_error(error),
                   error == ENOSPC || error == EDQUOT ? "make room, then run it again: nothing was written" : "");
  }
  const std::string parent = parent_of(path);
  if (parent == path) throw LogError("cannot make the directory " + path + ": " + system_error(ENOENT));
  make_directories(parent);
  if (::mkdir(path.c_str(), kDirectoryMode) != 0 && errno != EEXIST) {
    throw LogError("cannot make the directory " + path + ": " + system_error(errno));
  }
  sync_path(parent);
}

/// Why a directory without any commit is not simply empty.
std::string foreign_content(const std::string& directory, const std::vector<std::string>& entries, bool has_log) {
  for (const std::string& entry : entries) {
    if (entry == "_delta_log") continue;
    if (holds_log(directory + "/" + entry)) {
      return directory + " holds other tables, and a table's directory must not lie around another's";
    }
    return has_log ? directory + " holds files, and its _delta_log holds neither commit nor checkpoint"
                   : directory + " holds files and no _delta_log: it is no Delta table";
  }
  return "";
}

/// A dropped table on its way: `.deltac-trash-VERSION-UUID` beside where it was. No part of a name begins with a dot.
constexpr std::string_view kTrash = ".deltac-trash-";

/// The table is out of sight and could not be put back; the message says where it is.
class NotPutBack : public LogError {
 public:
  using LogError::LogError;
};

void put_back(const std::string& trash, const std::string& directory) {
  std::string reason = "there is something else now";
  try {
    if (rename_exclusively(trash, directory)) return;
  } catch (const LogError& error) {
    reason = error.what();
  }
  throw NotPutBack("the drop was broken off, and the table could not be put back to " + directory + ": " + reason,
                   "the whole table is in " + trash + "; move it to another place to keep it");
}

/// True if this is what a drop left that was killed: nobody is at work on it, and no commit came in between.
bool is_leftover(const std::string& trash, std::string_view name, const Descriptor& open) {
  name.remove_prefix(kTrash.size());
  std::int64_t version = 0;
  const auto [stop, error] = std::from_chars(name.data(), name.data() + name.size(), version);
  if (error != std::errc{} || stop == name.data() + name.size() || *stop != '-') return false;
  if (::flock(open.number(), LOCK_EX | LOCK_NB) != 0) return false;
  const Descriptor log = open_directory(trash + "/_delta_log");
  if (!log) return errno == ENOENT;  // deleted already
  return newest_version(list_directory(log.number(), trash)) <= version;
}

/// Finishes the drops that were killed in this folder. One that cannot be finished is left to the next: it is in
/// nobody's way.
void delete_leftovers(const std::string& parent) {
  const Descriptor folder = open_directory(parent);
  if (!folder) return;
  for (const std::string& name : list_directory(folder.number(), parent)) {
    if (!name.starts_with(kTrash)) continue;
    const std::string trash = parent + "/" + name;
    const Descriptor open(::openat(folder.number(), name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    std::error_code ignored;
    try {
      if (open && is_leftover(trash, name, open)) std::filesystem::remove_all(trash, ignored);
    } catch (const LogError&) {
      continue;
    }
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
    throw LogError("cannot open " + table.log_path + ": " + system_error(errno));
  }
  const bool has_log = static_cast<bool>(table.log);
  table.log.close();
  const Descriptor open = open_directory(directory);
  if (!open) {
    if (errno == ENOENT) return table;
    if (errno == ENOTDIR) throw LogError(directory + " is no directory");
    throw LogError("cannot open " + directory + ": " + system_error(errno));
  }
  const std::string problem = foreign_content(directory, list_directory(open.number(), directory), has_log);
  if (!problem.empty()) throw LogError(problem, "move it away, or give the table another name");
  return table;
}

OpenTable make_table_directory(const std::string& root, const std::string& directory) {
  make_directories(root);
  delete_leftovers(parent_of(directory));
  OpenTable table;
  table.log_path = directory + "/_delta_log";
  make_directories(table.log_path);
  table.log = open_directory(table.log_path);
  if (!table.log) throw LogError("cannot open " + table.log_path + ": " + system_error(errno));
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
    throw LogError("the table is at " + to + " now, but that may not survive a power loss: " + error.what());
  }
  return true;
}

bool delete_table(const std::string& directory, std::int64_t version) {
  const std::string parent = parent_of(directory);
  delete_leftovers(parent);
  const std::string trash = parent + "/" + std::string(kTrash) + std::to_string(version) + "-" + unique_id();
  // The lock says to others that this drop is alive; it goes with the process.
  const Descriptor alive = open_directory(directory);
  if (!alive) throw LogError("cannot open " + directory + ": " + system_error(errno));
  if (::flock(alive.number(), LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
    throw LogError("another process is dropping " + directory);
  }
  if (!rename_exclusively(directory, trash)) throw LogError("cannot rename " + directory + " to " + trash);
  try {
    // A commit may have come between the last look and the rename; nothing can come after it.
    const std::string log_path = trash + "/_delta_log";
    const Descriptor log = open_directory(log_path);
    if (!log) throw LogError("cannot open " + log_path + ": " + system_error(errno));
    if (choose_files(list_directory(log.number(), log_path)).version != version) {
      put_back(trash, directory);
      return false;
    }
    sync_path(parent);
  } catch (const NotPutBack&) {
    throw;
  } catch (const std::exception& error) {
    put_back(trash, directory);
    throw LogError("cannot drop " + directory + ", and it was put back: " + error.what());
  }
  std::error_code error;
  std::filesystem::remove_all(trash, error);
  if (error) {
    throw LogError("the table is dropped, but not all of its files could be deleted: " + error.message(),
                   "delete " + trash + " by hand");
  }
  return true;
}

}  // namespace delta::lake
