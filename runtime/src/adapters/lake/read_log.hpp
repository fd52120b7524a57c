#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "adapters/lake/log_state.hpp"

namespace delta::lake {

/// The state of the table whose log is the open directory `log`: the newest complete checkpoint that can be read, or
/// else 0.json, and all commits after it. Nothing if the log has neither commit nor checkpoint. `path` is for messages.
/// Throws `LogError`; of checkpoints that are all damaged, for the newest.
std::optional<LogState> read_log(int log, const std::string& path);

/// The same with the log's names as `list` gives them: asked once, and once more if a file is gone when it is read.
std::optional<LogState> read_log(int log, const std::string& path,
                                 const std::function<std::vector<std::string>()>& list);

}  // namespace delta::lake
