#include "adapters/lake/files.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <system_error>

#include "adapters/lake/log_error.hpp"

namespace delta::lake {

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  if (this != &other) {
    close();
    number_ = std::exchange(other.number_, -1);
  }
  return *this;
}

Descriptor::~Descriptor() { close(); }

void Descriptor::close() noexcept {
  if (number_ >= 0) ::close(number_);
  number_ = -1;
}

std::string system_error(int error) { return std::generic_category().message(error); }

std::string system_fix(int error) {
  switch (error) {
    case EACCES:
    case EPERM: return "give this user the right to do that";
    case EROFS: return "make the file system writable";
    case ENOSPC:
    case EDQUOT: return "make room, then run it again";
    case EMFILE:
    case ENFILE: return "raise the limit of open files: ulimit -n";
    case ENOENT: return "run it again: another process may have moved it meanwhile";
    case ELOOP:
    case ENOTDIR:
    case ENAMETOOLONG: return "look at what the path leads through";
    default: return "see to the disk or the network that it is on, then run it again";
  }
}

LogError system_failure(const std::string& what, int error) {
  return LogError(what + ": " + system_error(error), system_fix(error));
}

Descriptor open_directory(const std::string& path) {
  return Descriptor(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
}

std::vector<std::string> list_directory(int directory, const std::string& path) {
  // fdopendir takes the descriptor over, and the caller goes on using its own.
  const int copy = ::openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const auto close_stream = [](DIR* stream) { ::closedir(stream); };
  const std::unique_ptr<DIR, decltype(close_stream)> stream(copy >= 0 ? ::fdopendir(copy) : nullptr, close_stream);
  if (!stream) throw system_failure("cannot list " + path, errno);
  std::vector<std::string> names;
  errno = 0;
  while (const dirent* entry = ::readdir(stream.get())) {
    const std::string_view name = entry->d_name;
    if (name != "." && name != "..") names.emplace_back(name);
  }
  if (errno != 0) throw system_failure("cannot list " + path, errno);
  return names;
}

Descriptor open_file(int directory, const std::string& name, const std::string& path) {
  // O_NONBLOCK: a pipe of this name must not make us wait for a writer. It changes nothing for a file.
  Descriptor file(::openat(directory, name.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  struct stat status{};
  if (!file || ::fstat(file.number(), &status) != 0) {
    const int error = errno;
    const std::string what = "cannot read " + path + "/" + name;
    if (error == ENOENT) throw FileGone(what + ": " + system_error(error), system_fix(error));
    throw system_failure(what, error);
  }
  const std::string fix = "move it away: what wrote it was no writer of Delta";
  if (S_ISDIR(status.st_mode)) throw LogError(path + "/" + name + " is a directory", fix);
  if (!S_ISREG(status.st_mode)) throw LogError(path + "/" + name + " is no file but a pipe, socket or device", fix);
  return file;
}

std::string read_file(int directory, const std::string& name, const std::string& path, std::uint64_t limit) {
  const Descriptor file = open_file(directory, name, path);
  const auto too_large = [&] {
    return LogError(
        path + "/" + name + " is larger than " + std::to_string(limit >> 20) + " MiB, the most deltac reads",
        "look at what wrote it: no writer of Delta makes such files");
  };
  struct stat status{};
  if (::fstat(file.number(), &status) != 0) {
    throw system_failure("cannot read " + path + "/" + name, errno);
  }
  if (static_cast<std::uint64_t>(status.st_size) > limit) throw too_large();
  // Memory is used for what is really there, not for what the size promises; nor is a piece cleared for a file of a few
  // lines, of which a lake has thousands.
  constexpr std::size_t kPiece = std::size_t{1} << 20;
  const auto promised = static_cast<std::size_t>(status.st_size);
  std::string bytes;
  for (;;) {
    const std::size_t done = bytes.size();
    bytes.resize(done + std::min(kPiece, promised > done ? promised - done : 64));
    const ssize_t count = ::read(file.number(), bytes.data() + done, bytes.size() - done);
    const int error = errno;
    bytes.resize(done + static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
    if (count < 0 && error == EINTR) continue;
    if (count < 0) throw system_failure("cannot read " + path + "/" + name, error);
    if (count == 0) return bytes;
    if (bytes.size() > limit) throw too_large();
  }
}

bool holds_log(const std::string& directory_path) {
  struct stat status{};
  return ::stat((directory_path + "/_delta_log").c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

void sync_directory(int directory, const std::string& path) {
  // Some file systems cannot sync a directory and say so with EINVAL; they keep their entries by other means.
  if (::fsync(directory) != 0 && errno != EINVAL) throw system_failure("cannot sync " + path, errno);
}

void sync_path(const std::string& path) {
  const Descriptor directory = open_directory(path);
  if (!directory) throw system_failure("cannot open " + path, errno);
  sync_directory(directory.number(), path);
}

std::string parent_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

bool rename_exclusively(const std::string& from, const std::string& to) {
  if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return true;
  if (errno == EEXIST || errno == ENOTEMPTY) return false;
  if (errno == EINVAL || errno == ENOSYS) {
    throw LogError("cannot rename " + from + ": this file system has no rename that never replaces",
                   "keep the lake on a local file system such as ext4, xfs, btrfs or tmpfs");
  }
  throw system_failure("cannot rename " + from + " to " + to, errno);
}

}  // namespace delta::lake
