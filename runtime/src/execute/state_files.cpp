#include "execute/state_files.hpp"

#include <fcntl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <utility>

#include "delta/write_all.hpp"
#include "execute/crash_point.hpp"
#include "read_whole.hpp"

namespace delta {
namespace {

Error failure(const std::string& what, const std::string& path, int code) {
  return {"cannot " + what + " " + path + ": " + std::strerror(code), write_fix(code)};
}

Error unreadable(const std::string& path, int code) {
  return {"cannot read " + path + ": " + std::strerror(code),
          code == EACCES || code == EPERM ? "give this user the right to read it" : ""};
}

}  // namespace

std::string write_fix(int code) {
  if (code == EACCES || code == EPERM || code == EROFS) return "give this user the right to write there";
  if (code == ENOSPC || code == EDQUOT) return "make room there";
  return "";
}

std::string now_text() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  ::gmtime_r(&now, &parts);
  std::array<char, 32> text{};
  const std::size_t size = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
  return {text.data(), size};
}

std::string random_digits(std::size_t count) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string out(count, '0');
  if (::getrandom(out.data(), out.size(), 0) != static_cast<ssize_t>(out.size())) {
    out.assign(std::to_string(::getpid()));
    out.resize(count, '0');
  }
  for (char& c : out) c = kHex[static_cast<unsigned char>(c) & 15];
  return out;
}

Expected<void> sync_folder(const std::string& path) {
  const int folder = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return failure("open", path, errno);
  const int error = ::fsync(folder) == 0 ? 0 : errno;
  ::close(folder);
  if (error != 0 && error != EINVAL) return failure("write", path, error);
  return {};
}

Expected<void> make_directories(const std::string& path) {
  struct stat state{};
  if (::stat(path.c_str(), &state) == 0 && S_ISDIR(state.st_mode)) return {};
  const std::string parent = std::filesystem::path(path).parent_path().string();
  if (!parent.empty() && parent != path) {
    if (auto made = make_directories(parent); !made) return made;
  }
  if (::mkdir(path.c_str(), 0777) != 0 && errno != EEXIST) return failure("make", path, errno);
  return sync_folder(parent.empty() ? "." : parent);
}

Expected<bool> create_whole(const std::string& path, std::string_view text) {
  const std::string hidden = path + "." + random_digits(8) + ".tmp";
  const int file = ::open(hidden.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (file < 0) return failure("write", hidden, errno);
  at_crash_point("file opened");
  int error = write_lasting(file, text);
  ::close(file);
  at_crash_point("file written");
  bool made = false;
  if (error == 0) {
    made = ::link(hidden.c_str(), path.c_str()) == 0;
    if (!made && errno != EEXIST) error = errno;
    at_crash_point("file linked");
  }
  ::unlink(hidden.c_str());
  if (error != 0) return failure("write", path, error);
  if (made) {
    if (auto lasts = sync_folder(std::filesystem::path(path).parent_path().string()); !lasts) return lasts.error();
  }
  return made;
}

Expected<std::string> read_text_file(const std::string& path) {
  auto text = read_whole(path);
  if (!text) return unreadable(path, text.error());
  return *std::move(text);
}

}  // namespace delta
