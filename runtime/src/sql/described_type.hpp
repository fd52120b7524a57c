#pragma once
#include <optional>
#include <string_view>

#include "delta/model/data_type.hpp"

namespace delta::sql {

/// Reads a type as DESCRIBE shows it: `struct<a.b:int,c d:array<string>>`, with names that nothing quotes. A name ends
/// at the first colon after which a type stands. Nothing for a text that is no type, or that was cut off ("... 3 more
/// fields").
std::optional<DataType> parse_described_type(std::string_view text);

}  // namespace delta::sql
