#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "adapters/lake/metadata_edit.hpp"
#include "adapters/lake/operation.hpp"

namespace delta::lake {

/// The time of a commit, milliseconds since 1970.
std::int64_t now_milliseconds();

/// The lines of a commit file: commitInfo first, where readers look for its time, then protocol, metaData and
/// domainMetadata. `read_version` is the version that the commit builds on; none for a new table.
std::string commit_text(const MetadataCommit& commit, const Operation& operation,
                        std::optional<std::int64_t> read_version, std::int64_t timestamp);

}  // namespace delta::lake
