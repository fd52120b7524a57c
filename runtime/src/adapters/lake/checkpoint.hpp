#pragma once
#include <string>

#include "adapters/lake/log_state.hpp"

namespace delta::lake {

/// Takes over a classic checkpoint: one Parquet file with a row per action. Throws `LogError`.
void read_checkpoint(LogState& state, int log, const std::string& name, const std::string& path);

}  // namespace delta::lake
