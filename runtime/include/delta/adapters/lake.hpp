#pragma once
#include <filesystem>

#include "delta/engine.hpp"
#include "delta/expected.hpp"

namespace delta {

/// Opens a folder of real Delta tables: one directory per table (`root/catalogue/schema/table` or `root/schema/table`),
/// with a `_delta_log` that Spark, delta-rs and DuckDB read. A folder that does not exist yet is an empty lake; it is
/// made with the first table. A path that is no folder, or is itself a table, is an error.
Expected<Target> open_lake(const std::filesystem::path& root);

}  // namespace delta
