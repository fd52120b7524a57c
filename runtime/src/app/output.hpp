#pragma once
#include <string>
#include <string_view>

#include "app/options.hpp"
#include "delta/expected.hpp"

namespace delta::app {

/// A file that is there whole or not at all: written beside its place under another name, then moved over it. Opened
/// before the work begins, so that an output that cannot be written is known before anything has run. What is no
/// regular file (a pipe, /dev/stdout) is written directly.
class OutputFile {
 public:
  /// `option` is what named it, for messages.
  static Expected<OutputFile> open(const std::string& path, std::string_view option = "--out");

  OutputFile(OutputFile&& other) noexcept;
  OutputFile& operator=(OutputFile&&) = delete;
  ~OutputFile();  ///< without `commit` nothing remains

  Expected<void> commit(std::string_view text);
  /// The same, in a signal handler too. Returns what went wrong as errno tells it; 0: nothing.
  int commit_in_signal(std::string_view text) noexcept;

 private:
  OutputFile() = default;

  std::string shown_;  ///< as the user named it
  std::string option_;
  std::string path_;       ///< with links followed
  std::string handle_;     ///< a path of the open file
  std::string temporary_;  ///< its name until it is whole; empty when written directly
  bool nameless_ = false;  ///< `temporary_` does not exist yet
  int file_ = -1;
};

/// Writes to standard output at once. A full disk or a closed pipe is an error, not a silent loss.
Expected<void> print(std::string_view text);
/// Writes to standard error; nobody can be told when that fails.
void print_error(std::string_view text);

/// True if text for this file descriptor is to be coloured.
bool wants_color(ColorChoice choice, int file);

}  // namespace delta::app
