#pragma once
#include <cstdint>

#include "adapters/lake/parquet/thrift.hpp"

namespace delta::lake::parquet {

/// The most bytes of a page, packed or unpacked.
constexpr std::int64_t kMaxPage = std::int64_t{256} << 20;

/// What stands before each page. Members of the kinds that it is not of keep these values.
struct PageHeader {
  enum Kind : std::int64_t { data = 0, index = 1, dictionary = 2, data_v2 = 3 };

  std::int64_t kind = -1;
  std::int64_t unpacked = -1;  ///< bytes
  std::int64_t packed = -1;    ///< bytes
  std::int64_t values = 0;     ///< missing ones counted
  std::int64_t encoding = -1;
  std::int64_t definition_encoding = 3;
  std::int64_t repetition_encoding = 3;
  std::int64_t definition_size = 0;  ///< bytes, of `data_v2`
  std::int64_t repetition_size = 0;
  bool is_packed = true;
};

/// Throws `LogError`.
PageHeader read_page_header(ThriftReader& in);

}  // namespace delta::lake::parquet
