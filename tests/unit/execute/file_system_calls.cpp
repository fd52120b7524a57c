#include "file_system_calls.hpp"

#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <climits>
#include <cstdarg>
#include <cstdio>
#include <string_view>

namespace {

using delta::testing::before_call;

std::string opened_as(int file) {
  std::array<char, PATH_MAX> path{};
  const std::string link = "/proc/self/fd/" + std::to_string(file);
  const ssize_t size = ::readlink(link.c_str(), path.data(), path.size());
  return size < 0 ? "" : std::string(path.data(), static_cast<std::size_t>(size));
}

std::string below(int folder, const char* path) {
  return folder == AT_FDCWD || *path == '/' ? path : opened_as(folder) + "/" + path;
}

void tell(const char* call, int folder, const char* path) {
  if (before_call != nullptr) before_call(call, below(folder, path));
}

void tell(const char* call, int file) {
  if (before_call != nullptr) before_call(call, opened_as(file));
}

bool exists(int folder, const char* path) { return ::faccessat(folder, path, F_OK, 0) == 0; }

int open_below(int folder, const char* path, int flags, mode_t mode) {
  if ((flags & O_CREAT) != 0 && !exists(folder, path)) tell("open", folder, path);
  return static_cast<int>(::syscall(SYS_openat, folder, path, flags, mode));
}

mode_t mode_of(int flags, std::va_list arguments) {
  return (flags & O_CREAT) != 0 || (flags & O_TMPFILE) == O_TMPFILE ? va_arg(arguments, mode_t) : 0;
}

}  // namespace

extern "C" {

int open(const char* path, int flags, ...) {
  std::va_list arguments;
  va_start(arguments, flags);
  const mode_t mode = mode_of(flags, arguments);
  va_end(arguments);
  return open_below(AT_FDCWD, path, flags, mode);
}

int openat(int folder, const char* path, int flags, ...) {
  std::va_list arguments;
  va_start(arguments, flags);
  const mode_t mode = mode_of(flags, arguments);
  va_end(arguments);
  return open_below(folder, path, flags, mode);
}

ssize_t write(int file, const void* data, size_t size) {
  tell("write", file);
  if (before_call == nullptr || size < 2) return ::syscall(SYS_write, file, data, size);
  const ssize_t half = ::syscall(SYS_write, file, data, size / 2);
  if (half < 0) return half;
  tell("write", file);
  const auto* rest = static_cast<const char*>(data) + half;
  const ssize_t other = ::syscall(SYS_write, file, rest, size - static_cast<size_t>(half));
  return other < 0 ? half : half + other;
}

int ftruncate(int file, off_t size) noexcept {
  tell("ftruncate", file);
  return static_cast<int>(::syscall(SYS_ftruncate, file, size));
}

int fsync(int file) {
  tell("fsync", file);
  if (const int error =
          delta::testing::error_of_call != nullptr ? delta::testing::error_of_call("fsync", opened_as(file)) : 0;
      error != 0) {
    errno = error;
    return -1;
  }
  return static_cast<int>(::syscall(SYS_fsync, file));
}

int fdatasync(int file) {
  tell("fdatasync", file);
  return static_cast<int>(::syscall(SYS_fdatasync, file));
}

int link(const char* from, const char* to) noexcept {
  tell("link", AT_FDCWD, to);
  return static_cast<int>(::syscall(SYS_linkat, AT_FDCWD, from, AT_FDCWD, to, 0));
}

int linkat(int from_folder, const char* from, int folder, const char* to, int flags) noexcept {
  tell("linkat", folder, to);
  return static_cast<int>(::syscall(SYS_linkat, from_folder, from, folder, to, flags));
}

int rename(const char* from, const char* to) noexcept {
  tell("rename", AT_FDCWD, to);
  return static_cast<int>(::syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0));
}

int renameat2(int from_folder, const char* from, int folder, const char* to, unsigned flags) noexcept {
  tell("renameat2", folder, to);
  return static_cast<int>(::syscall(SYS_renameat2, from_folder, from, folder, to, flags));
}

int unlink(const char* path) noexcept {
  tell("unlink", AT_FDCWD, path);
  return static_cast<int>(::syscall(SYS_unlinkat, AT_FDCWD, path, 0));
}

int unlinkat(int folder, const char* path, int flags) noexcept {
  tell("unlinkat", folder, path);
  return static_cast<int>(::syscall(SYS_unlinkat, folder, path, flags));
}

int rmdir(const char* path) noexcept {
  tell("rmdir", AT_FDCWD, path);
  return static_cast<int>(::syscall(SYS_unlinkat, AT_FDCWD, path, AT_REMOVEDIR));
}

int mkdir(const char* path, mode_t mode) noexcept {
  const std::string parent = std::string(path).substr(0, std::string_view(path).rfind('/'));
  if (!exists(AT_FDCWD, path) && exists(AT_FDCWD, parent.c_str())) tell("mkdir", AT_FDCWD, path);
  return static_cast<int>(::syscall(SYS_mkdirat, AT_FDCWD, path, mode));
}

int flock(int file, int operation) noexcept {
  if (delta::testing::flock_is_blind) return 0;
  return static_cast<int>(::syscall(SYS_flock, file, operation));
}

}  // extern "C"
