#pragma once
#include <cstdint>
#include <functional>

#include "adapters/lake/parquet/footer.hpp"
#include "adapters/lake/parquet/values.hpp"

namespace delta::lake::parquet {

/// One entry of a column: a value, or the level at which it is missing.
struct Entry {
  std::int64_t row = 0;  ///< in the row group
  int definition = 0;
  int repetition = 0;
  bool present = false;
  ScalarValue value;  ///< valid during the call only
};

/// Calls `entry` for every entry of a column whose definition level is at least `least`; runs below that are passed
/// over at once, however long they are. Throws `LogError`, also if the column has not exactly the row group's rows.
void read_column(const RandomAccess& file, const RowGroup& group, const Node& leaf, int least,
                 const std::function<void(const Entry&)>& entry);

}  // namespace delta::lake::parquet
