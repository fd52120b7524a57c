#pragma once
#include <span>
#include <string>
#include <string_view>

#include "delta/model/identifier.hpp"

namespace delta::sql {

/// The statements that ask Spark what a schema holds. Each answers for many tables; none changes anything.

/// Columns: namespace, table name, is temporary, and a text of `Key: value` lines with type, provider and location.
std::string show_tables(const TableName& schema);
/// The same of one table.
std::string show_table(const TableName& table);

/// The newest actions of the logs below some folders. `folders` are Hadoop globs of tables' directories
/// ("file:/lake/shop/*"). Columns: directory, kind (metaData, protocol, domainMetadata, add, commitInfo), the commit
/// line of the newest (NULL for add and commitInfo), the newest commit file's name and the oldest one's.
/// The server picks the newest, so that a long history costs no row.
std::string newest_log_actions(std::span<const std::string> folders);

/// The same out of Parquet checkpoints: directory, kind, the action as JSON, and the file's name. A log without any
/// checkpoint answers PATH_NOT_FOUND. Checkpoints of old writers have no domains: the statement then does without.
std::string newest_checkpoint_actions(std::span<const std::string> folders, bool with_domains);

/// `path` with the characters escaped that mean something in a Hadoop glob.
std::string escape_glob(std::string_view path);

/// One row: the engine's version, the session's catalogue, and how it reads a backslash (2: as itself).
std::string engine_facts();
/// Fails but on Databricks.
std::string databricks_probe();
/// Rows that tell of an error unless CREATE TABLE takes generated columns.
std::string generated_columns_probe();

}  // namespace delta::sql
