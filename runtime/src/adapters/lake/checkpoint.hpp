#pragma once
#include <string>

#include "adapters/lake/log_listing.hpp"
#include "adapters/lake/parquet/footer.hpp"
#include "adapters/lake/replay.hpp"

namespace delta::lake {

/// Takes over a checkpoint of any kind: all its parts, and the sidecars that it names. Throws `LogError`; the state is
/// then half made and of no use.
void read_checkpoint(LogState& state, int log, const Checkpoint& checkpoint, const std::string& path);

/// Takes over one Parquet file of a checkpoint: a row per action.
void take_checkpoint_file(ActionReplay& replay, const parquet::RandomAccess& file);

/// Takes over a sidecar, which holds adds and removes only. Removes are of files that are gone already.
void take_sidecar_file(ActionReplay& replay, const parquet::RandomAccess& file);

}  // namespace delta::lake
