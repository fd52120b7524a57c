#include "app/output.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

#include "delta/write_all.hpp"

namespace delta::app {
namespace {

Error output_error(const std::string& path, std::string_view option, int code) {
  std::string fix = fmt::format("give {} a file in a directory that you may write to", option);
  if (code == ENOENT) fix = fmt::format("make its directory first, or give {} another file", option);
  if (code == EISDIR) fix = fmt::format("give {} a file, not a directory", option);
  if (code == ENOSPC || code == EDQUOT) fix = fmt::format("make room, or give {} a file on another disk", option);
  return {fmt::format("cannot write {}: {}", path, std::strerror(code)), fix};
}

}  // namespace

Expected<OutputFile> OutputFile::open(const std::string& path, std::string_view option) {
  OutputFile out;
  out.option_ = option;
  out.shown_ = path;
  // A link stays a link: what it leads to is replaced.
  std::error_code ignored;
  const std::filesystem::path real = std::filesystem::canonical(path, ignored);
  out.path_ = ignored ? path : real.string();
  struct stat state{};
  const bool exists = ::stat(out.path_.c_str(), &state) == 0;
  if (exists && S_ISDIR(state.st_mode)) return output_error(path, option, EISDIR);
  if (exists && !S_ISREG(state.st_mode)) {
    out.file_ = ::open(out.path_.c_str(), O_WRONLY | O_CLOEXEC);
  } else {
    if (exists && ::access(out.path_.c_str(), W_OK) != 0) return output_error(path, option, errno);
    // Without a name until it is whole, so that a killed run leaves nothing behind.
    const std::string parent = std::filesystem::path(out.path_).parent_path().string();
    out.temporary_ = fmt::format("{}.{}.tmp", out.path_, ::getpid());
    out.file_ = ::open(parent.empty() ? "." : parent.c_str(), O_WRONLY | O_TMPFILE | O_CLOEXEC, 0666);
    out.nameless_ = out.file_ >= 0;
    if (out.file_ < 0 && (errno == EOPNOTSUPP || errno == EISDIR)) {
      out.file_ = ::open(out.temporary_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    }
    if (out.file_ >= 0 && exists) (void)::fchmod(out.file_, state.st_mode & 0777U);
  }
  if (out.file_ < 0) {
    const int code = errno;
    out.temporary_.clear();
    return output_error(path, option, code);
  }
  out.handle_ = fmt::format("/proc/self/fd/{}", out.file_);
  return out;
}

OutputFile::OutputFile(OutputFile&& other) noexcept
    : shown_(std::move(other.shown_)),
      option_(std::move(other.option_)),
      path_(std::move(other.path_)),
      handle_(std::move(other.handle_)),
      temporary_(std::exchange(other.temporary_, "")),
      nameless_(other.nameless_),
      file_(std::exchange(other.file_, -1)) {}

OutputFile::~OutputFile() {
  if (file_ >= 0) ::close(file_);
  if (!temporary_.empty() && !nameless_) ::unlink(temporary_.c_str());
}

Expected<void> OutputFile::commit(std::string_view text) {
  if (const int code = commit_in_signal(text)) return output_error(shown_, option_, code);
  return {};
}

int OutputFile::commit_in_signal(std::string_view text) noexcept {
  if (const int code = write_all(file_, text)) return code;
  if (temporary_.empty()) return 0;
  if (::fsync(file_) != 0) return errno;
  if (nameless_) {
    if (::linkat(AT_FDCWD, handle_.c_str(), AT_FDCWD, temporary_.c_str(), AT_SYMLINK_FOLLOW) != 0) return errno;
    nameless_ = false;
  }
  if (::rename(temporary_.c_str(), path_.c_str()) != 0) return errno;
  temporary_.clear();
  return 0;
}

Expected<void> print(std::string_view text) {
  if (const int code = write_all(STDOUT_FILENO, text)) {
    return Error{fmt::format("cannot write to standard output: {}", std::strerror(code)), ""};
  }
  return {};
}

void print_error(std::string_view text) { (void)write_all(STDERR_FILENO, text); }

bool wants_color(ColorChoice choice, int file) {
  if (choice != ColorChoice::automatic) return choice == ColorChoice::always;
  const char* refused = std::getenv("NO_COLOR");
  if (refused != nullptr && *refused != '\0') return false;
  const char* terminal = std::getenv("TERM");
  if (terminal == nullptr || std::string_view(terminal) == "dumb") return false;
  return ::isatty(file) == 1;
}

}  // namespace delta::app
