#pragma once
#include <array>
#include <string_view>
#include <utility>

#include "delta/catalog/catalog_reader.hpp"

/// The words of the snapshot format, read and written from the same rows.
namespace delta::snapshot {

inline constexpr std::string_view kFormat = "deltac.snapshot/1";

/// The flags of `Capabilities` that a snapshot keeps, each with its name.
inline constexpr std::array<std::pair<bool Capabilities::*, std::string_view>, 7> kFlags{{
    {&Capabilities::atomic_table_commit, "atomic_table_commit"},
    {&Capabilities::validates_rows, "validates_rows"},
    {&Capabilities::stores_keys, "stores_keys"},
    {&Capabilities::stores_tags, "stores_tags"},
    {&Capabilities::supports_location, "supports_location"},
    {&Capabilities::generated_columns, "generated_columns"},
    {&Capabilities::sets_not_null, "sets_not_null"},
}};

}  // namespace delta::snapshot
