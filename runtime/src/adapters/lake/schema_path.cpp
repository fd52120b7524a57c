#include "adapters/lake/schema_path.hpp"

#include <algorithm>

#include "adapters/lake/log_error.hpp"

namespace delta::lake {
namespace {

[[noreturn]] void missing(const ColumnPath& path) { throw LogError("the table has no column " + path.text()); }

std::vector<Json>* fields_of(Json& type) {
  Json* fields = type.is_object() ? type.find("fields") : nullptr;
  return fields != nullptr && fields->is_array() ? &fields->items : nullptr;
}

Json* inner_type(Json& type, const Identifier& step) {
  if (!type.is_object()) return nullptr;
  if (step == Identifier("element")) return type.find("elementType");
  if (step == Identifier("key")) return type.find("keyType");
  return step == Identifier("value") ? type.find("valueType") : nullptr;
}

}  // namespace

std::size_t index_of(const std::vector<Json>& fields, const Identifier& name) {
  const auto found = std::ranges::find_if(fields, [&](const Json& field) {
    const std::string* text = field.find_string("name");
    return text != nullptr && Identifier(*text) == name;
  });
  return static_cast<std::size_t>(found - fields.begin());
}

SchemaPlace find_place(Json& schema, const ColumnPath& path) {
  SchemaPlace place;
  place.type = &schema;
  for (const Identifier& step : path.steps) {
    if (std::vector<Json>* fields = fields_of(*place.type); fields != nullptr) {
      const std::size_t index = index_of(*fields, step);
      if (index == fields->size()) missing(path);
      place.field = &(*fields)[index];
      place.type = place.field->find("type");
      place.inner_path.clear();
    } else {
      place.type = inner_type(*place.type, step);
      place.inner_path += (place.inner_path.empty() ? "" : ".") + fold_case(step.text());
    }
    if (place.type == nullptr) missing(path);
  }
  return place;
}

std::vector<Json>& siblings(Json& schema, const ColumnPath& path) {
  const ColumnPath parent = path.parent();
  Json* type = parent.steps.empty() ? &schema : find_place(schema, parent).type;
  std::vector<Json>* fields = fields_of(*type);
  if (fields == nullptr) throw LogError(parent.text() + " is no struct");
  return *fields;
}

DataType* find_inner(DataType& type, const std::vector<Identifier>& steps, std::size_t from) {
  DataType* current = &type;
  for (std::size_t i = from; i < steps.size(); ++i) {
    const Identifier& step = steps[i];
    if (current->kind == TypeKind::structure) {
      const auto found = std::ranges::find(current->fields, step, &Field::name);
      if (found == current->fields.end()) return nullptr;
      current = &found->type;
    } else if (current->kind == TypeKind::array && step == Identifier("element")) {
      current = &current->types.at(0);
    } else if (current->kind == TypeKind::map && step == Identifier("key")) {
      current = &current->types.at(0);
    } else if (current->kind == TypeKind::map && step == Identifier("value")) {
      current = &current->types.at(1);
    } else {
      return nullptr;
    }
  }
  return current;
}

}  // namespace delta::lake
