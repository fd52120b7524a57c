#include "adapters/spark/log_reader.hpp"

#include <utility>

#include "adapters/spark/server_error.hpp"

namespace delta::spark {
namespace {

/// No such files. A server that lets nobody read files by SQL says instead that there is no such table.
bool is_no_path(const SqlError& error) {
  return error.kind == SqlError::Kind::not_found && error.sqlstate != "42P01" &&
         error.condition != "TABLE_OR_VIEW_NOT_FOUND";
}

/// One statement for all folders. A folder without any such file ends it with PATH_NOT_FOUND; the others then answer
/// one by one.
template <class Statement, class Take>
Expected<void, SqlError> query_folders(SqlSession& session, std::span<const sql::LogFolder> folders,
                                       const Statement& statement, const Take& take) {
  const auto done = session.query(statement(folders), take);
  if (done || !is_no_path(done.error())) return done;
  if (folders.size() == 1) return {};
  for (const sql::LogFolder& folder : folders) {
    const auto one = session.query(statement(std::span(&folder, 1)), take);
    if (!one && !is_no_path(one.error())) return one;
  }
  return {};
}

std::vector<sql::LogFolder> folders_of(std::span<const SchemaTables> schemas, const BasesByDirectory& bases) {
  std::vector<sql::LogFolder> folders;
  for (const SchemaTables& schema : schemas) {
    for (sql::LogFolder& folder : log_folders(schema.tables, schema.whole, bases)) folders.push_back(std::move(folder));
  }
  return folders;
}

}  // namespace

Expected<Logs> LogReader::read(std::span<const SchemaTables> schemas) {
  bases_.clear();
  logs_ = {};
  auto done = read_bases(schemas);
  if (done) done = read_commits(schemas);
  if (done) done = read_checkpoints(schemas);
  if (done) return std::move(logs_);
  if (!concerns_statement(done.error())) return server_error(done.error());
  return Logs{{}, done.error().message};
}

Expected<void, SqlError> LogReader::read_bases(std::span<const SchemaTables> schemas) {
  return query_folders(session_, folders_of(schemas, {}), sql::newest_checkpoints, [&](SqlRow row) {
    const std::string directory = cell(row, 0);
    const std::string file = cell(row, 1);
    const auto version = version_of(file);
    if (!version) return;
    const std::string key = directory_key(directory, true);
    bases_[key] = {directory.substr(directory.rfind('/') + 1), *version, file.ends_with(".json")};
    logs_.by_directory[key].set_base(*version);
  });
}

Expected<void, SqlError> LogReader::read_commits(std::span<const SchemaTables> schemas) {
  return query_folders(
      session_, folders_of(schemas, bases_),
      [&](std::span<const sql::LogFolder> some) { return sql::newest_log_actions(some, most_commits_); },
      [&](SqlRow row) { logs_.by_directory[directory_key(cell(row, 0), true)].take_commit(row); });
}

Expected<void, SqlError> LogReader::read_checkpoints(std::span<const SchemaTables> schemas) {
  // Which domains there are, only tables with that feature tell; the checkpoints of old writers have no such column.
  const auto folders = [&](bool only_with_domains) {
    std::vector<sql::LogFolder> found;
    for (const SchemaTables& schema : schemas) {
      std::vector<CatalogEntry> tables;
      for (const CatalogEntry& table : schema.tables) {
        const std::string key = directory_key(table.location, false);
        const auto base = bases_.find(key);
        if (base == bases_.end() || base->second.is_json) continue;
        if (only_with_domains && !logs_.by_directory[key].has_domains()) continue;
        tables.push_back(table);
      }
      for (sql::LogFolder& folder : log_folders(tables, false, bases_)) found.push_back(std::move(folder));
    }
    return found;
  };
  const auto all = folders(false);
  if (all.empty()) return {};
  auto done = read_actions(all, true);
  if (done || done.error().sqlstate != "42703") return done;
  done = read_actions(all, false);
  if (!done) return done;
  const auto with_domains = folders(true);
  return with_domains.empty() ? done : read_actions(with_domains, true);
}

Expected<void, SqlError> LogReader::read_actions(std::span<const sql::LogFolder> folders, bool with_domains) {
  return query_folders(
      session_, folders,
      [&](std::span<const sql::LogFolder> some) { return sql::newest_checkpoint_actions(some, with_domains); },
      [&](SqlRow row) { logs_.by_directory[directory_key(cell(row, 0), true)].take_checkpoint(row); });
}

}  // namespace delta::spark
