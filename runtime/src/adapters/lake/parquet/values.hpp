#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/lake/parquet/footer.hpp"
#include "adapters/lake/parquet/runs.hpp"

namespace delta::lake::parquet {

/// One value of a column. `bytes` points into the page it was read from.
struct ScalarValue {
  std::int64_t number = 0;  ///< of integers and booleans
  std::string_view bytes;   ///< of byte arrays; of other types their raw bytes
};

/// The values of a dictionary page; they point into it.
using Dictionary = std::vector<ScalarValue>;

/// The values of one data page, in order.
class ValueReader {
 public:
  /// `encoding` is Parquet's number. Throws `LogError` for an encoding that is not read.
  ValueReader(std::string_view bytes, int encoding, const Node& leaf, const Dictionary& dictionary);

  /// Throws `LogError` when there is none left.
  ScalarValue next();

 private:
  ScalarValue next_plain();

  std::string_view bytes_;
  const Node* leaf_;
  const Dictionary* dictionary_ = nullptr;  ///< null: values are plain
  bool by_runs_ = false;
  RunReader runs_;
  unsigned bit_ = 0;  ///< of a plain boolean
};

Dictionary read_dictionary(std::string_view bytes, int encoding, std::int64_t count, const Node& leaf);

}  // namespace delta::lake::parquet
