#include "table_json.hpp"

namespace delta::lake::test {
namespace {

using nlohmann::json;

json type_json(const DataType& type);

json field_json(const Field& field) {
  json made{{"name", field.name.text()}, {"type", type_json(field.type)}, {"nullable", field.nullable}};
  if (!field.comment.empty()) made["comment"] = field.comment;
  return made;
}

json type_json(const DataType& type) {
  switch (type.kind) {
    case TypeKind::boolean: return "boolean";
    case TypeKind::tinyint: return "byte";
    case TypeKind::smallint: return "short";
    case TypeKind::integer: return "integer";
    case TypeKind::bigint: return "long";
    case TypeKind::float32: return "float";
    case TypeKind::float64: return "double";
    case TypeKind::decimal: return "decimal(" + std::to_string(type.precision) + "," + std::to_string(type.scale) + ")";
    case TypeKind::string: return "string";
    case TypeKind::varchar: return "varchar(" + std::to_string(type.precision) + ")";
    case TypeKind::fixed_char: return "char(" + std::to_string(type.precision) + ")";
    case TypeKind::binary: return "binary";
    case TypeKind::date: return "date";
    case TypeKind::timestamp: return "timestamp";
    case TypeKind::timestamp_ntz: return "timestamp_ntz";
    case TypeKind::variant: return "variant";
    case TypeKind::array: return {{"type", "array"}, {"element", type_json(type.types.at(0))}};
    case TypeKind::map:
      return {{"type", "map"}, {"key", type_json(type.types.at(0))}, {"value", type_json(type.types.at(1))}};
    case TypeKind::structure: {
      json fields = json::array();
      for (const Field& field : type.fields) fields.push_back(field_json(field));
      return {{"type", "struct"}, {"fields", fields}};
    }
    case TypeKind::other: return type.name();
  }
  return nullptr;
}

}  // namespace

json columns_json(const Table& table) {
  json columns = json::array();
  for (const Column& column : table.columns) {
    json made = field_json(column);
    if (column.default_value) made["default"] = column.default_value->value;
    if (column.generated) made["generated"] = column.generated->value;
    if (column.identity) {
      made["identity"] = {{"start", column.identity->start},
                          {"step", column.identity->step},
                          {"allow_explicit_insert", column.identity->allow_explicit_insert}};
    }
    columns.push_back(std::move(made));
  }
  return columns;
}

}  // namespace delta::lake::test
