#include "adapters/lake/parquet/delta_values.hpp"

#include <algorithm>

#include "adapters/lake/log_error.hpp"
#include "adapters/lake/parquet/bytes.hpp"

namespace delta::lake::parquet {
namespace {

constexpr std::uint64_t kMaxBlock = std::uint64_t{1} << 20;
constexpr unsigned kMaxWidth = 64;

[[noreturn]] void damaged(const char* what) { throw LogError(std::string("the Parquet file is damaged: ") + what); }

std::uint64_t take_varint(std::string_view& bytes) {
  std::uint64_t value = 0;
  for (unsigned shift = 0; shift < 64; shift += 7) {
    const auto byte = static_cast<unsigned char>(take(bytes, 1).front());
    value |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
    if ((byte & 0x80) == 0) return value;
  }
  damaged("a number is too long");
}

/// Zigzag: 0, -1, 1, -2 …
std::uint64_t take_signed(std::string_view& bytes) {
  const std::uint64_t value = take_varint(bytes);
  return value >> 1 ^ (0 - (value & 1));
}

unsigned width_of(char byte) {
  const auto width = static_cast<unsigned char>(byte);
  if (width > kMaxWidth) damaged("values of more than 64 bits");
  return width;
}

}  // namespace

DeltaIntegers::DeltaIntegers(std::string_view bytes) : bytes_(bytes) {
  const std::uint64_t block = take_varint(bytes_);
  groups_ = take_varint(bytes_);
  left_ = take_varint(bytes_);
  value_ = take_signed(bytes_);
  if (block == 0 || block > kMaxBlock || groups_ == 0 || block % groups_ != 0 || block / groups_ % 8 != 0) {
    damaged("a page has blocks of an impossible size");
  }
  group_size_ = block / groups_;
}

std::string_view DeltaIntegers::rest() const {
  std::string_view bytes = bytes_;
  std::uint64_t differences = left_ > 0 ? left_ - 1 : 0;
  while (differences > 0) {
    take_varint(bytes);
    const std::string_view widths = take(bytes, groups_);
    for (std::size_t i = 0; i < widths.size() && differences > 0; ++i) {
      take(bytes, group_size_ / 8 * width_of(widths[i]));
      differences -= std::min(differences, group_size_);
    }
  }
  return bytes;
}

void DeltaIntegers::begin_block() {
  least_ = take_signed(bytes_);
  widths_ = take(bytes_, groups_);
}

void DeltaIntegers::begin_group() {
  if (widths_.empty()) begin_block();
  width_ = width_of(take(widths_, 1).front());
  group_ = take(bytes_, group_size_ / 8 * width_);
  in_group_ = group_size_;
  bit_ = 0;
}

std::uint64_t DeltaIntegers::packed_difference() {
  std::uint64_t value = 0;
  for (unsigned got = 0; got < width_;) {
    const auto offset = static_cast<unsigned>(bit_ & 7);
    const unsigned count = std::min(8 - offset, width_ - got);
    const auto byte = static_cast<unsigned char>(group_[static_cast<std::size_t>(bit_ >> 3)]);
    value |= (static_cast<std::uint64_t>(byte) >> offset & ((1u << count) - 1)) << got;
    got += count;
    bit_ += count;
  }
  return value;
}

std::int64_t DeltaIntegers::next() {
  if (left_ == 0) damaged("a page has too few values");
  --left_;
  if (at_first_) {
    at_first_ = false;
    return static_cast<std::int64_t>(value_);
  }
  if (in_group_ == 0) begin_group();
  --in_group_;
  value_ += least_ + packed_difference();
  return static_cast<std::int64_t>(value_);
}

std::string_view DeltaLengths::next() {
  const std::int64_t length = lengths_.next();
  if (length < 0) damaged("a text has a negative length");
  return take(bytes_, static_cast<std::uint64_t>(length));
}

std::string_view DeltaStrings::next() {
  const std::int64_t kept = kept_.next();
  if (kept < 0 || static_cast<std::uint64_t>(kept) > value_.size()) damaged("a text keeps more than there was");
  value_.resize(static_cast<std::size_t>(kept));
  value_ += endings_.next();
  return value_;
}

}  // namespace delta::lake::parquet
