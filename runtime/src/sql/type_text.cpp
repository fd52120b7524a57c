#include "delta/sql/type_text.hpp"

#include <algorithm>
#include <array>

#include "delta/sql/quote.hpp"

namespace delta::sql {
namespace {

struct ScalarName {
  TypeKind kind;
  std::string_view text;
};

constexpr std::array kScalars = {
    ScalarName{TypeKind::boolean, "BOOLEAN"},     ScalarName{TypeKind::tinyint, "TINYINT"},
    ScalarName{TypeKind::smallint, "SMALLINT"},   ScalarName{TypeKind::integer, "INT"},
    ScalarName{TypeKind::bigint, "BIGINT"},       ScalarName{TypeKind::float32, "FLOAT"},
    ScalarName{TypeKind::float64, "DOUBLE"},      ScalarName{TypeKind::string, "STRING"},
    ScalarName{TypeKind::binary, "BINARY"},       ScalarName{TypeKind::date, "DATE"},
    ScalarName{TypeKind::timestamp, "TIMESTAMP"}, ScalarName{TypeKind::timestamp_ntz, "TIMESTAMP_NTZ"},
    ScalarName{TypeKind::variant, "VARIANT"},
};

std::string_view scalar_text(TypeKind kind) {
  const auto found =
      std::find_if(kScalars.begin(), kScalars.end(), [&](const ScalarName& row) { return row.kind == kind; });
  return found == kScalars.end() ? "" : found->text;
}

bool plain_name(std::string_view name) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  return !name.empty() && letter(name.front()) &&
         std::all_of(name.begin(), name.end(), [&](char c) { return letter(c) || (c >= '0' && c <= '9'); });
}

std::string field_text(const Field& field) {
  std::string text = plain_name(field.name.text()) ? field.name.text() : quote_identifier(field.name.text());
  text += ": " + type_text(field.type);
  if (!field.nullable) text += " NOT NULL";
  if (!field.comment.empty()) text += " COMMENT " + quote_string(field.comment);
  return text;
}

}  // namespace

std::string type_text(const DataType& type) {
  switch (type.kind) {
    case TypeKind::decimal: return "DECIMAL(" + std::to_string(type.precision) + "," + std::to_string(type.scale) + ")";
    case TypeKind::varchar: return "VARCHAR(" + std::to_string(type.precision) + ")";
    case TypeKind::fixed_char: return "CHAR(" + std::to_string(type.precision) + ")";
    case TypeKind::array: return "ARRAY<" + type_text(type.types.at(0)) + ">";
    case TypeKind::map: return "MAP<" + type_text(type.types.at(0)) + ", " + type_text(type.types.at(1)) + ">";
    case TypeKind::structure: {
      std::string fields;
      for (const Field& field : type.fields) fields += (fields.empty() ? "" : ", ") + field_text(field);
      return "STRUCT<" + fields + ">";
    }
    case TypeKind::other: return type.name();
    default: return std::string(scalar_text(type.kind));
  }
}

std::string short_type_text(const DataType& type) {
  switch (type.kind) {
    case TypeKind::array: return "ARRAY<" + short_type_text(type.types.at(0)) + ">";
    case TypeKind::map:
      return "MAP<" + short_type_text(type.types.at(0)) + ", " + short_type_text(type.types.at(1)) + ">";
    case TypeKind::structure: return "STRUCT<…>";
    default: return type_text(type);
  }
}

}  // namespace delta::sql
