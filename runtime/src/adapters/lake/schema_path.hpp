#pragma once
#include <string>
#include <vector>

#include "adapters/lake/json.hpp"
#include "delta/model/data_type.hpp"
#include "delta/model/identifier.hpp"

namespace delta::lake {

/// Where a path leads in a schema's JSON.
struct SchemaPlace {
  Json* field = nullptr;   ///< the struct field at the path, or the nearest one around an element, key or value
  Json* type = nullptr;    ///< the type at the path
  std::string inner_path;  ///< from `field` to `type`: "element.key"; empty when the path names the field itself
};

/// The place of a path, names compared ignoring case. Throws `LogError` if there is none.
SchemaPlace find_place(Json& schema, const ColumnPath& path);

/// The struct that holds the field at the end of `path`: its list of fields. Throws `LogError`.
std::vector<Json>& siblings(Json& schema, const ColumnPath& path);

/// The place of a named field in a list, or the list's size.
std::size_t index_of(const std::vector<Json>& fields, const Identifier& name);

/// The same for a model type: the type at the end of `steps` from `from` on, or nullptr.
DataType* find_inner(DataType& type, const std::vector<Identifier>& steps, std::size_t from);

}  // namespace delta::lake
