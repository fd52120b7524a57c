#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "delta/expected.hpp"

namespace deltac {

/// The whole of a file, or why it cannot be read, in words for the user.
delta::Expected<std::string> read_file(const std::string& path);

/// Refuses a --name that cannot be the beginning of a file's name everywhere.
delta::Expected<void> check_file_name(const std::string& name);

/// Makes `path` hold `content`: nothing is touched when it does already, and a reader sees the old or the new file,
/// never half of one. Missing directories are made.
delta::Expected<void> write_if_changed(const std::string& path, std::string_view content);

/// A file and what it shall hold.
struct OutputFile {
  std::string path;
  std::string content;
};

/// As `write_if_changed` for files that belong together: where one of them cannot be written, on a full disk for one,
/// none of them is touched.
delta::Expected<void> write_together(const std::vector<OutputFile>& files);

/// Marks `path` as made now, for build systems.
delta::Expected<void> touch(const std::string& path);

/// A dependency file in the syntax of Make: `target` is made from `inputs`.
std::string dependency_text(std::string_view target, std::span<const std::string> inputs);

}  // namespace deltac
