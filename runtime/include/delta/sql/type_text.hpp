#pragma once
#include <cstddef>
#include <string>
#include <string_view>

#include "delta/expected.hpp"
#include "delta/model/data_type.hpp"

namespace delta::sql {

/// What makes a text no type, and the offset of the fault.
struct TypeError {
  std::string message;
  std::size_t offset = 0;
};

/// Spark's text of a type: `ARRAY<STRUCT<a: INT NOT NULL COMMENT 'x'>>`, names in backticks where they need it.
std::string type_text(const DataType& type);

/// A short form for people: `DECIMAL(18,2)`, `ARRAY<STRUCT<…>>`.
std::string short_type_text(const DataType& type);

/// Reads a type as users write it and as Spark prints it, with its aliases (INTEGER, LONG, DEC, NUMERIC, REAL…).
/// A type of Spark's that Delta cannot hold (INTERVAL, TIME, GEOMETRY, a collated STRING, VOID…) becomes
/// `TypeKind::other` with its text, for the rules to judge; numbers are not judged either (DECIMAL(39,0) is read).
Expected<DataType, TypeError> parse_type(std::string_view text);

}  // namespace delta::sql
