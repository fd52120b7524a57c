#include "adapters/databricks/databricks_reader.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>

#include "adapters/lake/log_error.hpp"
#include "adapters/spark/described_table.hpp"
#include "adapters/spark/server_error.hpp"
#include "quiet_thread.hpp"
#include "sql/spark_state.hpp"

namespace delta::databricks {
namespace {

/// Up to so many tables are asked for by name; of more, their schemas are read whole.
constexpr std::size_t kMostByName = 16;
/// Tables beside the declared ones that are looked into for orphans.
constexpr std::size_t kMostBeside = 100;
constexpr std::size_t kMostSessions = 8;

TableName lower(const TableName& name) {
  TableName folded;
  for (const Identifier& part : name.parts) folded.parts.emplace_back(fold_case(part.text()));
  return folded;
}

ObservedTable observation(const TableName& name, Presence presence) { return unread_table(name, presence, {}); }

ObservedTable unreadable(const TableName& name, std::string problem, std::string fix) {
  return unread_table(name, Presence::failed, {std::move(problem), std::move(fix)});
}

/// A kind of table that its own pipeline or another system changes.
std::string not_ours(const spark::CatalogEntry& entry) {
  if (entry.type == "STREAMING_TABLE") return "a streaming table, which its pipeline changes";
  if (entry.type == "FOREIGN") return "a foreign table, which another system changes";
  return {};
}

/// Asks for one table's details. A table that cannot be read is an observation that says why.
Expected<ObservedTable, SqlError> ask_detail(SqlSession& session, const TableName& name) {
  spark::DescribedTable described;
  const auto done = session.query(sql::describe_detail(name), [&](SqlRow row) { described.take_detail(row); });
  if (!done) {
    const SqlError& error = done.error();
    if (!spark::concerns_statement(error)) return error;
    // In the listing, and gone or not to be looked into.
    return unreadable(name, error.message, error.fix);
  }
  try {
    return described.observed_by_detail(name);
  } catch (const lake::LogError& error) {
    return unreadable(name, name.text() + ": " + error.what(), error.fix());
  } catch (const std::exception& error) {  // one table must not end the others' run
    return unreadable(name, name.text() + ": " + error.what(), lake::kDefectFix);
  }
}

sql::CatalogScope scope_of(const std::vector<TableName>& names) {
  sql::CatalogScope scope;
  std::set<TableName> schemas;
  for (const TableName& name : names) schemas.insert(name.name_space());
  scope.schemas.assign(schemas.begin(), schemas.end());
  if (names.size() > kMostByName) return scope;
  std::set<std::string> tables;
  for (const TableName& name : names) tables.insert(name.last().text());
  scope.tables.assign(tables.begin(), tables.end());
  return scope;
}

}  // namespace

DatabricksReader::DatabricksReader(std::shared_ptr<SqlSession> session, MoreSessions more, Capabilities capabilities,
                                   std::string catalog)
    : session_(std::move(session)),
      more_(std::move(more)),
      capabilities_(std::move(capabilities)),
      catalog_(fold_case(catalog)) {}

/// Unity Catalog knows names in lower case, with their catalogue.
TableName DatabricksReader::whole(const TableName& name, std::size_t parts) const {
  TableName all = lower(name);
  if (all.parts.size() + 1 == parts) all.parts.emplace(all.parts.begin(), catalog_);
  return all;
}

/// A reference to a table is compared with what the code calls it: with two parts, if it does.
TableName DatabricksReader::as_asked(TableName name) const {
  if (name.parts.size() != 3 || name.parts.front().text() != catalog_) return name;
  TableName as_short = name;
  as_short.parts.erase(as_short.parts.begin());
  const bool by_short = declared_.contains(as_short) ||
                        (!declared_.contains(name) && !declared_.empty() && declared_.begin()->parts.size() == 2);
  return by_short ? as_short : name;
}

/// False if the server refused the statement: `problem` (may be null) says why.
Expected<bool> DatabricksReader::ask(const std::string& statement, CatalogRows& rows, TakeRow take, Error* problem) {
  const auto done = session_->query(statement, [&](SqlRow row) { (rows.*take)(row); });
  if (done) return true;
  if (!spark::concerns_statement(done.error())) return spark::server_error(done.error());
  if (problem != nullptr) *problem = {done.error().message, done.error().fix};
  return false;
}

Expected<DatabricksReader::Problems> DatabricksReader::ask_catalogue(const sql::CatalogScope& scope, bool columns,
                                                                     CatalogRows& rows) {
  Problems problems;
  auto done = ask(sql::catalog_tables(scope), rows, &CatalogRows::take_table, &problems.tables);
  if (!done) return std::move(done).error();
  if (!*done || !columns || rows.delta_tables().empty()) return problems;
  done = ask(sql::catalog_columns(scope), rows, &CatalogRows::take_column, &problems.tables);
  if (!done) return std::move(done).error();
  done = ask(sql::catalog_keys(scope), rows, &CatalogRows::take_key, nullptr);
  if (!done) return std::move(done).error();
  problems.keys = !*done;
  done = ask(sql::catalog_tags(scope), rows, &CatalogRows::take_tag, nullptr);
  if (!done) return std::move(done).error();
  problems.tags = !*done;
  // Without them a rename of a masked column is refused by the server, and nothing is lost.
  done = ask(sql::catalog_policies(scope), rows, &CatalogRows::take_policy, nullptr);
  if (!done) return std::move(done).error();
  return problems;
}

Expected<std::vector<ObservedTable>> DatabricksReader::read(std::span<const TableName> names) {
  const bool beside = !names.empty() && std::all_of(names.begin(), names.end(), [&](const TableName& name) {
    return beside_.contains(whole(name, 3));
  });
  if (beside) return read_beside(names);
  std::vector<TableName> wanted;
  for (const TableName& name : names) wanted.push_back(whole(name, 3));
  declared_.clear();
  for (const TableName& name : names) declared_.insert(lower(name));
  if (wanted.empty()) return std::vector<ObservedTable>();
  CatalogRows rows;
  const auto problems = ask_catalogue(scope_of(wanted), true, rows);
  if (!problems) return problems.error();
  std::vector<TableName> there;
  if (problems->tables.message.empty()) {
    for (const TableName& name : wanted) {
      const spark::CatalogEntry* entry = rows.entry(name);
      if (entry != nullptr && entry->is_delta() && not_ours(*entry).empty()) there.push_back(name);
    }
  }
  auto details = describe(there);
  if (!details) return std::move(details).error();
  std::map<TableName, ObservedTable> described;
  for (std::size_t i = 0; i < there.size(); ++i) described.emplace(there[i], std::move((*details)[i]));
  const std::vector<TableName> all_views = rows.views();
  const std::set<TableName> views(all_views.begin(), all_views.end());
  const auto is_view = [&](const TableName& name) { return views.contains(name); };
  if (std::any_of(wanted.begin(), wanted.end(), is_view)) {
    if (auto asked = ask_views(scope_of(wanted), rows); !asked) return std::move(asked).error();
  }
  std::vector<ObservedTable> tables;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (!is_view(wanted[i])) {
      tables.push_back(finish(names[i], rows, *problems, described));
      continue;
    }
    auto view = read_view(names[i], *rows.entry(wanted[i]));
    if (!view) return std::move(view).error();
    tables.push_back(*std::move(view));
  }
  return tables;
}

/// What may not be read is told where the view is.
Expected<void> DatabricksReader::ask_views(const sql::CatalogScope& scope, CatalogRows& rows) {
  auto done = ask(sql::catalog_views(scope), rows, &CatalogRows::take_view, nullptr);
  if (!done) return std::move(done).error();
  return {};
}

Expected<ObservedTable> DatabricksReader::read_view(const TableName& asked, const spark::CatalogEntry& entry) {
  if (entry.query.empty()) {
    return unreadable(asked, asked.text() + " is a view, and its query is shown to its owner only",
                      "apply as the owner, or let a group own it that this account is in");
  }
  ObservedTable view = observation(asked, Presence::present);
  view.table.query = LocatedText(entry.query);
  const auto take = [&](SqlRow row) {
    if (row.size() > 1 && row[0] && row[1] && *row[0] == kManagedMarkKey) view.mark = decode_mark(*row[1]);
  };
  const auto done = session_->query(sql::show_properties(whole(asked, 3)), take);
  if (!done && !spark::concerns_statement(done.error())) return spark::server_error(done.error());
  return view;
}

ObservedTable DatabricksReader::finish(const TableName& asked, const CatalogRows& rows, const Problems& problems,
                                       std::map<TableName, ObservedTable>& described) const {
  const TableName name = whole(asked, 3);
  if (!problems.tables.message.empty()) return unread_table(asked, Presence::not_visible, problems.tables);
  const spark::CatalogEntry* entry = rows.entry(name);
  if (entry == nullptr) {
    ObservedTable table = observation(asked, Presence::absent);
    table.namespace_exists = rows.has_schema(name.name_space());
    return table;
  }
  const std::string others = not_ours(*entry);
  if (!others.empty()) return unreadable(asked, asked.text() + " is " + others, "declare a table of another name");
  if (!entry->is_delta()) return unread_table(asked, Presence::failed, spark::foreign_object(asked, *entry));
  ObservedTable table = std::move(described.at(name));
  table.name = asked;
  table.table.name = asked;
  if (!table.present()) return table;
  if (const std::string fault = rows.complete(table, name); !fault.empty()) {
    return unreadable(asked, asked.text() + ": " + fault,
                      "look at the table on the server, and declare what deltac can read");
  }
  for (ForeignKey& key : table.table.foreign_keys) key.target = as_asked(key.target);
  for (Referrer& each : table.referred_by) {
    each.table = as_asked(each.table);
    each.key.target = as_asked(each.key.target);
  }
  table.blind.erase(Aspect::keys);
  table.blind.erase(Aspect::tags);
  if (problems.keys) table.blind.insert(Aspect::keys);
  if (problems.tags) table.blind.insert(Aspect::tags);
  return table;
}

Expected<std::vector<ObservedTable>> DatabricksReader::describe(const std::vector<TableName>& names) {
  std::vector<std::optional<ObservedTable>> found(names.size());
  std::optional<SqlError> ends;
  std::exception_ptr broken;
  std::mutex mutex;
  std::atomic<std::size_t> next{0};
  const auto work = [&](SqlSession& session) {
    try {
      for (std::size_t i = next++; i < names.size(); i = next++) {
        auto table = ask_detail(session, names[i]);
        const std::lock_guard lock(mutex);
        if (table) {
          found[i] = *std::move(table);
        } else {
          ends = std::move(table).error();
          next = names.size();
        }
      }
    } catch (...) {  // a thread of its own has nobody else who would hear of it
      const std::lock_guard lock(mutex);
      broken = std::current_exception();
      next = names.size();
    }
  };
  // A connection costs more than a few statements. One that cannot be had is done without.
  while (more_ && others_.size() + 1 < std::min(kMostSessions, names.size() / 4)) {
    auto opened = more_();
    if (!opened) break;
    others_.push_back(*std::move(opened));
  }
  std::vector<std::thread> threads;
  if (names.size() > 1) {
    for (const auto& session : others_) threads.push_back(quiet_thread([&work, &session] { work(*session); }));
  }
  work(*session_);
  for (std::thread& each : threads) each.join();
  if (broken) std::rethrow_exception(broken);
  if (ends) return spark::server_error(*ends);
  std::vector<ObservedTable> tables;
  for (auto& each : found) tables.push_back(*std::move(each));
  return tables;
}

Expected<std::vector<TableName>> DatabricksReader::list(std::span<const TableName> namespaces) {
  std::vector<TableName> found;
  if (namespaces.empty()) return found;
  sql::CatalogScope scope;
  for (const TableName& space : namespaces) scope.schemas.push_back(whole(space, 2));
  CatalogRows rows;
  const auto problems = ask_catalogue(scope, false, rows);
  if (!problems) return problems.error();
  beside_.clear();
  std::set<TableName> declared;
  for (const TableName& name : declared_) declared.insert(whole(name, 3));
  for (const TableName& name : rows.delta_tables()) {
    if (!declared.contains(name)) beside_.insert(name);
    found.push_back(as_asked(name));
  }
  views_beside_.clear();
  if (const std::vector<TableName> views = rows.views(); !views.empty()) {
    if (auto asked = ask_views(scope, rows); !asked) return std::move(asked).error();
    for (const TableName& name : views) {
      if (!declared.contains(name)) {
        beside_.insert(name);
        views_beside_.emplace(name, rows.entry(name)->query);
      }
      found.push_back(as_asked(name));
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

/// Of tables only their marks matter: which of them were declared once. Of views what they read.
Expected<std::vector<ObservedTable>> DatabricksReader::read_beside(std::span<const TableName> names) {
  beside_.clear();
  not_looked_into_ = 0;
  std::vector<TableName> tables;
  for (const TableName& name : names) {
    if (!views_beside_.contains(whole(name, 3))) tables.push_back(whole(name, 3));
  }
  const bool looks = tables.size() <= kMostBeside;
  if (!looks) not_looked_into_ = tables.size();
  auto described = describe(looks ? tables : std::vector<TableName>());
  if (!described) return std::move(described).error();
  std::vector<ObservedTable> found;
  std::size_t next = 0;
  for (const TableName& name : names) {
    if (const auto view = views_beside_.find(whole(name, 3)); view != views_beside_.end()) {
      ObservedTable& made = found.emplace_back(observation(name, Presence::present));
      made.table.query = LocatedText(view->second);
    } else if (looks) {
      ObservedTable& made = found.emplace_back(std::move((*described)[next++]));
      made.name = made.table.name = name;
    } else {
      found.push_back(
          unread_table(name, Presence::not_visible, {"not looked into: too many tables beside the declared ones", ""}));
    }
  }
  return found;
}

std::vector<std::string> DatabricksReader::notes(std::span<const TableName>) {
  std::vector<std::string> all{
      "Databricks is read and written as its documentation says; deltac was never run against a live workspace, so "
      "look at the statements before you apply"};
  if (not_looked_into_ > 0) {
    all.push_back(std::to_string(not_looked_into_) +
                  " tables lie beside the declared ones: they were not looked into for tables that left the code");
  }
  return all;
}

}  // namespace delta::databricks
