#pragma once
#include <cstdint>
#include <string_view>

namespace delta::lake::parquet {

/// Takes the first `count` bytes off. Throws `LogError` if there are fewer.
std::string_view take(std::string_view& bytes, std::uint64_t count);

/// Takes a number of four bytes off, the lowest first.
std::uint32_t take_uint32(std::string_view& bytes);

}  // namespace delta::lake::parquet
