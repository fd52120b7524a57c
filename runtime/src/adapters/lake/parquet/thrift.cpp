#include "adapters/lake/parquet/thrift.hpp"

#include "adapters/lake/log_error.hpp"

namespace delta::lake::parquet {
namespace {

constexpr int kMaxDepth = 32;

}  // namespace

void ThriftReader::fail() { throw LogError("the Parquet file is damaged: a header cannot be read"); }

void ThriftReader::enter() {
  if (++depth_ > kMaxDepth) fail();
}

unsigned ThriftReader::read_byte() {
  if (at_ >= bytes_.size()) fail();
  return static_cast<unsigned char>(bytes_[at_++]);
}

std::uint64_t ThriftReader::read_varint() {
  std::uint64_t value = 0;
  for (unsigned shift = 0; shift < 64; shift += 7) {
    const unsigned byte = read_byte();
    value |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
    if ((byte & 0x80) == 0) return value;
  }
  fail();
}

int ThriftReader::read_field_header(int& id) {
  const unsigned header = read_byte();
  const int type = static_cast<int>(header & 0x0F);
  if (type == kStop) return kStop;
  if (type > kUuid) fail();
  const unsigned step = header >> 4;
  if (step != 0) {
    id += static_cast<int>(step);
  } else {
    const std::int64_t absolute = read_integer(kI16);
    if (absolute < 0 || absolute > 0x7FFF) fail();
    id = static_cast<int>(absolute);
  }
  if (id > 0x7FFF) fail();
  return type;
}

std::size_t ThriftReader::read_list_header(int& item_type) {
  const unsigned header = read_byte();
  item_type = static_cast<int>(header & 0x0F);
  if (item_type == kStop || item_type > kUuid) fail();
  const std::uint64_t count = header >> 4 == 15 ? read_varint() : header >> 4;
  // Every item takes a byte at least.
  if (count > bytes_.size() - at_) fail();
  return static_cast<std::size_t>(count);
}

std::int64_t ThriftReader::read_integer(int type) {
  if (type == kByte) return static_cast<signed char>(read_byte());
  if (type != kI16 && type != kI32 && type != kI64) fail();
  const std::uint64_t value = read_varint();
  return static_cast<std::int64_t>(value >> 1) ^ -static_cast<std::int64_t>(value & 1);
}

std::int64_t ThriftReader::read_size(int type, std::int64_t most) {
  const std::int64_t value = read_integer(type);
  if (value < 0 || value > most) fail();
  return value;
}

bool ThriftReader::read_boolean(int type) const {
  if (type != kTrue && type != kFalse) fail();
  return type == kTrue;
}

std::string_view ThriftReader::read_binary(int type) {
  if (type != kBinary) fail();
  const std::uint64_t size = read_varint();
  if (size > bytes_.size() - at_) fail();
  const std::string_view value = bytes_.substr(at_, static_cast<std::size_t>(size));
  at_ += value.size();
  return value;
}

void ThriftReader::skip_bytes(std::uint64_t count) {
  if (count > bytes_.size() - at_) fail();
  at_ += static_cast<std::size_t>(count);
}

void ThriftReader::skip(int type) {
  switch (type) {
    case kTrue:
    case kFalse: return;
    case kByte: skip_bytes(1); return;
    case kI16:
    case kI32:
    case kI64: read_varint(); return;
    case kDouble: skip_bytes(8); return;
    case kUuid: skip_bytes(16); return;
    case kBinary: skip_bytes(read_varint()); return;
    case kStruct: read_struct([this](int, int field) { skip(field); }); return;
    case kList:
    case kSet:
      read_list(type, [this](int item) { item == kTrue || item == kFalse ? skip_bytes(1) : skip(item); });
      return;
    case kMap: {
      enter();
      const std::uint64_t count = read_varint();
      if (count > bytes_.size() - at_) fail();
      const unsigned types = count > 0 ? read_byte() : 0;
      const auto skip_part = [this](int part) { part == kTrue || part == kFalse ? skip_bytes(1) : skip(part); };
      for (std::uint64_t i = 0; i < count; ++i) {
        skip_part(static_cast<int>(types >> 4));
        skip_part(static_cast<int>(types & 0x0F));
      }
      --depth_;
      return;
    }
    default: fail();
  }
}

}  // namespace delta::lake::parquet
