#include "adapters/lake/parquet/bytes.hpp"

#include "adapters/lake/log_error.hpp"

namespace delta::lake::parquet {

std::string_view take(std::string_view& bytes, std::uint64_t count) {
  if (count > bytes.size()) throw LogError("the Parquet file is damaged: a page ends too early");
  const std::string_view taken = bytes.substr(0, static_cast<std::size_t>(count));
  bytes.remove_prefix(taken.size());
  return taken;
}

std::uint32_t take_uint32(std::string_view& bytes) {
  const std::string_view raw = take(bytes, 4);
  std::uint32_t value = 0;
  for (std::size_t i = raw.size(); i > 0; --i) value = value << 8 | static_cast<unsigned char>(raw[i - 1]);
  return value;
}

}  // namespace delta::lake::parquet
