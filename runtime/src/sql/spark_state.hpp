#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "delta/model/identifier.hpp"

namespace delta::sql {

/// The statements that ask Spark what a schema holds. Each answers for many tables; none changes anything.

/// Columns: namespace, table name, is temporary, and a text of `Key: value` lines with type, provider and location.
std::string show_tables(const TableName& schema);
/// The same of one table.
std::string show_table(const TableName& table);

/// A checkpoint that a log is read from on.
struct LogBase {
  std::string directory;  ///< the last part of the table's directory, as the server writes it in a file's path
  std::int64_t version = 0;
  bool is_json = false;  ///< a V2 checkpoint in JSON; else Parquet
};

/// The logs of some tables that lie together.
struct LogFolder {
  std::string glob;            ///< a Hadoop glob of the tables' directories: "file:/lake/shop/*"
  std::vector<LogBase> bases;  ///< of those that have a checkpoint
};

/// The newest complete checkpoint of each log. Columns: directory, the file's name. No file is opened for it.
std::string newest_checkpoints(std::span<const LogFolder> folders);

/// The newest actions of the logs. Columns: directory, kind (metaData, protocol, domainMetadata, add, commitInfo), the
/// line of the newest (NULL for add and commitInfo), the newest commit file's name and the oldest one's. The server
/// picks the newest, so that a long history costs no row, and opens no file of which the name tells that it is not
/// needed: those before a log's base, and those more than `most_commits` past it but the first, which tells of the
/// rest.
std::string newest_log_actions(std::span<const LogFolder> folders, std::int64_t most_commits);

/// The same out of the bases that are Parquet: directory, kind, the action as JSON, and the file's name. Checkpoints of
/// old writers have no domains: the statement then does without.
std::string newest_checkpoint_actions(std::span<const LogFolder> folders, bool with_domains);

/// Columns, their types and comments, the partitioning, and the defaults of a table, for people.
std::string describe_table(const TableName& table);
/// One row: format, id, name, description, location, times, partition columns, clustering columns, number of files,
/// bytes, properties, reader and writer version, features.
std::string describe_detail(const TableName& table);
/// Key and value, some of them redacted.
std::string show_properties(const TableName& table);
/// Lets `describe_table` write types of any length.
std::string whole_types();

/// `path` with the characters escaped that mean something in a Hadoop glob.
std::string escape_glob(std::string_view path);

/// Lets somebody see a table; for people, never sent.
std::string grant_to_see(const TableName& table, std::string_view principal);

/// One row: the engine's version, the session's catalogue, its `unfit_settings`, and whom it takes the session for.
std::string engine_facts();
/// Fails but on Databricks.
std::string databricks_probe();
/// Rows that tell of an error unless CREATE TABLE takes generated columns.
std::string generated_columns_probe();

}  // namespace delta::sql
