#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace delta::lake {

/// A checkpoint, told from its files' names: one file, or all parts of it in their order. Sidecars are named inside.
struct Checkpoint {
  std::int64_t version = -1;
  std::vector<std::string> files;

  bool operator==(const Checkpoint&) const = default;
};

/// Which files of a `_delta_log` a read needs, told from their names alone.
struct LogListing {
  /// What a read may begin with, best first: complete checkpoints whose later commits are all there. Of one version any
  /// is as good as another; the one in the fewest files comes first.
  std::vector<Checkpoint> bases;
  bool from_start = false;            ///< all commits since 0.json are there: nothing else is needed
  std::vector<std::int64_t> commits;  ///< without gap, ascending; those after the base are to be replayed
  std::int64_t version = -1;          ///< of the table; -1 if there is neither commit nor checkpoint
  bool has_checksum = false;          ///< VERSION.crc is there

  /// The commits after a base of this version; -1 for all.
  std::vector<std::int64_t> commits_after(std::int64_t base) const;
};

/// `00000000000000000007.json`, `….checkpoint.parquet`, `….crc`.
std::string commit_name(std::int64_t version);
std::string checkpoint_name(std::int64_t version);
std::string checksum_name(std::int64_t version);

/// Tells what a log consists of: classic checkpoints of one file or several parts, V2 ones (`….checkpoint.UUID.json` or
/// `.parquet`), commits. Compacted files and everything unknown are ignored. Throws `LogError` if commits are missing
/// after every complete checkpoint, and if a checkpoint that is not complete is newer than all else.
LogListing choose_files(const std::vector<std::string>& names);

/// The newest version that any file is named after, or -1; a log that is half deleted may have gaps. Throws `LogError`.
std::int64_t newest_version(const std::vector<std::string>& names);

}  // namespace delta::lake
