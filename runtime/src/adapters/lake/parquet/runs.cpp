#include "adapters/lake/parquet/runs.hpp"

#include <algorithm>

#include "adapters/lake/log_error.hpp"

namespace delta::lake::parquet {
namespace {

[[noreturn]] void damaged() { throw LogError("the Parquet file is damaged: a page ends too early"); }

}  // namespace

RunReader::RunReader(std::string_view bytes, int width) : bytes_(bytes), width_(width) {
  if (width < 0 || width > 32) throw LogError("the Parquet file is damaged: values of more than 32 bits");
}

void RunReader::read_header() {
  std::uint64_t header = 0;
  for (unsigned shift = 0;; shift += 7) {
    if (bytes_.empty() || shift > 28) damaged();
    const auto byte = static_cast<unsigned char>(bytes_.front());
    bytes_.remove_prefix(1);
    header |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
    if ((byte & 0x80) == 0) break;
  }
  if ((header & 1) != 0) {
    const std::uint64_t groups = header >> 1;
    if (width_ == 0) {  // nothing is packed: all of them are 0
      repeated_ = groups * 8;
      value_ = 0;
      return;
    }
    after_ = static_cast<std::size_t>(groups) * static_cast<std::size_t>(width_);
    if (after_ > bytes_.size()) damaged();
    packed_ = groups * 8;
    bit_ = 0;
    return;
  }
  repeated_ = header >> 1;
  const std::size_t size = static_cast<std::size_t>(width_ + 7) / 8;
  if (size > bytes_.size()) damaged();
  value_ = 0;
  for (std::size_t i = size; i > 0; --i) value_ = value_ << 8 | static_cast<unsigned char>(bytes_[i - 1]);
  bytes_.remove_prefix(size);
}

std::uint32_t RunReader::packed_value() {
  std::uint64_t value = 0;
  for (int got = 0; got < width_;) {
    const std::size_t byte = static_cast<std::size_t>(bit_ >> 3);
    const int offset = static_cast<int>(bit_ & 7);
    const int take = std::min(8 - offset, width_ - got);
    const std::uint64_t bits = static_cast<std::uint64_t>(static_cast<unsigned char>(bytes_[byte])) >> offset;
    value |= (bits & ((1u << take) - 1)) << got;
    got += take;
    bit_ += static_cast<std::uint64_t>(take);
  }
  return static_cast<std::uint32_t>(value);
}

RunReader::Run RunReader::next(std::uint64_t most) {
  while (repeated_ == 0 && packed_ == 0) read_header();
  if (repeated_ > 0) {
    const std::uint64_t count = std::min(most, repeated_);
    repeated_ -= count;
    return {value_, count};
  }
  const Run run{packed_value(), 1};
  if (--packed_ == 0) bytes_.remove_prefix(after_);
  return run;
}

}  // namespace delta::lake::parquet
