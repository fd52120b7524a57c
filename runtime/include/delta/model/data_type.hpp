#pragma once
#include <optional>
#include <string>
#include <vector>

#include "delta/model/few.hpp"
#include "delta/model/identifier.hpp"
#include "delta/model/rare.hpp"
#include "delta/model/source.hpp"

namespace delta {

enum class TypeKind : unsigned char {
  boolean,
  tinyint,
  smallint,
  integer,
  bigint,
  float32,
  float64,
  decimal,
  string,
  varchar,
  fixed_char,
  binary,
  date,
  timestamp,      ///< an instant (Spark's TIMESTAMP, local time zone semantics)
  timestamp_ntz,  ///< a wall-clock reading without a zone
  variant,
  array,
  map,
  structure,
  other,  ///< a type that deltac does not know: named in `text`, never changed
};

struct Field;

/// A Delta type as a plain value. Arrays and maps carry no "contains null": Delta always allows NULL there, and
/// what a file says of it is not compared.
struct DataType {
  TypeKind kind = TypeKind::other;
  int precision = 0;          ///< of DECIMAL; the length of VARCHAR and CHAR
  int scale = 0;              ///< of DECIMAL
  Rare<std::string> text;     ///< the name of an `other` type, as it was written
  Few<DataType> types;        ///< ARRAY: its element. MAP: its key, then its value
  std::vector<Field> fields;  ///< STRUCT

  /// The name of an `other` type; empty for all else.
  const std::string& name() const noexcept;

  bool operator==(const DataType&) const;

  static DataType of(TypeKind kind);
  static DataType decimal(int precision, int scale);
  static DataType varchar(int length);
  static DataType fixed_char(int length);
  static DataType array(DataType element);
  static DataType map(DataType key, DataType value);
  static DataType structure(std::vector<Field> fields);
};

/// Where a new column goes. Honoured when the column is added, never compared afterwards.
struct Position {
  enum class Place { last, first, after };
  Place place = Place::last;
  Rare<LocatedText> after;  ///< the sibling that it follows, for `Place::after`

  /// The sibling that it follows, or an empty text.
  const LocatedText& sibling() const noexcept;

  bool operator==(const Position&) const = default;
};

/// A named member of a struct or, as the base of `Column`, of a table.
struct Field {
  Identifier name;
  DataType type;
  bool nullable = true;
  std::string comment;
  Few<LocatedText> renamed_from;  ///< earlier names, newest first
  Position position;
  SourceSpan span;       ///< the member's name in the source
  SourceSpan type_span;  ///< its type

  bool operator==(const Field&) const = default;
};

}  // namespace delta
