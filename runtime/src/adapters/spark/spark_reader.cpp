#include "adapters/spark/spark_reader.hpp"

#include <algorithm>
#include <exception>
#include <set>

#include "adapters/lake/log_error.hpp"
#include "adapters/lake/observe.hpp"
#include "adapters/spark/error_rule.hpp"
#include "adapters/spark/server_error.hpp"
#include "delta/rules/changes.hpp"
#include "sql/spark_state.hpp"

namespace delta::spark {
namespace {

std::string key_of(const TableName& name) { return fold_case(name.text()); }

ObservedTable observation(const TableName& name, Presence presence) { return unread_table(name, presence, {}); }

TableName table_in(const TableName& schema, const CatalogEntry& entry) {
  TableName name = schema;
  name.parts.emplace_back(entry.name);
  return name;
}

ObservedTable observe_view(const TableName& name, const CatalogEntry& entry) {
  ObservedTable view = observation(name, Presence::present);
  view.table.query = LocatedText(entry.query);
  view.mark = decode_mark(entry.mark);
  return view;
}

ObservedTable observe_logged(const TableName& name, const CatalogEntry& entry, const LogRows& log) {
  const std::string place = entry.location.empty() ? name.text() : entry.location;
  try {
    ObservedTable table = lake::observe(name, log.state());
    table.may_have_rows = log.may_have_rows();
    if (entry.is_external()) table.table.location = LocatedText(entry.location);
    return table;
  } catch (const lake::LogError& error) {
    return unread_table(name, Presence::failed, {place + ": " + error.what(), error.fix()}, error.code());
  } catch (const std::exception& error) {  // one table must not end the others' run
    return unread_table(name, Presence::failed, {place + ": " + error.what(), lake::kDefectFix});
  }
}

/// Some names, and how many more there are.
std::string some_names(const std::vector<std::string>& names) {
  constexpr std::size_t kMost = 5;
  std::string text;
  for (std::size_t i = 0; i < names.size() && i < kMost; ++i) text += (i > 0 ? ", " : "") + names[i];
  if (names.size() > kMost) text += " and " + std::to_string(names.size() - kMost) + " more";
  return text;
}

}  // namespace

SparkReader::SparkReader(std::shared_ptr<SqlSession> session, Capabilities capabilities, std::int64_t most_commits)
    : session_(std::move(session)),
      capabilities_(std::move(capabilities)),
      most_commits_(most_commits),
      describe_(*session_) {}

Expected<std::vector<ObservedTable>> SparkReader::read(std::span<const TableName> names) {
  Found found;
  std::map<std::string, std::vector<TableName>> wanted;
  for (const TableName& name : names) {
    handed_out_.insert(key_of(name));
    if (auto known = beside_.extract(key_of(name))) {
      found.insert(std::move(known));
    } else {
      wanted[key_of(name.name_space())].push_back(name);
    }
  }
  std::vector<SchemaTables> schemas;
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
      if (!entry.is_delta() && !entry.is_view()) continue;
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
  listing.problem = {error.message, fix};
  listing.code = rule == nullptr ? 0 : rule->code;
  return listing;
}

Expected<SchemaTables> SparkReader::list_wanted(const TableName& schema, const std::vector<TableName>& wanted,
                                                Found& found) {
  SchemaTables out{schema, {}, wanted.size() > 1};
  auto listing = list_schema(out.whole ? sql::show_tables(schema) : sql::show_table(wanted.front()));
  if (!listing) return std::move(listing).error();
  std::set<std::string> asked;
  for (const TableName& name : wanted) {
    asked.insert(fold_case(name.last().text()));
    const auto entry = listing->entries.find(fold_case(name.last().text()));
    ObservedTable& table = found[key_of(name)];
    if (!listing->problem.message.empty()) {
      table = unread_table(name, Presence::not_visible, listing->problem, listing->code);
    } else if (entry == listing->entries.end()) {
      table = observation(name, Presence::absent);
      table.namespace_exists = listing->exists;
    } else if (entry->second.is_view()) {
      table = observe_view(name, entry->second);
    } else if (!entry->second.is_delta()) {
      table = unread_table(name, Presence::failed, foreign_object(name, entry->second), rules::kNotDelta.code);
    }
  }
  std::vector<TableName> names;
  for (auto& [last, entry] : listing->entries) {
    const bool is_asked = asked.contains(last);
    if (!is_asked && !out.whole) continue;
    if (!entry.is_delta() && (is_asked || !entry.is_view())) continue;
    const TableName name = table_in(schema, entry);
    names.push_back(name);
    if (!is_asked && handed_out_.contains(key_of(name))) continue;
    if (!is_asked) beside_[key_of(name)] = entry.is_view() ? observe_view(name, entry) : ObservedTable{};
    if (entry.is_delta()) out.tables.push_back(std::move(entry));
  }
  if (out.whole && listing->problem.message.empty()) beside_names_[key_of(schema)] = std::move(names);
  return out;
}

Expected<void> SparkReader::observe(std::span<const SchemaTables> schemas, Found& found) {
  if (schemas.empty()) return {};
  Logs logs{{}, "the target says deltac.log_commits=0"};
  if (most_commits_ > 0) {
    auto read = LogReader(*session_, most_commits_).read(schemas);
    if (!read) return std::move(read).error();
    logs = *std::move(read);
  }
  if (!logs.problem.empty() && schemas.size() > 1) {
    // One schema that may not be read does not hide the others.
    for (const SchemaTables& each : schemas) {
      if (auto done = observe(std::span(&each, 1), found); !done) return done;
    }
    return {};
  }
  for (const SchemaTables& schema : schemas) {
    for (const CatalogEntry& entry : schema.tables) {
      const TableName name = table_in(schema.name, entry);
      auto table = observe(name, entry, logs);
      if (!table) return std::move(table).error();
      const auto beside = beside_.find(key_of(name));
      (beside != beside_.end() ? beside->second : found[key_of(name)]) = *std::move(table);
    }
  }
  return {};
}

Expected<ObservedTable> SparkReader::observe(const TableName& name, const CatalogEntry& entry, const Logs& logs) {
  const auto log = logs.by_directory.find(directory_key(entry.location, false));
  const bool too_long = log != logs.by_directory.end() && log->second.is_past(most_commits_);
  if (logs.problem.empty() && !too_long) {
    if (log != logs.by_directory.end()) return observe_logged(name, entry, log->second);
    return unread_table(name, Presence::failed,
                        {(entry.location.empty() ? name.text() : entry.location) +
                             " has no Delta log, though the catalogue has a Delta table there",
                         "drop the entry, or bring the files back"});
  }
  auto table = describe_.read(name, entry);
  if (!table) return table;
  const std::string why =
      too_long ? "of more than " + std::to_string(most_commits_) + " commits since the last checkpoint" : logs.problem;
  if (table->present()) described_[key_of(name.name_space())][name] = why;
  return table;
}

std::vector<std::string> SparkReader::notes(std::span<const TableName> namespaces) {
  std::map<std::string, std::vector<std::string>> tables;  // by why
  for (const TableName& schema : namespaces) {
    const auto described = described_.find(key_of(schema));
    if (described == described_.end()) continue;
    for (const auto& [name, why] : described->second) tables[why].push_back(name.text());
  }
  std::vector<std::string> notes;
  for (const auto& [why, names] : tables) {
    notes.push_back(some_names(names) + (names.size() == 1 ? " was" : " were") +
                    " read by DESCRIBE instead of from the log (" + why +
                    "): NOT NULL, lengths of VARCHAR and CHAR, generated and identity columns, and comments where a "
                    "struct has fields are not shown there, and were not compared");
  }
  return notes;
}

}  // namespace delta::spark
