#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace delta::lake::parquet {

/// Parquet's hybrid of run lengths and packed bits: levels, and places in a dictionary.
class RunReader {
 public:
  struct Run {
    std::uint32_t value = 0;
    std::uint64_t count = 0;
  };

  RunReader() = default;
  /// Values are `width` bits wide, 0 to 32.
  RunReader(std::string_view bytes, int width);

  /// The value that comes next and how often, `most` at most and once at least. Throws `LogError` at the end.
  Run next(std::uint64_t most);
  std::uint32_t next_value() { return next(1).value; }

 private:
  void read_header();
  std::uint32_t packed_value();

  std::string_view bytes_;
  int width_ = 0;
  std::uint64_t repeated_ = 0;  ///< left of a run
  std::uint64_t packed_ = 0;    ///< left of a packed group
  std::uint32_t value_ = 0;
  std::uint64_t bit_ = 0;  ///< in `bytes_`, while in a packed group
  std::size_t after_ = 0;  ///< where the packed group ends
};

}  // namespace delta::lake::parquet
