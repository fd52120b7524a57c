#include "adapters/spark/spark_reader.hpp"

#include <algorithm>
#include <exception>
#include <set>

#include "adapters/lake/log_error.hpp"
#include "adapters/lake/observe.hpp"
#include "adapters/spark/error_rule.hpp"
#include "adapters/spark/log_folders.hpp"
#include "adapters/spark/server_error.hpp"
#include "delta/rules/changes.hpp"
#include "sql/spark_state.hpp"

namespace delta::spark {
namespace {

std::string key_of(const TableName& name) { return fold_case(name.text()); }

std::string cell(SqlRow row, std::size_t index) {
  return index < row.size() && row[index] ? std::string(*row[index]) : std::string();
}

ObservedTable observation(const TableName& name, Presence presence, std::string problem = "", int code = 0) {
  ObservedTable table;
  table.name = name;
  table.table.name = name;
  table.presence = presence;
  table.problem = std::move(problem);
  table.code = code;
  return table;
}

TableName table_in(const TableName& schema, const CatalogEntry& entry) {
  TableName name = schema;
  name.parts.emplace_back(entry.name);
  return name;
}

/// What is there under the name though it is no table of ours to change.
std::string foreign_object(const TableName& name, const CatalogEntry& entry) {
  if (entry.is_view()) {
    return name.text() + " is a view; drop or rename the view, or declare the table under another name";
  }
  const std::string format = entry.provider.empty() ? "another format" : "format '" + entry.provider + "'";
  return name.text() + " is a table of " + format +
         ", and deltac changes Delta tables only; convert it with CONVERT TO " +
         "DELTA, or declare the table under another name";
}

ObservedTable observe_logged(const TableName& name, const CatalogEntry& entry, const LogsByDirectory& logs,
                             const std::string& problem) {
  const std::string place = entry.location.empty() ? name.text() : entry.location;
  if (!problem.empty()) return observation(name, Presence::failed, place + ": " + problem);
  const auto log = logs.find(directory_key(entry.location, false));
  if (log == logs.end()) {
    return observation(name, Presence::failed,
                       place +
                           " has no Delta log, though the catalogue has a Delta table there; drop the entry, or "
                           "bring the files back");
  }
  try {
    ObservedTable table = lake::observe(name, log->second.state());
    table.may_have_rows = log->second.may_have_rows();
    if (entry.is_external()) table.table.location = LocatedText(entry.location);
    return table;
  } catch (const lake::LogError& error) {
    return observation(name, Presence::failed,
                       place + ": " + error.what() + (error.fix().empty() ? "" : "; " + error.fix()), error.code());
  } catch (const std::exception& error) {  // one table must not end the others' run
    return observation(name, Presence::failed, place + ": " + error.what());
  }
}

/// One statement for all folders. A folder without any such file ends it with PATH_NOT_FOUND; the others then answer
/// one by one.
template <class Statement, class Take>
Expected<void, SqlError> query_folders(SqlSession& session, std::span<const std::string> folders,
                                       const Statement& statement, const Take& take) {
  const auto done = session.query(statement(folders), take);
  if (done || done.error().kind != SqlError::Kind::not_found) return done;
  if (folders.size() == 1) return {};
  for (const std::string& folder : folders) {
    const auto one = session.query(statement(std::span(&folder, 1)), take);
    if (!one && one.error().kind != SqlError::Kind::not_found) return one;
  }
  return {};
}

}  // namespace

SparkReader::SparkReader(std::shared_ptr<SqlSession> session, Capabilities capabilities)
    : session_(std::move(session)), capabilities_(std::move(capabilities)) {}

Expected<std::vector<ObservedTable>> SparkReader::read(std::span<const TableName> names) {
  Found found;
  std::map<std::string, std::vector<TableName>> wanted;
  for (const TableName& name : names) {
    if (auto known = beside_.extract(key_of(name))) {
      found.insert(std::move(known));
    } else {
      wanted[key_of(name.name_space())].push_back(name);
    }
  }
  std::vector<Schema> schemas;
  for (const auto& [key, tables] : wanted) {
    auto schema = list_wanted(tables.front().name_space(), tables, found);
    if (!schema) return std::move(schema).error();
    if (!schema->tables.empty()) schemas.push_back(*std::move(schema));
  }
  if (auto done = observe(schemas, found); !done) {
    beside_.clear();
    return std::move(done).error();
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
      tables.push_back(table_in(schema, entry));
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
  const ErrorRule* rule = find_error_rule(error);
  const std::string fix = error.fix.empty() && rule != nullptr ? std::string(rule->fix) : error.fix;
  listing.problem = error.message + (fix.empty() ? "" : "; " + fix);
  listing.code = rule == nullptr ? 0 : rule->code;
  return listing;
}

Expected<SparkReader::Schema> SparkReader::list_wanted(const TableName& schema, const std::vector<TableName>& wanted,
                                                       Found& found) {
  Schema out{schema, {}, wanted.size() > 1};
  auto listing = list_schema(out.whole ? sql::show_tables(schema) : sql::show_table(wanted.front()));
  if (!listing) return std::move(listing).error();
  std::set<std::string> asked;
  for (const TableName& name : wanted) {
    asked.insert(fold_case(name.last().text()));
    const auto entry = listing->entries.find(fold_case(name.last().text()));
    ObservedTable& table = found[key_of(name)];
    if (!listing->problem.empty()) {
      table = observation(name, Presence::not_visible, listing->problem, listing->code);
    } else if (entry == listing->entries.end()) {
      table = observation(name, Presence::absent);
      table.namespace_exists = listing->exists;
    } else if (!entry->second.is_delta()) {
      table = observation(name, Presence::failed, foreign_object(name, entry->second), rules::kNotDelta.code);
    }
  }
  std::vector<TableName> names;
  for (auto& [last, entry] : listing->entries) {
    if (!entry.is_delta() || (!out.whole && !asked.contains(last))) continue;
    if (!asked.contains(last)) beside_[key_of(table_in(schema, entry))] = {};
    names.push_back(table_in(schema, entry));
    out.tables.push_back(std::move(entry));
  }
  if (out.whole && listing->problem.empty()) beside_names_[key_of(schema)] = std::move(names);
  return out;
}

Expected<void> SparkReader::observe(std::span<const Schema> schemas, Found& found) {
  if (schemas.empty()) return {};
  const auto logs = read_logs(schemas);
  if (!logs) return logs.error();
  if (!logs->problem.empty() && schemas.size() > 1) {
    // One schema that may not be read does not hide the others.
    for (const Schema& each : schemas) {
      if (auto done = observe(std::span(&each, 1), found); !done) return done;
    }
    return {};
  }
  for (const Schema& schema : schemas) {
    for (const CatalogEntry& entry : schema.tables) {
      const TableName name = table_in(schema.name, entry);
      const auto beside = beside_.find(key_of(name));
      ObservedTable& table = beside != beside_.end() ? beside->second : found[key_of(name)];
      table = observe_logged(name, entry, logs->by_directory, logs->problem);
    }
  }
  return {};
}

Expected<SparkReader::Logs> SparkReader::read_logs(std::span<const Schema> schemas) {
  Logs logs;
  std::vector<std::string> folders;
  for (const Schema& schema : schemas) {
    for (std::string& folder : log_folders(schema.tables, schema.whole)) folders.push_back(std::move(folder));
  }
  const auto done = query_folders(*session_, folders, sql::newest_log_actions, [&](SqlRow row) {
    logs.by_directory[directory_key(cell(row, 0), true)].take_commit(row);
  });
  if (!done) {
    if (!concerns_statement(done.error())) return server_error(done.error());
    logs.problem = "the server does not let its log be read: " + done.error().message;
    return logs;
  }
  std::vector<Schema> late;
  for (const Schema& schema : schemas) {
    Schema part{schema.name, {}, false};
    for (const CatalogEntry& table : schema.tables) {
      const auto log = logs.by_directory.find(directory_key(table.location, false));
      if (log == logs.by_directory.end() || log->second.starts_late()) part.tables.push_back(table);
    }
    if (!part.tables.empty()) late.push_back(std::move(part));
  }
  if (late.empty()) return logs;
  if (auto read = read_checkpoints(late, logs); !read) return std::move(read).error();
  return logs;
}

Expected<void> SparkReader::read_checkpoints(std::span<const Schema> schemas, Logs& logs) {
  std::vector<std::string> folders;
  for (const Schema& schema : schemas) {
    for (std::string& folder : log_folders(schema.tables, false)) folders.push_back(std::move(folder));
  }
  const auto read = [&](bool with_domains) {
    return query_folders(
        *session_, folders,
        [&](std::span<const std::string> some) { return sql::newest_checkpoint_actions(some, with_domains); },
        [&](SqlRow row) { logs.by_directory[directory_key(cell(row, 0), true)].take_checkpoint(row); });
  };
  auto done = read(true);
  if (!done && done.error().sqlstate == "42703") done = read(false);  // old writers' checkpoints have no such column
  if (done) return {};
  if (!concerns_statement(done.error())) return server_error(done.error());
  logs.problem = "the server does not let its checkpoints be read: " + done.error().message;
  return {};
}

}  // namespace delta::spark
