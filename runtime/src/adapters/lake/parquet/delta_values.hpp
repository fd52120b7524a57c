#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace delta::lake::parquet {

/// DELTA_BINARY_PACKED: integers as differences from one to the next, in blocks of packed bits. Nothing is unpacked
/// before it is asked for. All throw `LogError`.
class DeltaIntegers {
 public:
  DeltaIntegers() = default;
  explicit DeltaIntegers(std::string_view bytes);

  /// The next value; differences wrap around.
  std::int64_t next();

  /// What follows the last value, found without unpacking the values. To be asked before `next`.
  std::string_view rest() const;

 private:
  void begin_block();
  void begin_group();
  std::uint64_t packed_difference();

  std::string_view bytes_;        ///< of the blocks that are not begun
  std::uint64_t group_size_ = 0;  ///< values in a miniblock
  std::uint64_t groups_ = 0;      ///< miniblocks in a block
  std::uint64_t left_ = 0;        ///< values that are not taken
  bool at_first_ = true;
  std::uint64_t value_ = 0;
  std::uint64_t least_ = 0;  ///< difference of the block, added to each
  std::string_view widths_;  ///< of the block's miniblocks that are not begun, a byte each
  std::string_view group_;   ///< bits of the miniblock
  std::uint64_t in_group_ = 0;
  std::uint64_t bit_ = 0;
  unsigned width_ = 0;
};

/// DELTA_LENGTH_BYTE_ARRAY: all lengths, then all bytes.
class DeltaLengths {
 public:
  DeltaLengths() = default;
  explicit DeltaLengths(std::string_view bytes) : lengths_(bytes), bytes_(lengths_.rest()) {}

  std::string_view next();

 private:
  DeltaIntegers lengths_;
  std::string_view bytes_;
};

/// DELTA_BYTE_ARRAY: how much of the value before is kept, and what follows it.
class DeltaStrings {
 public:
  DeltaStrings() = default;
  explicit DeltaStrings(std::string_view bytes) : kept_(bytes), endings_(kept_.rest()) {}

  /// Valid until the next call.
  std::string_view next();

 private:
  DeltaIntegers kept_;
  DeltaLengths endings_;
  std::string value_;
};

}  // namespace delta::lake::parquet
