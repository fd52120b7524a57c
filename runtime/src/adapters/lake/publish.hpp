#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace delta::lake {

enum class Published {
  done,
  conflict,  ///< the version is there already
};

/// Makes `text` the commit file of `version` in the log that is open as `log`: whole or not at all, lasting, and never
/// in place of another. A file without a name is written and synced, then linked to the commit's name; where that is
/// not possible, a hidden file is renamed without replacing. Read back and compared. Throws `LogError`.
Published publish_commit(int log, const std::string& path, std::int64_t version, std::string_view text);

/// Deletes what killed runs left of commits on a file system without nameless files, and returns the paths. A commit
/// that another process is about to publish stays.
std::vector<std::string> delete_unpublished(int log, const std::string& path);

}  // namespace delta::lake
