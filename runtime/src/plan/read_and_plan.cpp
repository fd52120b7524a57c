#include <algorithm>
#include <set>

#include "delta/plan/planner.hpp"

namespace delta {
namespace {

/// The tables that lie beside the declared ones and are not asked for: among them are the orphans.
Expected<std::vector<ObservedTable>> read_others(const Registry& registry, const std::vector<TableName>& names,
                                                 CatalogReader& reader) {
  std::set<std::string> asked;
  for (const TableName& name : names) asked.insert(fold_case(name.text()));
  std::map<std::string, TableName> namespaces;
  for (const Table& table : registry.tables) {
    const TableName space = table.name.name_space();
    namespaces.emplace(fold_case(space.text()), space);
  }
  for (const Tombstone& tombstone : registry.tombstones) {
    const TableName space = tombstone.name.name_space();
    namespaces.emplace(fold_case(space.text()), space);
  }
  std::vector<TableName> wanted;
  for (auto& [key, space] : namespaces) wanted.push_back(std::move(space));
  auto listed = reader.list(wanted);
  if (!listed) return std::move(listed).error();
  std::erase_if(*listed, [&](const TableName& name) { return asked.contains(fold_case(name.text())); });
  return reader.read(*listed);
}

}  // namespace

Expected<Plan> read_and_plan(const Registry& registry, CatalogReader& reader, const PlanOptions& options) {
  const std::vector<TableName> names = names_to_read(registry);
  auto observed = reader.read(names);
  if (!observed) return std::move(observed).error();
  const auto others = read_others(registry, names, reader);
  if (!others) return others.error();
  return make_plan(registry, *std::move(observed), *others, reader.capabilities(), options);
}

}  // namespace delta
