#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace delta::lake::parquet {

/// Thrift's compact protocol, as far as Parquet's footer and page headers use it. Every length is checked against the
/// bytes that are there, and nesting is bounded. Throws `LogError`.
class ThriftReader {
 public:
  enum Type : int {
    kStop = 0,
    kTrue = 1,
    kFalse = 2,
    kByte = 3,
    kI16 = 4,
    kI32 = 5,
    kI64 = 6,
    kDouble = 7,
    kBinary = 8,
    kList = 9,
    kSet = 10,
    kMap = 11,
    kStruct = 12,
    kUuid = 13
  };

  explicit ThriftReader(std::string_view bytes) : bytes_(bytes) {}

  /// Calls `field(id, type)` for each field of the struct here; it must read or skip the value.
  template <class Field>
  void read_struct(const Field& field) {
    enter();
    int id = 0;
    while (true) {
      const int type = read_field_header(id);
      if (type == kStop) break;
      field(id, type);
    }
    --depth_;
  }

  /// Calls `item(type)` for each item of the list here.
  template <class Item>
  void read_list(int type, const Item& item) {
    if (type != kList && type != kSet) fail();
    enter();
    int item_type = 0;
    for (std::size_t count = read_list_header(item_type); count > 0; --count) item(item_type);
    --depth_;
  }

  std::int64_t read_integer(int type);
  /// An integer that must lie between 0 and `most`.
  std::int64_t read_size(int type, std::int64_t most);
  bool read_boolean(int type) const;
  std::string_view read_binary(int type);
  void skip(int type);

  /// How many bytes were read.
  std::size_t position() const noexcept { return at_; }

 private:
  [[noreturn]] static void fail();
  void enter();
  unsigned read_byte();
  std::uint64_t read_varint();
  int read_field_header(int& id);
  std::size_t read_list_header(int& item_type);
  void skip_bytes(std::uint64_t count);

  std::string_view bytes_;
  std::size_t at_ = 0;
  int depth_ = 0;
};

}  // namespace delta::lake::parquet
