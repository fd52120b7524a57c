#include "adapters/lake/schema_json.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "adapters/lake/log_error.hpp"
#include "delta/sql/quote.hpp"
#include "delta/sql/type_text.hpp"

namespace delta::lake {
namespace {

struct Primitive {
  TypeKind kind;
  std::string_view log;      ///< in a schemaString
  std::string_view catalog;  ///< in Spark's catalogue text
};

constexpr std::array kPrimitives = {
    Primitive{TypeKind::boolean, "boolean", "boolean"},
    Primitive{TypeKind::tinyint, "byte", "tinyint"},
    Primitive{TypeKind::smallint, "short", "smallint"},
    Primitive{TypeKind::integer, "integer", "int"},
    Primitive{TypeKind::bigint, "long", "bigint"},
    Primitive{TypeKind::float32, "float", "float"},
    Primitive{TypeKind::float64, "double", "double"},
    Primitive{TypeKind::string, "string", "string"},
    Primitive{TypeKind::binary, "binary", "binary"},
    Primitive{TypeKind::date, "date", "date"},
    Primitive{TypeKind::timestamp, "timestamp", "timestamp"},
    Primitive{TypeKind::timestamp_ntz, "timestamp_ntz", "timestamp_ntz"},
    Primitive{TypeKind::variant, "variant", "variant"},
};

const Primitive* find_primitive(TypeKind kind) {
  const auto* found = std::ranges::find(kPrimitives, kind, &Primitive::kind);
  return found == kPrimitives.end() ? nullptr : found;
}

DataType other_type(std::string_view text) {
  DataType type;
  type.text = std::string(text);
  return type;
}

/// `decimal(18,2)`; nothing for another text.
std::optional<DataType> decimal_from(std::string_view text) {
  constexpr std::string_view kHead = "decimal(";
  if (!text.starts_with(kHead) || !text.ends_with(')')) return std::nullopt;
  text = text.substr(kHead.size(), text.size() - kHead.size() - 1);
  int precision = 0;
  int scale = 0;
  const char* end = text.data() + text.size();
  const auto first = std::from_chars(text.data(), end, precision);
  if (first.ec != std::errc{} || first.ptr == end || *first.ptr != ',') return std::nullopt;
  const char* rest = first.ptr + 1;
  while (rest != end && *rest == ' ') ++rest;
  const auto second = std::from_chars(rest, end, scale);
  if (second.ec != std::errc{} || second.ptr != end) return std::nullopt;
  return DataType::decimal(precision, scale);
}

DataType primitive_from(const std::string& text) {
  const auto* found = std::ranges::find(kPrimitives, std::string_view(text), &Primitive::log);
  if (found != kPrimitives.end()) return DataType::of(found->kind);
  if (text == "decimal") return DataType::decimal(10, 0);
  if (const std::optional<DataType> decimal = decimal_from(text)) return *decimal;
  return other_type(text);
}

const Json& needed(const Json& object, std::string_view name, std::string_view what) {
  const Json* member = object.find(name);
  if (member == nullptr)
    throw LogError("the schema is malformed: " + std::string(what) + " without " + std::string(name));
  return *member;
}

Field field_from_json(const Json& json);

DataType type_from_json(const Json& json) {
  if (json.is_string()) return primitive_from(json.text);
  const Json& kind = needed(json, "type", "a type");
  if (kind.text == "array") return DataType::array(type_from_json(needed(json, "elementType", "an array")));
  if (kind.text == "map") {
    return DataType::map(type_from_json(needed(json, "keyType", "a map")),
                         type_from_json(needed(json, "valueType", "a map")));
  }
  if (kind.text != "struct") return other_type(json.dump());
  std::vector<Field> fields;
  const Json& members = needed(json, "fields", "a struct");
  fields.reserve(members.items.size());
  for (const Json& member : members.items) fields.push_back(field_from_json(member));
  return DataType::structure(std::move(fields));
}

/// Puts VARCHAR and CHAR back where `said` has them and `type` has strings. Fields are found by name, or by place after
/// a rename, which the text does not follow.
void restore_char_types(DataType& type, const DataType& said) {
  if (type.kind == TypeKind::string && (said.kind == TypeKind::varchar || said.kind == TypeKind::fixed_char)) {
    type = said;
    return;
  }
  if (type.kind != said.kind) return;
  for (std::size_t i = 0; i < type.types.size() && i < said.types.size(); ++i) {
    restore_char_types(type.types[i], said.types[i]);
  }
  for (std::size_t i = 0; i < type.fields.size(); ++i) {
    const auto named = std::ranges::find(said.fields, type.fields[i].name, &Field::name);
    if (named != said.fields.end()) {
      restore_char_types(type.fields[i].type, named->type);
    } else if (said.fields.size() == type.fields.size()) {
      restore_char_types(type.fields[i].type, said.fields[i].type);
    }
  }
}

Field field_from_json(const Json& json) {
  const Json& name = needed(json, "name", "a field");
  if (!json.is_object() || !name.is_string()) throw LogError("the schema is malformed: a field without name");
  Field field;
  field.name = Identifier(name.text);
  field.type = type_from_json(needed(json, "type", "a field"));
  const Json* nullable = json.find("nullable");
  field.nullable = nullable == nullptr || nullable->boolean;
  if (const Json* metadata = json.find("metadata"); metadata != nullptr) {
    if (const std::string* comment = metadata->find_string("comment")) field.comment = *comment;
    if (const std::string* text = metadata->find_string(kCharTypeKey)) {
      if (const auto said = sql::parse_type(*text)) restore_char_types(field.type, *said);
    }
  }
  return field;
}

std::int64_t integer_member(const Json& metadata, std::string_view key, std::int64_t otherwise) {
  const Json* value = metadata.find(key);
  if (value == nullptr) return otherwise;
  const std::optional<std::int64_t> number = value->integer();
  if (!number) throw LogError("the schema is malformed: " + std::string(key) + " is no whole number");
  return *number;
}

}  // namespace

Column column_from_json(const Json& json) {
  Column column;
  static_cast<Field&>(column) = field_from_json(json);
  const Json* metadata = json.find("metadata");
  if (metadata == nullptr) return column;
  if (const std::string* text = metadata->find_string(kDefaultKey)) column.default_value = LocatedText(*text);
  if (const std::string* text = metadata->find_string(kGeneratedKey)) column.generated = LocatedText(*text);
  if (metadata->find(kIdentityStartKey) != nullptr || metadata->find(kIdentityStepKey) != nullptr) {
    Identity identity;
    identity.start = integer_member(*metadata, kIdentityStartKey, 1);
    identity.step = integer_member(*metadata, kIdentityStepKey, 1);
    const Json* allowed = metadata->find(kIdentityExplicitKey);
    identity.allow_explicit_insert = allowed != nullptr && allowed->boolean;
    column.identity = identity;
  }
  return column;
}

std::vector<Column> columns_from_json(const Json& schema) {
  const Json& fields = needed(schema, "fields", "a struct");
  if (!fields.is_array()) throw LogError("the schema is malformed: its fields are no list");
  std::vector<Column> columns;
  columns.reserve(fields.items.size());
  for (const Json& field : fields.items) columns.push_back(column_from_json(field));
  return columns;
}

Json type_to_json(const DataType& type) {
  switch (type.kind) {
    case TypeKind::varchar:
    case TypeKind::fixed_char: return Json::of("string");
    case TypeKind::decimal:
      return Json::of("decimal(" + std::to_string(type.precision) + "," + std::to_string(type.scale) + ")");
    case TypeKind::array:
      return Json::object({{"type", Json::of("array")},
                           {"elementType", type_to_json(type.types.at(0))},
                           {"containsNull", Json::of(true)}});
    case TypeKind::map:
      return Json::object({{"type", Json::of("map")},
                           {"keyType", type_to_json(type.types.at(0))},
                           {"valueType", type_to_json(type.types.at(1))},
                           {"valueContainsNull", Json::of(true)}});
    case TypeKind::structure: {
      std::vector<Json> fields;
      for (const Field& field : type.fields) fields.push_back(field_to_json(field));
      return Json::object({{"type", Json::of("struct")}, {"fields", Json::array(std::move(fields))}});
    }
    case TypeKind::other: throw LogError("deltac cannot write the type " + type.name());
    default: return Json::of(std::string(find_primitive(type.kind)->log));
  }
}

Json field_to_json(const Field& field) {
  Json metadata = Json::object();
  if (!field.comment.empty()) metadata.set("comment", Json::of(field.comment));
  return Json::object({{"name", Json::of(field.name.text())},
                       {"type", type_to_json(field.type)},
                       {"nullable", Json::of(field.nullable)},
                       {"metadata", std::move(metadata)}});
}

Json column_to_json(const Column& column) {
  Json field = field_to_json(column);
  Json& metadata = field_metadata(field);
  if (holds_char_type(column.type)) metadata.set(kCharTypeKey, Json::of(catalog_text(column.type)));
  if (column.default_value) metadata.set(kDefaultKey, Json::of(column.default_value->value));
  if (column.generated) metadata.set(kGeneratedKey, Json::of(column.generated->value));
  if (column.identity) {
    metadata.set(kIdentityStartKey, Json::of(column.identity->start));
    metadata.set(kIdentityStepKey, Json::of(column.identity->step));
    metadata.set(kIdentityExplicitKey, Json::of(column.identity->allow_explicit_insert));
  }
  return field;
}

bool holds_char_type(const DataType& type) {
  return type.kind == TypeKind::varchar || type.kind == TypeKind::fixed_char ||
         std::ranges::any_of(type.types, holds_char_type) ||
         std::ranges::any_of(type.fields, [](const Field& field) { return holds_char_type(field.type); });
}

std::string catalog_text(const DataType& type) {
  switch (type.kind) {
    case TypeKind::decimal: return "decimal(" + std::to_string(type.precision) + "," + std::to_string(type.scale) + ")";
    case TypeKind::varchar: return "varchar(" + std::to_string(type.precision) + ")";
    case TypeKind::fixed_char: return "char(" + std::to_string(type.precision) + ")";
    case TypeKind::array: return "array<" + catalog_text(type.types.at(0)) + ">";
    case TypeKind::map: return "map<" + catalog_text(type.types.at(0)) + "," + catalog_text(type.types.at(1)) + ">";
    case TypeKind::structure: {
      std::string text;
      for (const Field& field : type.fields) {
        const std::string& name = field.name.text();
        const bool plain = std::ranges::all_of(name, [](char c) {
          return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
        });
        text +=
            (text.empty() ? "" : ",") + (plain ? name : sql::quote_identifier(name)) + ":" + catalog_text(field.type);
      }
      return "struct<" + text + ">";
    }
    case TypeKind::other: return type.name();
    default: return std::string(find_primitive(type.kind)->catalog);
  }
}

const std::string& physical_name(const Json& field) {
  if (const Json* metadata = field.find("metadata"); metadata != nullptr) {
    if (const std::string* name = metadata->find_string(kPhysicalNameKey)) return *name;
  }
  static const std::string kNone;
  const std::string* name = field.find_string("name");
  return name != nullptr ? *name : kNone;
}

Json& field_metadata(Json& field) {
  Json* metadata = field.find("metadata");
  return metadata != nullptr && metadata->is_object() ? *metadata : field.set("metadata", Json::object());
}

}  // namespace delta::lake
