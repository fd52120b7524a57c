#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace delta::lake {

/// Which files of a `_delta_log` a read needs, told from their names alone.
struct LogListing {
  std::optional<std::int64_t> checkpoint;  ///< version of the checkpoint that is the base; none: the base is 0.json
  std::vector<std::int64_t> commits;       ///< after the base, contiguous, ascending
  std::int64_t version = -1;               ///< of the table; -1 if there is neither commit nor checkpoint
  bool has_checksum = false;               ///< VERSION.crc is there
};

/// `00000000000000000007.json`, `….checkpoint.parquet`, `….crc`.
std::string commit_name(std::int64_t version);
std::string checkpoint_name(std::int64_t version);
std::string checksum_name(std::int64_t version);

/// Chooses the base, the newest complete checkpoint, and what follows it. Throws `LogError` if commits are missing, or
/// if the base is a checkpoint of a kind that is not read: of several parts, or V2. `_last_checkpoint`, compacted files
/// and everything unknown are ignored.
LogListing choose_files(const std::vector<std::string>& names);

/// The newest version that any file is named after, or -1; a log that is half deleted may have gaps. Throws `LogError`.
std::int64_t newest_version(const std::vector<std::string>& names);

}  // namespace delta::lake
