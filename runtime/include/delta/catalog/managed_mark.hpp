#pragma once
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "delta/model/table.hpp"

namespace delta {

/// The table property that remembers what the code declared when it was last applied.
inline constexpr std::string_view kManagedMarkKey = "deltac.managed";

/// What the code declared for a table when it was last applied, as `kubectl apply` remembers it: the difference
/// between a thing that was removed from the code and one that was never in it.
///
/// Stored as hexadecimal digits only, because Spark redacts property values that contain words like url or secret:
/// format (2), registry's name (16), table's name (16), then 16 for each aspect, ascending.
struct ManagedMark {
  std::string registry_hash;      ///< of the registry's name
  std::string table_hash;         ///< of the table's name: CREATE LIKE and clones copy properties
  std::set<std::string> aspects;  ///< `aspect_hash` of each

  bool operator==(const ManagedMark&) const = default;

  bool holds(std::string_view kind, std::string_view path) const;
};

/// The first 16 hexadecimal digits of SHA-256 of kind, a colon and the folded path: `column:a.b`, `property:x`,
/// `check:positive`, `comment:` (the table's) and `comment:a.b`, `default:a`, `generated:a`, `identity:a`, `clustering:`.
std::string aspect_hash(std::string_view kind, std::string_view path);
std::string name_hash(std::string_view name);

std::string encode(const ManagedMark& mark);
/// Nothing for text that is no mark of a format that this version reads.
std::optional<ManagedMark> decode_mark(std::string_view property_value);

/// All that `table` declares, as a mark of `registry_name`.
ManagedMark declared_mark(const Table& table, std::string_view registry_name);

}  // namespace delta
