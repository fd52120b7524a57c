#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "adapters/lake/log_error.hpp"

/// The few calls of the file system that the lake needs, on descriptors: a directory that is renamed meanwhile stays
/// the same directory.
namespace delta::lake {

/// An open file or directory; closed with the value.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept;
  ~Descriptor();

  int number() const noexcept { return number_; }
  explicit operator bool() const noexcept { return number_ >= 0; }
  void close() noexcept;

 private:
  int number_ = -1;
};

/// The reason of a failed call, in words: "No space left on device".
std::string system_error(int error);
/// What a person can do about it.
std::string system_fix(int error);
/// `what` failed with `error` (of errno): both in a sentence, and what to do.
LogError system_failure(const std::string& what, int error);

/// Opens a directory; empty with `errno` set when that fails.
Descriptor open_directory(const std::string& path);

/// The names in a directory without `.` and `..`, unordered. Throws `LogError`.
std::vector<std::string> list_directory(int directory, const std::string& path);

/// The most bytes that are read of a commit, or at once of a checkpoint: 2 GiB, above what any writer makes.
constexpr std::uint64_t kMaxLogFile = std::uint64_t{2} << 30;
/// The most bytes that are read of a checksum file: 64 MiB.
constexpr std::uint64_t kMaxChecksumFile = std::uint64_t{64} << 20;

/// Opens a file in `directory` to read it; a link is followed. Never waits: a pipe or device is refused. Throws
/// `FileGone` if it is not there, else `LogError`; both name `path/name`.
Descriptor open_file(int directory, const std::string& name, const std::string& path);

/// All bytes of a file in `directory`, `limit` of them at most. Throws as `open_file`, and `LogError` beyond `limit`.
std::string read_file(int directory, const std::string& name, const std::string& path,
                      std::uint64_t limit = kMaxLogFile);

/// True if `directory_path` holds an entry `_delta_log` that is a directory.
bool holds_log(const std::string& directory_path);

/// Makes a directory's entries last. Throws `LogError`.
void sync_directory(int directory, const std::string& path);
void sync_path(const std::string& path);

/// The directory that holds `path`.
std::string parent_of(const std::string& path);

/// Renames without replacing: false if `to` exists. Throws `LogError` for every other failure.
bool rename_exclusively(const std::string& from, const std::string& to);

}  // namespace delta::lake
