#include "adapters/spark/log_folders.hpp"

#include <map>

#include "sql/spark_state.hpp"

namespace delta::spark {

std::vector<std::string> log_folders(std::span<const CatalogEntry> tables, bool all) {
  // No brace lists: to an ODBC driver `{` outside of quotes begins an escape of its own.
  constexpr std::size_t kMostByName = 16;
  std::map<std::string, std::vector<std::string>> folders;
  for (const CatalogEntry& table : tables) {
    const std::size_t slash = table.location.rfind('/');
    folders[sql::escape_glob(table.location.substr(0, slash))].push_back(
        sql::escape_glob(table.location.substr(slash + 1)));
  }
  std::vector<std::string> globs;
  for (const auto& [parent, names] : folders) {
    if (names.size() > kMostByName || (all && names.size() > 1)) {
      globs.push_back(parent + "/*");
      continue;
    }
    for (const std::string& name : names) globs.push_back(parent + '/' + name);
  }
  return globs;
}

}  // namespace delta::spark
