#pragma once
#include <cstdint>
#include <string_view>
#include <variant>
#include <vector>

#include "adapters/lake/parquet/delta_values.hpp"
#include "adapters/lake/parquet/footer.hpp"
#include "adapters/lake/parquet/runs.hpp"

namespace delta::lake::parquet {

/// One value of a column. `bytes` points into the page or the reader that it comes from.
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
  ValueReader(std::string_view bytes, std::int64_t encoding, const Node& leaf, const Dictionary& dictionary);

  /// Valid until the next call. Throws `LogError` when there is none left.
  ScalarValue next();

 private:
  struct Plain {
    std::string_view bytes;
    unsigned bit = 0;  ///< of a boolean
  };
  struct InDictionary {
    RunReader places;
    const Dictionary* dictionary;
  };
  using Booleans = RunReader;

  ScalarValue next_of(Plain& plain) const;
  ScalarValue next_of(InDictionary& values) const;
  ScalarValue next_of(Booleans& values) const { return {values.next_value(), {}}; }
  ScalarValue next_of(DeltaIntegers& values) const;
  ScalarValue next_of(DeltaLengths& values) const { return {0, values.next()}; }
  ScalarValue next_of(DeltaStrings& values) const { return {0, values.next()}; }

  const Node* leaf_;
  std::variant<Plain, InDictionary, Booleans, DeltaIntegers, DeltaLengths, DeltaStrings> values_;
};

Dictionary read_dictionary(std::string_view bytes, std::int64_t encoding, std::int64_t count, const Node& leaf);

}  // namespace delta::lake::parquet
