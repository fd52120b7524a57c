#include "adapters/lake/trash.hpp"

#include <fcntl.h>
#include <sys/file.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <filesystem>
#include <optional>
#include <string_view>
#include <system_error>

#include "adapters/lake/files.hpp"
#include "adapters/lake/log_error.hpp"
#include "adapters/lake/log_listing.hpp"
#include "adapters/lake/unique_id.hpp"
#include "delta/rules/changes.hpp"

namespace delta::lake {
namespace {

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

/// The version that was to be dropped, as the folder's name says it.
std::optional<std::int64_t> version_of(std::string_view name) {
  name.remove_prefix(kTrash.size());
  std::int64_t version = 0;
  const char* end = name.data() + name.size();
  const auto [stop, error] = std::from_chars(name.data(), end, version);
  if (error != std::errc{} || stop == end || *stop != '-') return std::nullopt;
  return version;
}

/// A folder of trash, locked while it is looked at: a drop that is alive holds the lock, and it goes with its process.
struct Found {
  Leftover leftover;
  Descriptor lock;
};

std::optional<Found> look_at(int folder, const std::string& folder_path, const std::string& name, int lock) {
  if (!name.starts_with(kTrash)) return std::nullopt;
  const std::optional<std::int64_t> version = version_of(name);
  Descriptor open(::openat(folder, name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (!version || !open || ::flock(open.number(), lock | LOCK_NB) != 0) return std::nullopt;
  Leftover leftover{folder_path + "/" + name, false};
  const Descriptor log = open_directory(leftover.path + "/_delta_log");
  if (!log && errno != ENOENT) return std::nullopt;
  try {
    leftover.changed = log && newest_version(list_directory(log.number(), leftover.path)) > *version;
  } catch (const LogError&) {
    leftover.changed = true;
  }
  return Found{std::move(leftover), std::move(open)};
}

template <class Visit>
void for_each_leftover(const std::string& folder_path, int lock, const Visit& visit) {
  const Descriptor folder = open_directory(folder_path);
  if (!folder) return;
  std::vector<std::string> names = list_directory(folder.number(), folder_path);
  std::ranges::sort(names);
  for (const std::string& name : names) {
    if (const std::optional<Found> found = look_at(folder.number(), folder_path, name, lock)) visit(found->leftover);
  }
}

}  // namespace

std::vector<Leftover> leftovers_in(const std::string& folder) {
  std::vector<Leftover> found;
  for_each_leftover(folder, LOCK_SH, [&](const Leftover& leftover) { found.push_back(leftover); });
  return found;
}

std::vector<std::string> delete_leftovers(const std::string& folder) {
  std::vector<std::string> deleted;
  for_each_leftover(folder, LOCK_EX, [&](const Leftover& leftover) {
    std::error_code error;
    if (leftover.changed) return;
    std::filesystem::remove_all(leftover.path, error);
    if (!error) deleted.push_back(leftover.path);
  });
  return deleted;
}

bool delete_table(const std::string& directory, std::int64_t version) {
  const std::string parent = parent_of(directory);
  delete_leftovers(parent);
  const std::string trash = parent + "/" + std::string(kTrash) + std::to_string(version) + "-" + unique_id();
  // The lock says to others that this drop is alive; it goes with the process.
  const Descriptor alive = open_directory(directory);
  if (!alive) throw system_failure("cannot open " + directory, errno);
  if (::flock(alive.number(), LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
    throw LogError("another process is dropping " + directory, "wait for it, then plan again", rules::kLocked.code);
  }
  if (!rename_exclusively(directory, trash)) throw LogError("cannot rename " + directory + " to " + trash);
  try {
    // A commit may have come between the last look and the rename; nothing can come after it.
    const std::string log_path = trash + "/_delta_log";
    const Descriptor log = open_directory(log_path);
    if (!log) throw system_failure("cannot open " + log_path, errno);
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
    throw DoneInPart("the table is dropped, but not all of its files could be deleted: " + error.message(),
                     "delete " + trash + " by hand");
  }
  return true;
}

}  // namespace delta::lake
