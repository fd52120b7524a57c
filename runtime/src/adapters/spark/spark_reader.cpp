#include "adapters/spark/spark_reader.hpp"

#include <algorithm>
#include <exception>
#include <set>

#include "adapters/lake/log_error.hpp"
#include "adapters/lake/observe.hpp"
#include "adapters/spark/log_folders.hpp"
#include "adapters/spark/server_error.hpp"
#include "sql/spark_state.hpp"

namespace delta::spark {
namespace {

std::string key_of(const TableName& name) { return fold_case(name.text()); }

std::string cell(SqlRow row, std::size_t index) {
  return index < row.size() && row[index] ? std::string(*row[index]) : std::string();
}

ObservedTable observation(const TableName& name, Presence presence, std::string problem = "") {
  ObservedTable table;
  table.name = name;
  table.table.name = name;
  table.presence = presence;
  table.problem = std::move(problem);
  return table;
}

/// What is there under the name though it is no table of ours to change.
std::string foreign_object(const TableName& name, const CatalogEntry& entry) {
  if (entry.is_view()) {
    return name.text() + " is a view; drop or rename the view, or declare the table under another name";
  }
  const std::string format = entry.provider.empty() ? "another format" : "format '" + entry.provider + "'";
  return name.text() + " is a table of " + format + ", and deltac changes Delta tables only; convert it with CONVERT TO " +
         "DELTA, or declare the table under another name";
}

ObservedTable observe_logged(const TableName& name, const CatalogEntry& entry, const LogsByDirectory& logs,
                             const std::string& problem) {
  const std::string place = entry.location.empty() ? name.text() : entry.location;
  if (!problem.empty()) return observation(name, Presence::failed, place + ": " + problem);
  const auto log = logs.find(directory_key(entry.location, false));
  if (log == logs.end()) {
    return observation(name, Presence::failed,
                       place + " has no Delta log, though the catalogue has a Delta table there; drop the entry, or "
                               "bring the files back");
  }
  try {
    ObservedTable table = lake::observe(name, log->second.state());
    table.may_have_rows = log->second.may_have_rows();
    if (entry.is_external()) table.table.location = LocatedText(entry.location);
    return table;
  } catch (const lake::LogError& error) {
    return observation(name, Presence::failed,
                       place + ": " + error.what() + (error.fix().empty() ? "" : "; " + error.fix()));
  } catch (const std::exception& error) {  // one table must not end the others' run
    return observation(name, Presence::failed, place + ": " + error.what());
  }
}

}  // namespace

SparkReader::SparkReader(std::shared_ptr<SqlSession> session, Capabilities capabilities)
    : session_(std::move(session)), capabilities_(std::move(capabilities)) {}

Expected<std::vector<ObservedTable>> SparkReader::read(std::span<const TableName> names) {
  std::map<std::string, ObservedTable> found;
  std::map<std::string, std::pair<TableName, std::vector<TableName>>> schemas;
  for (const TableName& name : names) {
    if (auto known = beside_.extract(key_of(name))) {
      found.insert(std::move(known));
      continue;
    }
    auto& [schema, wanted] = schemas[key_of(name.name_space())];
    schema = name.name_space();
    wanted.push_back(name);
  }
  for (const auto& [key, each] : schemas) {
    if (auto done = read_schema(each.first, each.second, found); !done) return std::move(done).error();
  }
  std::vector<ObservedTable> tables;
  tables.reserve(names.size());
  for (const TableName& name : names) {
    ObservedTable& table = found[key_of(name)];
    table.name = name;
    table.table.name = name;
    tables.push_back(std::move(table));
  }
  return tables;
}

Expected<std::vector<TableName>> SparkReader::list(std::span<const TableName> namespaces) {
  std::vector<TableName> tables;
  for (const TableName& schema : namespaces) {
    if (auto known = beside_names_.extract(key_of(schema))) {
      tables.insert(tables.end(), known.mapped().begin(), known.mapped().end());
      continue;
    }
    auto listing = list_schema(sql::show_tables(schema));
    if (!listing) return std::move(listing).error();
    for (const auto& [name, entry] : listing->entries) {
      if (!entry.is_delta()) continue;
      TableName table = schema;
      table.parts.emplace_back(entry.name);
      tables.push_back(std::move(table));
    }
  }
  std::sort(tables.begin(), tables.end());
  tables.erase(std::unique(tables.begin(), tables.end()), tables.end());
  return tables;
}

Expected<SparkReader::Listing> SparkReader::list_schema(const std::string& statement) {
  Listing listing;
  const auto done = session_->query(statement, [&](SqlRow row) {
    if (cell(row, 2) == "true") return;  // a temporary view of this session, in no schema
    CatalogEntry entry = read_entry(cell(row, 1), cell(row, 3));
    std::string key = fold_case(entry.name);
    listing.entries.emplace(std::move(key), std::move(entry));
  });
  if (done) return listing;
  const SqlError& error = done.error();
  if (error.kind == SqlError::Kind::not_found) {
    listing.exists = false;
    return listing;
  }
  if (!concerns_statement(error)) return server_error(error);
  listing.problem = error.message + (error.fix.empty() ? "" : "; " + error.fix);
  return listing;
}

Expected<void> SparkReader::read_schema(const TableName& schema, const std::vector<TableName>& wanted,
                                        std::map<std::string, ObservedTable>& found) {
  const bool all = wanted.size() > 1;
  auto listing = list_schema(all ? sql::show_tables(schema) : sql::show_table(wanted.front()));
  if (!listing) return std::move(listing).error();
  std::set<std::string> asked;
  std::vector<CatalogEntry> logged;
  for (const TableName& name : wanted) {
    const std::string last = fold_case(name.last().text());
    asked.insert(last);
    const auto entry = listing->entries.find(last);
    if (!listing->problem.empty()) {
      found[key_of(name)] = observation(name, Presence::not_visible, listing->problem);
    } else if (entry == listing->entries.end()) {
      found[key_of(name)] = observation(name, Presence::absent);
      found[key_of(name)].namespace_exists = listing->exists;
    } else if (!entry->second.is_delta()) {
      found[key_of(name)] = observation(name, Presence::failed, foreign_object(name, entry->second));
    } else {
      logged.push_back(entry->second);
    }
  }
  if (all) {
    for (const auto& [last, entry] : listing->entries) {
      if (entry.is_delta() && !asked.contains(last)) logged.push_back(entry);
    }
  }
  std::string problem;
  const auto logs = read_logs(logged, all, problem);
  if (!logs) return logs.error();
  std::vector<TableName> names;
  for (const CatalogEntry& entry : logged) {
    TableName name = schema;
    name.parts.emplace_back(entry.name);
    ObservedTable table = observe_logged(name, entry, *logs, problem);
    if (asked.contains(fold_case(entry.name))) {
      found[key_of(name)] = std::move(table);
    } else {
      beside_[key_of(name)] = std::move(table);
    }
    names.push_back(std::move(name));
  }
  if (all) beside_names_[key_of(schema)] = std::move(names);
  return {};
}

Expected<LogsByDirectory> SparkReader::read_logs(const std::vector<CatalogEntry>& tables, bool all,
                                                 std::string& problem) {
  LogsByDirectory logs;
  if (tables.empty()) return logs;
  const std::vector<std::string> folders = log_folders(tables, all);
  const auto done = session_->query(sql::newest_log_actions(folders), [&](SqlRow row) {
    logs[directory_key(cell(row, 0), true)].take_commit(row);
  });
  if (!done && done.error().kind != SqlError::Kind::not_found) {
    if (!concerns_statement(done.error())) return server_error(done.error());
    problem = "the server does not let its log be read: " + done.error().message;
    return logs;
  }
  std::vector<CatalogEntry> late;
  for (const CatalogEntry& table : tables) {
    const auto log = logs.find(directory_key(table.location, false));
    if (log == logs.end() || log->second.starts_late()) late.push_back(table);
  }
  if (!late.empty()) {
    if (auto read = read_checkpoints(late, logs, problem); !read) return std::move(read).error();
  }
  return logs;
}

Expected<void> SparkReader::read_checkpoints(const std::vector<CatalogEntry>& tables, LogsByDirectory& logs,
                                             std::string& problem) {
  const std::vector<std::string> folders = log_folders(tables, false);
  const auto take = [&](SqlRow row) { logs[directory_key(cell(row, 0), true)].take_checkpoint(row); };
  auto done = session_->query(sql::newest_checkpoint_actions(folders, true), take);
  // Old writers' checkpoints have no such column.
  if (!done && done.error().sqlstate == "42703") {
    done = session_->query(sql::newest_checkpoint_actions(folders, false), take);
  }
  if (done || done.error().kind == SqlError::Kind::not_found) return {};
  if (!concerns_statement(done.error())) return server_error(done.error());
  problem = "the server does not let its checkpoints be read: " + done.error().message;
  return {};
}

}  // namespace delta::spark
