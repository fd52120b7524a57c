#include "adapters/lake/column_mapping.hpp"

#include <algorithm>

#include "adapters/lake/schema_json.hpp"
#include "adapters/lake/unique_id.hpp"

namespace delta::lake {
namespace {

class Mapping {
 public:
  Mapping(std::int64_t last_id, bool keep_names) : last_id_(last_id), keep_names_(keep_names) {}

  /// Of a type that deltac does not know nothing is changed, whatever it holds.
  void map_type(Json& type) {
    const std::string* kind = type.find_string("type");
    if (kind == nullptr) return;
    if (*kind == "struct") {
      Json* fields = type.find("fields");
      if (fields == nullptr) return;
      for (Json& field : fields->items) map_field(field);
    } else if (*kind == "array") {
      map_inner(type, "elementType");
    } else if (*kind == "map") {
      map_inner(type, "keyType");
      map_inner(type, "valueType");
    }
  }

  std::int64_t last_id() const { return last_id_; }

 private:
  void map_inner(Json& type, std::string_view member) {
    if (Json* inner = type.find(member); inner != nullptr) map_type(*inner);
  }

  void map_field(Json& field) {
    Json& metadata = field_metadata(field);
    if (const Json* id = metadata.find(kColumnIdKey); id == nullptr) {
      metadata.set(kColumnIdKey, Json::of(++last_id_));
    } else if (const std::optional<std::int64_t> number = id->integer()) {
      last_id_ = std::max(last_id_, *number);
    }
    if (metadata.find(kPhysicalNameKey) == nullptr) {
      const std::string* name = field.find_string("name");
      metadata.set(kPhysicalNameKey, Json::of(keep_names_ && name != nullptr ? *name : "col-" + unique_id()));
    }
    if (Json* type = field.find("type"); type != nullptr) map_type(*type);
  }

  std::int64_t last_id_;
  bool keep_names_;
};

/// The highest id in a schema: a table may come from a writer that did not keep count.
std::int64_t highest_id(const Json& schema) {
  std::int64_t highest = 0;
  for_each_field(schema, ColumnPath(), [&](const ColumnPath&, const Json& field) {
    const Json* metadata = field.find("metadata");
    const Json* id = metadata != nullptr ? metadata->find(kColumnIdKey) : nullptr;
    if (id != nullptr) highest = std::max(highest, id->integer().value_or(0));
  });
  return highest;
}

}  // namespace

std::int64_t map_columns(Json& schema, std::int64_t last_id, bool keep_names) {
  Mapping mapping(std::max(last_id, highest_id(schema)), keep_names);
  mapping.map_type(schema);
  return mapping.last_id();
}

}  // namespace delta::lake
