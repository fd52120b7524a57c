#include "delta/model/table.hpp"

#include <algorithm>

#include "delta/model/fingerprint.hpp"

namespace delta {
namespace {

constexpr std::size_t kLongestConstraintName = 255;

// The finders look alike for values that may be changed and for those that may not.

template <class Members>
auto* find_in(Members& members, const Identifier& name) {
  const auto found = std::find_if(members.begin(), members.end(), [&](const auto& each) { return each.name == name; });
  return found == members.end() ? nullptr : &*found;
}

/// The type one step below `type`: a field's, an element's, a key's or a value's.
template <class Type>
Type* step_into(Type& type, const Identifier& step) {
  switch (type.kind) {
    case TypeKind::structure: {
      auto* field = find_in(type.fields, step);
      return field == nullptr ? nullptr : &field->type;
    }
    case TypeKind::array: return step == "element" && type.types.size() == 1 ? &type.types[0] : nullptr;
    case TypeKind::map:
      if (type.types.size() != 2) return nullptr;
      return step == "key" ? &type.types[0] : step == "value" ? &type.types[1] : nullptr;
    default: return nullptr;
  }
}

template <class Type, class AnyTable>
Type* type_at(AnyTable& table, const ColumnPath& path) {
  if (path.steps.empty()) return nullptr;
  auto* column = find_in(table.columns, path.steps.front());
  Type* type = column == nullptr ? nullptr : &column->type;
  for (std::size_t i = 1; type != nullptr && i < path.steps.size(); ++i) type = step_into(*type, path.steps[i]);
  return type;
}

template <class AnyField, class AnyTable>
AnyField* field_at(AnyTable& table, const ColumnPath& path) {
  if (path.steps.empty()) return nullptr;
  if (path.top_level()) return find_in(table.columns, path.last());
  auto* parent = find_type(table, path.parent());
  if (parent == nullptr || parent->kind != TypeKind::structure) return nullptr;
  return find_in(parent->fields, path.last());
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

const Column* find_column(const Table& table, const Identifier& name) { return find_in(table.columns, name); }
Column* find_column(Table& table, const Identifier& name) { return find_in(table.columns, name); }

const DataType* find_type(const Table& table, const ColumnPath& path) { return type_at<const DataType>(table, path); }
DataType* find_type(Table& table, const ColumnPath& path) { return type_at<DataType>(table, path); }

const Field* find_field(const Table& table, const ColumnPath& path) { return field_at<const Field>(table, path); }
Field* find_field(Table& table, const ColumnPath& path) { return field_at<Field>(table, path); }

bool chooses_clustering(const Table& table) {
  return table.cluster_by.size() == 1 && fold_case(table.cluster_by[0].value) == "auto" &&
         find_column(table, Identifier("auto")) == nullptr;
}

std::string key_name(const Table& table, const Key& key, bool primary) {
  if (!key.name.empty()) return key.name.value;
  return primary ? constraint_name("pk", table, {}) : constraint_name("uq", table, key.columns);
}

std::string foreign_key_name(const Table& table, const ForeignKey& key) {
  return key.name.empty() ? constraint_name("fk", table, key.columns) : key.name.value;
}

}  // namespace delta
