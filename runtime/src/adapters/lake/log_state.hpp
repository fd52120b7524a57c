#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/lake/json.hpp"
#include "adapters/lake/live_files.hpp"

namespace delta::lake {

/// What a log says after some version: the newest metaData and protocol, the domains, and how many files are live.
struct LogState {
  std::int64_t version = -1;
  Json metadata;                               ///< the metaData action's value, every member kept
  Json protocol;                               ///< the protocol action's value
  std::map<std::string, std::string> domains;  ///< configuration by domain, removed ones left out
  LiveFiles files;
};

/// Takes over one commit file, line by line. Only metaData, protocol and domainMetadata are built; adds and removes are
/// walked for their paths, all else is passed over, but read to its end: a torn line is found wherever it is torn.
/// Throws `LogError`, which names the line.
void replay_commit(LogState& state, std::string_view text);

/// The inCommitTimestamp of a commit's text, if it has one.
std::optional<std::int64_t> in_commit_timestamp(std::string_view text);

/// The state of the table whose log is the open directory `log`. Nothing if the log has neither commit nor checkpoint.
/// `path` is for messages. Throws `LogError`.
std::optional<LogState> read_log(int log, const std::string& path);

/// The same with the log's names as `list` gives them: asked once, and once more if a file is gone when it is read.
std::optional<LogState> read_log(int log, const std::string& path,
                                 const std::function<std::vector<std::string>()>& list);

/// Throws `LogError` if what VERSION.crc says of metaData, protocol or the number of files is not what the log says. A
/// checksum file that is no JSON says nothing: writers may leave it half written, and no reader depends on it.
void check_against_checksum(const LogState& state, std::string_view checksum);

}  // namespace delta::lake
