#include "delta/model/catalog_map.hpp"

#include "sql/names.hpp"

namespace delta {
namespace {

class Mapper {
 public:
  explicit Mapper(const CatalogMap& map) : map_(map) {}

  /// `parts` of a name that begins with a catalogue.
  void name(TableName& name, std::size_t parts = 3) const {
    if (name.parts.size() != parts) return;
    const auto found = map_.find(fold_case(name.parts.front().text()));
    if (found != map_.end()) name.parts.front() = Identifier(found->second);
  }

  void text(std::string& text, std::size_t parts = 3) const {
    TableName parsed = TableName::parse(text);
    name(parsed, parts);
    text = parsed.text();
  }

 private:
  const CatalogMap& map_;
};

}  // namespace

void map_catalogs(Registry& registry, const CatalogMap& map) {
  if (map.empty()) return;
  const Mapper mapper(map);
  for (Table& table : registry.tables) {
    mapper.name(table.name);
    for (LocatedText& earlier : table.renamed_from) mapper.text(earlier.value);
    for (ForeignKey& key : table.foreign_keys) mapper.name(key.target);
    if (table.query) {
      table.query->value = sql::with_names(table.query->value, [&](const std::vector<Identifier>& parts) {
        TableName name(parts);
        mapper.name(name);
        return std::move(name.parts);
      });
    }
  }
  for (Tombstone& tombstone : registry.tombstones) mapper.name(tombstone.name);
  for (LocatedText& policy : registry.namespace_policy) mapper.text(policy.value, 2);
}

std::string map_catalog(const std::string& table, const CatalogMap& map) {
  std::string name = table;
  if (!map.empty()) Mapper(map).text(name);
  return name;
}

std::string map_schema_catalog(const std::string& schema, const CatalogMap& map) {
  std::string name = schema;
  if (!map.empty()) Mapper(map).text(name, 2);
  return name;
}

}  // namespace delta
