#include <algorithm>
#include <set>

#include "delta/plan/planner.hpp"
#include "delta/plan/preflight.hpp"

namespace delta {
namespace {

/// The namespaces in which the chosen tables live. Where all are chosen, those of all tables.
std::vector<TableName> namespaces_of(const Registry& registry, const std::string& tables) {
  std::map<std::string, TableName> namespaces;
  const auto take = [&](const TableName& name) {
    if (!glob_match(tables, name.text())) return;
    const TableName space = name.name_space();
    namespaces.emplace(fold_case(space.text()), space);
  };
  for (const Table& table : registry.tables) take(table.name);
  for (const Tombstone& tombstone : registry.tombstones) take(tombstone.name);
  std::vector<TableName> found;
  for (auto& [key, space] : namespaces) found.push_back(std::move(space));
  return found;
}

/// The tables that lie beside the declared ones and are not asked for: among them are the orphans.
Expected<std::vector<ObservedTable>> read_others(const Registry& registry, const std::string& tables,
                                                 CatalogReader& reader) {
  std::set<std::string> declared;
  for (const TableName& name : names_to_read(registry)) declared.insert(fold_case(name.text()));
  auto listed = reader.list(namespaces_of(registry, tables));
  if (!listed) return std::move(listed).error();
  std::erase_if(*listed, [&](const TableName& name) { return declared.contains(fold_case(name.text())); });
  return reader.read(*listed);
}

}  // namespace

Expected<Plan> read_and_plan(const Registry& registry, CatalogReader& reader, const PlanOptions& options,
                             Prober* prober) {
  auto observed = reader.read(names_to_read(registry, options.tables));
  if (!observed) return std::move(observed).error();
  const auto others = read_others(registry, options.tables, reader);
  if (!others) return others.error();
  Plan plan = make_plan(registry, *std::move(observed), *others, reader.capabilities(), options);
  for (std::string& note : reader.notes(namespaces_of(registry, options.tables))) plan.notes.push_back(std::move(note));
  if (prober != nullptr) {
    if (auto done = preflight(plan, registry, *prober, options.row_checks); !done) return std::move(done).error();
  }
  return plan;
}

}  // namespace delta
