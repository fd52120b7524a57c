#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "delta/model/table.hpp"

namespace delta {

/// SHA-256 (FIPS 180-4) in lower-case hexadecimal.
std::string sha256_hex(std::string_view bytes);
/// Its first 16 digits, as a number.
std::uint64_t sha256_prefix(std::string_view bytes);

/// Names a table's schema: SHA-256 of its canonical model, in hexadecimal. Spans, column order, ids, physical names,
/// protocol numbers and `deltac.*` properties do not count; expressions count as tokens.
std::string fingerprint(const Table& table);

/// Names all that a registry declares.
std::string fingerprint(const Registry& registry);

}  // namespace delta
