#include "adapters/lake/publish.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

#include "adapters/lake/files.hpp"
#include "adapters/lake/log_error.hpp"
#include "adapters/lake/log_listing.hpp"
#include "adapters/lake/unique_id.hpp"
#include "delta/rules/changes.hpp"
#include "delta/write_all.hpp"

namespace delta::lake {
namespace {

constexpr mode_t kMode = 0644;
/// No other engine's hidden files begin so: theirs may be alive, and nobody could tell.
constexpr std::string_view kUnpublished = ".deltac-commit-";
constexpr std::string_view kUnpublishedEnd = ".tmp";

[[noreturn]] void fail(const std::string& path, const std::string& name, int error) {
  std::string fix = system_fix(error);
  if (error == ENOSPC || error == EDQUOT) fix = "make room, then run it again: nothing of it was written";
  if (error == EFBIG)
    fix = "lift the limit on the size of files (ulimit -f), then run it again: nothing of it was written";
  if (error == EACCES || error == EPERM) fix = "give this user the right to write there";
  throw LogError("cannot write " + path + "/" + name + ": " + system_error(error), fix);
}

bool without_nameless_files(int error) { return error == EOPNOTSUPP || error == EISDIR || error == EINVAL; }
bool without_links(int error) {
  return error == EOPNOTSUPP || error == EPERM || error == ENOSYS || error == EMLINK || error == ENOENT ||
         error == EXDEV;
}

/// For file systems without O_TMPFILE or hard links.
Published publish_by_rename(int log, const std::string& path, const std::string& name, std::string_view text) {
  const std::string hidden = std::string(kUnpublished) + name + "-" + unique_id() + std::string(kUnpublishedEnd);
  const Descriptor file(::openat(log, hidden.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kMode));
  if (!file) fail(path, hidden, errno);
  // The lock says to others that this commit is on its way; it goes with the process.
  (void)::flock(file.number(), LOCK_EX | LOCK_NB);
  int error = write_lasting(file.number(), text);
  if (error == 0) {
    if (::renameat2(log, hidden.c_str(), log, name.c_str(), RENAME_NOREPLACE) == 0) return Published::done;
    error = errno;
  }
  ::unlinkat(log, hidden.c_str(), 0);
  if (error == EEXIST) return Published::conflict;
  if (error == EINVAL || error == ENOSYS) {
    throw LogError("cannot commit to " + path +
                       ": its file system can neither link nor rename without replacing, so two "
                       "writers could overwrite each other",
                   "keep the lake on a local file system such as ext4, xfs, btrfs or tmpfs",
                   rules::kFileSystemRefused.code);
  }
  fail(path, name, error);
}

Published publish_by_link(int log, const std::string& path, const std::string& name, std::string_view text) {
  const Descriptor file(::openat(log, ".", O_WRONLY | O_TMPFILE | O_CLOEXEC, kMode));
  if (!file) {
    if (without_nameless_files(errno)) return publish_by_rename(log, path, name, text);
    fail(path, name, errno);
  }
  if (const int error = write_lasting(file.number(), text); error != 0) fail(path, name, error);
  const std::string self = "/proc/self/fd/" + std::to_string(file.number());
  if (::linkat(AT_FDCWD, self.c_str(), log, name.c_str(), AT_SYMLINK_FOLLOW) == 0) return Published::done;
  if (errno == EEXIST) return Published::conflict;
  if (without_links(errno)) return publish_by_rename(log, path, name, text);
  fail(path, name, errno);
}

}  // namespace

Published publish_commit(int log, const std::string& path, std::int64_t version, std::string_view text) {
  const std::string name = commit_name(version);
  if (publish_by_link(log, path, name, text) == Published::conflict) return Published::conflict;
  try {
    sync_directory(log, path);
  } catch (const LogError& error) {
    throw DoneInPart("version " + std::to_string(version) +
                         " is committed and everybody sees it, but it may not survive a power loss: " + error.what(),
                     "see to the disk, then plan again from what is there");
  }
  if (read_file(log, name, path) != text) {
    throw Overwritten(
        path + "/" + name + " holds something else than what deltac has just committed",
        "another writer that replaces files is at work on this table; stop it, look at the file, and plan again");
  }
  return Published::done;
}

std::vector<std::string> delete_unpublished(int log, const std::string& path) {
  std::vector<std::string> deleted;
  for (const std::string& name : list_directory(log, path)) {
    if (!name.starts_with(kUnpublished) || !name.ends_with(kUnpublishedEnd)) continue;
    const Descriptor file(::openat(log, name.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
    if (!file || ::flock(file.number(), LOCK_EX | LOCK_NB) != 0) continue;
    if (::unlinkat(log, name.c_str(), 0) == 0) deleted.push_back(path + "/" + name);
  }
  return deleted;
}

}  // namespace delta::lake
