#include "delta/model/table.hpp"

#include <algorithm>

#include "delta/model/fingerprint.hpp"

namespace delta {
namespace {

constexpr std::size_t kLongestConstraintName = 255;

const Field* find_in(const std::vector<Field>& fields, const Identifier& name) {
  const auto found = std::find_if(fields.begin(), fields.end(), [&](const Field& field) { return field.name == name; });
  return found == fields.end() ? nullptr : &*found;
}

/// The type one step below `type`: a field's, an element's, a key's or a value's.
const DataType* step_into(const DataType& type, const Identifier& step) {
  switch (type.kind) {
    case TypeKind::structure: {
      const Field* field = find_in(type.fields, step);
      return field == nullptr ? nullptr : &field->type;
    }
    case TypeKind::array: return step == "element" && type.types.size() == 1 ? &type.types[0] : nullptr;
    case TypeKind::map:
      if (type.types.size() != 2) return nullptr;
      return step == "key" ? &type.types[0] : step == "value" ? &type.types[1] : nullptr;
    default: return nullptr;
  }
}

std::string constraint_name(const char* prefix, const Table& table, const std::vector<LocatedText>& columns) {
  std::string name = prefix;
  name += '_';
  name += fold_case(table.name.empty() ? table.type_name : table.name.last().text());
  for (const LocatedText& column : columns) name += '_' + fold_case(column.value);
  if (name.size() <= kLongestConstraintName) return name;
  const std::string hash = sha256_hex(name).substr(0, 16);
  return name.substr(0, kLongestConstraintName - hash.size() - 1) + '_' + hash;
}

}  // namespace

const Column* find_column(const Table& table, const Identifier& name) {
  const auto found = std::find_if(table.columns.begin(), table.columns.end(),
                                  [&](const Column& column) { return column.name == name; });
  return found == table.columns.end() ? nullptr : &*found;
}

const DataType* find_type(const Table& table, const ColumnPath& path) {
  if (path.steps.empty()) return nullptr;
  const Column* column = find_column(table, path.steps.front());
  const DataType* type = column == nullptr ? nullptr : &column->type;
  for (std::size_t i = 1; type != nullptr && i < path.steps.size(); ++i) type = step_into(*type, path.steps[i]);
  return type;
}

const Field* find_field(const Table& table, const ColumnPath& path) {
  if (path.top_level()) return find_column(table, path.last());
  const DataType* parent = find_type(table, path.parent());
  if (parent == nullptr || parent->kind != TypeKind::structure) return nullptr;
  return find_in(parent->fields, path.last());
}

std::string key_name(const Table& table, const Key& key, bool primary) {
  if (!key.name.empty()) return key.name.value;
  return primary ? constraint_name("pk", table, {}) : constraint_name("uq", table, key.columns);
}

std::string foreign_key_name(const Table& table, const ForeignKey& key) {
  return key.name.empty() ? constraint_name("fk", table, key.columns) : key.name.value;
}

}  // namespace delta
