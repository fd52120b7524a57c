#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/lake/json.hpp"
#include "delta/model/table.hpp"

/// The schemaString of a metaData action and the model's columns, both ways.
namespace delta::lake {

inline constexpr std::string_view kDefaultKey = "CURRENT_DEFAULT";
inline constexpr std::string_view kGeneratedKey = "delta.generationExpression";
inline constexpr std::string_view kIdentityStartKey = "delta.identity.start";
inline constexpr std::string_view kIdentityStepKey = "delta.identity.step";
inline constexpr std::string_view kIdentityExplicitKey = "delta.identity.allowExplicitInsert";
inline constexpr std::string_view kPhysicalNameKey = "delta.columnMapping.physicalName";
inline constexpr std::string_view kColumnIdKey = "delta.columnMapping.id";
inline constexpr std::string_view kTypeChangesKey = "delta.typeChanges";
/// Spark keeps VARCHAR(n) and CHAR(n) as `string` and the real type here, for the whole column.
inline constexpr std::string_view kCharTypeKey = "__CHAR_VARCHAR_TYPE_STRING";

/// The columns of a schema. Throws `LogError` if it is no struct of fields; a type of an unknown name becomes
/// `TypeKind::other`.
std::vector<Column> columns_from_json(const Json& schema);

/// The columns of one field's JSON alone, and its type with VARCHAR and CHAR restored.
Column column_from_json(const Json& field);

/// One field as Spark writes it; nothing in it is mapped yet.
Json field_to_json(const Field& field);
/// A column: `field_to_json` with default, generation expression and identity.
Json column_to_json(const Column& column);
/// A type; VARCHAR and CHAR become `string`.
Json type_to_json(const DataType& type);

/// Spark's catalogue text of a type, as `__CHAR_VARCHAR_TYPE_STRING` holds it: `array<struct<x:int,y:varchar(5)>>`.
std::string catalog_text(const DataType& type);
/// True if VARCHAR or CHAR is in it.
bool holds_char_type(const DataType& type);

/// A field's physical name: its name where the table is not mapped.
const std::string& physical_name(const Json& field);

/// The field's metadata object, made if it is missing.
Json& field_metadata(Json& field);

/// Every struct field of a type or schema, outermost first, with the path of its name.
void for_each_field(const Json& type, const ColumnPath& above, const auto& visit) {
  if (type.is_object()) {
    if (const Json* fields = type.find("fields"); fields != nullptr) {
      for (const Json& field : fields->items) {
        const std::string* name = field.find_string("name");
        const ColumnPath path = above.child(Identifier(name != nullptr ? *name : ""));
        visit(path, field);
        if (const Json* inner = field.find("type"); inner != nullptr) for_each_field(*inner, path, visit);
      }
    }
    for (const auto& [member, step] :
         {std::pair{"elementType", "element"}, {"keyType", "key"}, {"valueType", "value"}}) {
      if (const Json* inner = type.find(member); inner != nullptr) for_each_field(*inner, above.child(step), visit);
    }
  }
}

}  // namespace delta::lake
