#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "adapters/lake/json.hpp"
#include "adapters/lake/live_files.hpp"

namespace delta::lake {

/// Who made a commit and when, as the commit says itself; what it does not say is empty.
struct CommitInfo {
  std::string engine;                               ///< engineInfo: "Apache-Spark/4.2.0 Delta-Lake/4.4.0"
  std::string transaction;                          ///< txnId
  std::optional<std::int64_t> timestamp;            ///< milliseconds since 1970
  std::optional<std::int64_t> in_commit_timestamp;  ///< the same, where the table has it switched on
};

/// What a log says after some version: the newest metaData and protocol, the domains, and how many files are live.
struct LogState {
  std::int64_t version = -1;
  Json metadata;                               ///< the metaData action's value, every member kept
  Json protocol;                               ///< the protocol action's value
  std::map<std::string, std::string> domains;  ///< configuration by domain, removed ones left out
  LiveFiles files;
};

}  // namespace delta::lake
