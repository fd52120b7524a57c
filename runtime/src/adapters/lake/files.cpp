#include "adapters/lake/files.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

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

Descriptor open_directory(const std::string& path) {
  return Descriptor(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
}

std::vector<std::string> list_directory(int directory, const std::string& path) {
  // fdopendir takes the descriptor over, and the caller goes on using its own.
  const int copy = ::openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const auto close_stream = [](DIR* stream) { ::closedir(stream); };
  const std::unique_ptr<DIR, decltype(close_stream)> stream(copy >= 0 ? ::fdopendir(copy) : nullptr, close_stream);
  if (!stream) throw LogError("cannot list " + path + ": " + system_error(errno));
  std::vector<std::string> names;
  errno = 0;
  while (const dirent* entry = ::readdir(stream.get())) {
    const std::string_view name = entry->d_name;
    if (name != "." && name != "..") names.emplace_back(name);
  }
  if (errno != 0) throw LogError("cannot list " + path + ": " + system_error(errno));
  return names;
}

std::string read_file(int directory, const std::string& name, const std::string& path) {
  const auto fail = [&]() -> std::string {
    throw LogError("cannot read " + path + "/" + name + ": " + system_error(errno));
  };
  const Descriptor file(::openat(directory, name.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file) return fail();
  struct stat status{};
  if (::fstat(file.number(), &status) != 0) return fail();
  if (S_ISDIR(status.st_mode)) throw LogError(path + "/" + name + " is a directory");
  std::string bytes(static_cast<std::size_t>(status.st_size), '\0');
  std::size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t count = ::read(file.number(), bytes.data() + done, bytes.size() - done);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return fail();
    if (count == 0) break;
    done += static_cast<std::size_t>(count);
  }
  bytes.resize(done);
  return bytes;
}

bool holds_log(const std::string& directory_path) {
  struct stat status{};
  return ::stat((directory_path + "/_delta_log").c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

void sync_directory(int directory, const std::string& path) {
  // Some file systems cannot sync a directory and say so with EINVAL; they keep their entries by other means.
  if (::fsync(directory) != 0 && errno != EINVAL) throw LogError("cannot sync " + path + ": " + system_error(errno));
}

bool rename_exclusively(const std::string& from, const std::string& to) {
  if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return true;
  if (errno == EEXIST || errno == ENOTEMPTY) return false;
  if (errno == EINVAL || errno == ENOSYS) {
    throw LogError("cannot rename " + from + ": this file system has no rename that never replaces",
                   "keep the lake on a local file system such as ext4, xfs, btrfs or tmpfs");
  }
  throw LogError("cannot rename " + from + " to " + to + ": " + system_error(errno));
}

}  // namespace delta::lake
