#include <algorithm>

#include "delta/plan/planner.hpp"

namespace delta {

std::vector<TableName> names_to_read(const Registry& registry, std::string_view tables) {
  const auto chosen = [&](const TableName& name) { return tables == "*" || glob_match(tables, name.text()); };
  std::vector<std::pair<std::string, TableName>> names;
  for (const Table& table : registry.tables) {
    if (!chosen(table.name)) continue;
    names.emplace_back(fold_case(table.name.text()), table.name);
    for (const LocatedText& earlier : table.renamed_from) {
      names.emplace_back(fold_case(earlier.value), TableName::parse(earlier.value));
    }
  }
  for (const Tombstone& tombstone : registry.tombstones) {
    if (chosen(tombstone.name)) names.emplace_back(fold_case(tombstone.name.text()), tombstone.name);
  }
  std::sort(names.begin(), names.end(), [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first < b.first : a.second.text() < b.second.text();
  });
  std::vector<TableName> unique;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i == 0 || names[i].first != names[i - 1].first) unique.push_back(std::move(names[i].second));
  }
  return unique;
}

}  // namespace delta
