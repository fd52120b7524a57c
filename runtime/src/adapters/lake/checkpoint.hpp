#pragma once
#include <string>

#include "adapters/lake/log_state.hpp"
#include "adapters/lake/parquet/footer.hpp"

namespace delta::lake {

/// Takes over a classic checkpoint: one Parquet file with a row per action. Throws `LogError`.
void read_checkpoint(LogState& state, int log, const std::string& name, const std::string& path);
void read_checkpoint_file(LogState& state, const parquet::RandomAccess& file);

}  // namespace delta::lake
