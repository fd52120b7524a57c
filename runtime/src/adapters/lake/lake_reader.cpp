#include "adapters/lake/lake_reader.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <exception>
#include <new>

#include "adapters/lake/layout.hpp"
#include "adapters/lake/log_error.hpp"
#include "adapters/lake/observe.hpp"
#include "adapters/lake/protocol.hpp"
#include "adapters/lake/table_directory.hpp"
#include "adapters/lake/trash.hpp"
#include "adapters/lake_target.hpp"
#include "adapters/target_place.hpp"

namespace delta::lake {
namespace {

ObservedTable failed(const TableName& name, std::string problem, std::string fix, int code = 0) {
  return unread_table(name, Presence::failed, {std::move(problem), std::move(fix)}, code);
}

ObservedTable read_one(const std::string& root, const TableName& name) {
  try {
    require_place(root, name);
  } catch (const LogError& error) {
    return failed(name, error.what(), error.fix(), error.code());
  }
  const std::string directory = directory_of(root, name);
  try {
    const OpenTable table = open_table(directory);
    if (table.exists()) return observe(name, *table.state);
  } catch (const LogError& error) {
    return failed(name, directory + ": " + error.what(), error.fix(), error.code());
  } catch (const std::bad_alloc&) {
    return failed(name, directory + ": there is not enough memory to read its log",
                  "run it where there is more, or write a checkpoint of the table");
  } catch (const std::exception& error) {  // one table must not end the others' run
    return failed(name, directory + ": " + error.what(), kDefectFix);
  }
  ObservedTable absent;
  absent.name = name;
  absent.table.name = name;
  return absent;
}

}  // namespace

LakeReader::LakeReader(std::string root) : root_(std::move(root)) {
  capabilities_.target = lake_target(root_);
  capabilities_.lake = absolute_lake(root_);
  capabilities_.atomic_table_commit = true;
  capabilities_.validates_rows = false;
  capabilities_.stores_keys = false;
  capabilities_.stores_tags = false;
  capabilities_.supports_location = false;
  for (const std::string_view feature : switchable_features()) capabilities_.writable_features.emplace_back(feature);
}

Expected<std::vector<ObservedTable>> LakeReader::read(std::span<const TableName> names) {
  std::vector<ObservedTable> tables;
  tables.reserve(names.size());
  for (const TableName& name : names) tables.push_back(read_one(root_, name));
  return tables;
}

Expected<std::vector<TableName>> LakeReader::list(std::span<const TableName> namespaces) {
  std::vector<TableName> tables;
  try {
    for (const TableName& name_space : namespaces) {
      const std::vector<TableName> found = tables_in(root_, name_space);
      tables.insert(tables.end(), found.begin(), found.end());
    }
  } catch (const LogError& error) {
    return Error{error.what(), error.fix()};
  }
  std::sort(tables.begin(), tables.end());
  tables.erase(std::unique(tables.begin(), tables.end()), tables.end());
  return tables;
}

std::vector<std::string> LakeReader::notes(std::span<const TableName> namespaces) {
  std::vector<std::string> notes;
  struct stat status{};
  if (::stat(root_.c_str(), &status) != 0 && errno == ENOENT) {
    notes.push_back("there is no folder " + root_ + " yet: the first apply makes it");
    return notes;
  }
  for (const TableName& name_space : namespaces) {
    try {
      for (const Leftover& leftover : leftovers_in(directory_of(root_, name_space))) {
        const std::string what = "a drop was broken off, and " + leftover.path + " still holds ";
        notes.push_back(what + (leftover.changed
                                    ? "the whole table, for a commit came in between: move it to a place of "
                                      "its own to keep it, or delete it"
                                    : "files of the table: the next apply deletes them"));
      }
    } catch (const LogError&) {
      continue;  // a namespace that cannot be listed fails where its tables are listed
    }
  }
  return notes;
}

}  // namespace delta::lake
