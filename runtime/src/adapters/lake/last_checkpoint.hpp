#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/lake/log_listing.hpp"

namespace delta::lake {

inline constexpr std::string_view kLastCheckpoint = "_last_checkpoint";

/// What `_last_checkpoint` says: which checkpoint a writer made last. A hint: it may be stale, missing or damaged, and
/// no state may depend on it.
struct LastCheckpoint {
  std::int64_t version = -1;
  std::int64_t size = -1;             ///< number of actions
  std::optional<std::int64_t> parts;  ///< of a classic checkpoint of several parts
  std::string v2_file;                ///< name of a V2 checkpoint's file, or empty
};

/// Nothing for text that is no JSON, lacks a field that must be there, or does not fit its own checksum.
std::optional<LastCheckpoint> parse_last_checkpoint(std::string_view text);

/// True if the hint means this checkpoint.
bool names_checkpoint(const LastCheckpoint& hint, const Checkpoint& checkpoint);

}  // namespace delta::lake
