#include "adapters/spark/log_folders.hpp"

namespace delta::spark {
namespace {

void add_base(const CatalogEntry& table, const BasesByDirectory& bases, sql::LogFolder& folder) {
  if (const auto base = bases.find(directory_key(table.location, false)); base != bases.end()) {
    folder.bases.push_back(base->second);
  }
}

}  // namespace

std::vector<sql::LogFolder> log_folders(std::span<const CatalogEntry> tables, bool all, const BasesByDirectory& bases) {
  // No brace lists: to an ODBC driver `{` outside of quotes begins an escape of its own.
  constexpr std::size_t kMostByName = 16;
  std::map<std::string, std::vector<const CatalogEntry*>> parents;
  for (const CatalogEntry& table : tables) {
    parents[sql::escape_glob(table.location.substr(0, table.location.rfind('/')))].push_back(&table);
  }
  std::vector<sql::LogFolder> folders;
  for (const auto& [parent, members] : parents) {
    const bool together = members.size() > kMostByName || (all && members.size() > 1);
    if (together) folders.push_back({parent + "/*", {}});
    for (const CatalogEntry* table : members) {
      if (!together) folders.push_back({sql::escape_glob(table->location), {}});
      add_base(*table, bases, folders.back());
    }
  }
  return folders;
}

}  // namespace delta::spark
