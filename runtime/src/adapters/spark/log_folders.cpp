#include "adapters/spark/log_folders.hpp"

#include <map>

#include "sql/spark_state.hpp"

namespace delta::spark {

std::vector<std::string> log_folders(std::span<const CatalogEntry> tables, bool all) {
  struct Folder {
    std::vector<std::string> names;
    bool managed = true;
  };
  std::map<std::string, Folder> folders;
  for (const CatalogEntry& table : tables) {
    const std::size_t slash = table.location.rfind('/');
    Folder& folder = folders[sql::escape_glob(table.location.substr(0, slash))];
    folder.names.push_back(sql::escape_glob(table.location.substr(slash + 1)));
    folder.managed = folder.managed && !table.is_external();
  }
  std::vector<std::string> globs;
  for (const auto& [parent, folder] : folders) {
    std::string names;
    for (const std::string& name : folder.names) names += (names.empty() ? "" : ",") + name;
    // A folder that others use as well may hold far more than this schema's tables.
    const bool whole = all && folder.managed && folder.names.size() > 1;
    globs.push_back(parent + '/' + (whole ? "*" : folder.names.size() == 1 ? names : '{' + names + '}'));
  }
  return globs;
}

}  // namespace delta::spark
