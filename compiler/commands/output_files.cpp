#include "commands/output_files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

#include "delta/write_all.hpp"
#include "read_whole.hpp"

namespace deltac {
namespace {

namespace fs = std::filesystem;
using delta::Error;
using delta::Expected;

Error cannot(std::string_view what, const std::string& path, int code) {
  const bool reading = what == "read";
  std::string fix = "see to the disk that it is on";
  if (code == EACCES || code == EPERM || code == EROFS) {
    fix = reading ? "let this user read it" : "choose another --out, or make it writable";
  }
  if (code == ENOSPC || code == EDQUOT) fix = "free some space";
  if (code == ENOENT || code == ENOTDIR || code == EISDIR) fix = "check the path";
  return {"cannot " + std::string(what) + " '" + path + "': " + std::strerror(code), fix};
}

Expected<void> make_parent(const std::string& path) {
  const fs::path parent = fs::path(path).parent_path();
  if (parent.empty()) return {};
  std::error_code code;
  fs::create_directories(parent, code);
  if (code) return cannot("make the directory", parent.string(), code.value());
  return {};
}

/// A file's new content beside it, so that a rename puts it in place.
struct Staged {
  std::string temporary;
  std::string path;
};

Expected<Staged> stage(const OutputFile& file) {
  if (auto made = make_parent(file.path); !made) return std::move(made).error();
  // Beside the file, so that the rename stays on one file system; the process id keeps two builds apart.
  Staged staged{file.path + ".tmp" + std::to_string(::getpid()), file.path};
  const int out = ::open(staged.temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (out < 0) return cannot("write", file.path, errno);
  int failure = delta::write_all(out, file.content);
  if (::close(out) != 0 && failure == 0) failure = errno;
  if (failure == 0) return staged;
  ::unlink(staged.temporary.c_str());
  return cannot("write", file.path, failure);
}

}  // namespace

Expected<std::string> read_file(const std::string& path) {
  std::error_code code;
  if (fs::is_directory(path, code)) return Error{"'" + path + "' is a directory", "name a file"};
  auto text = delta::read_whole(path);
  if (!text) return cannot("read", path, text.error());
  return *std::move(text);
}

Expected<void> check_file_name(const std::string& name) {
  const auto allowed = [](unsigned char c) { return std::isalnum(c) != 0 || c == '-' || c == '_' || c == '.'; };
  if (!name.empty() && name.front() != '.' && name.front() != '-' && std::ranges::all_of(name, allowed)) return {};
  return Error{"--name '" + name + "' cannot be a file's name", "use letters, digits, '-', '_' and '.'"};
}

Expected<void> write_if_changed(const std::string& path, std::string_view content) {
  return write_together({{path, std::string(content)}});
}

Expected<void> write_together(const std::vector<OutputFile>& files) {
  std::vector<Staged> staged;
  const auto give_up = [&staged](Error error) -> Expected<void> {
    for (const Staged& each : staged) ::unlink(each.temporary.c_str());
    return error;
  };
  for (const OutputFile& file : files) {
    if (const auto old = read_file(file.path); old && *old == file.content) continue;
    auto written = stage(file);
    if (!written) return give_up(std::move(written).error());
    staged.push_back(*std::move(written));
  }
  for (const Staged& each : staged) {
    if (::rename(each.temporary.c_str(), each.path.c_str()) != 0) return give_up(cannot("write", each.path, errno));
  }
  return {};
}

Expected<void> touch(const std::string& path) {
  if (auto made = make_parent(path); !made) return made;
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
  if (file < 0) return cannot("write", path, errno);
  const int failure = ::futimens(file, nullptr) == 0 ? 0 : errno;
  ::close(file);
  if (failure != 0) return cannot("write", path, failure);
  return {};
}

std::string dependency_text(std::string_view target, std::span<const std::string> inputs) {
  const auto escaped = [](std::string_view path) {
    std::string out;
    for (const char c : path) {
      if (c == ' ' || c == '#' || c == '\\') out += '\\';
      if (c == '$') out += '$';
      out += c;
    }
    return out;
  };
  std::string out = escaped(target) + ":";
  for (const std::string& input : inputs) out += " \\\n  " + escaped(input);
  return out + "\n";
}

}  // namespace deltac
