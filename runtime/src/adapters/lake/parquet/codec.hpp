#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace delta::lake::parquet {

/// The `size` bytes that `packed` stands for, under Parquet's codec number (none, snappy, gzip, zstd). Throws
/// `LogError` for another codec, and if the bytes stand for anything but `size` bytes.
std::string unpack(std::string_view packed, int codec, std::size_t size);

}  // namespace delta::lake::parquet
