#pragma once
#include <functional>

#include "adapters/lake/json.hpp"
#include "adapters/lake/parquet/footer.hpp"

namespace delta::lake::parquet {

/// Calls `record` with the value of `field`, a child of the file's root, for each row of a row group that has one:
/// groups and maps as objects, lists as arrays, missing members left out. Throws `LogError`.
void read_records(const RandomAccess& file, const RowGroup& group, const Node& field,
                  const std::function<void(Json)>& record);

}  // namespace delta::lake::parquet
