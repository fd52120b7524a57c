#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "adapters/odbc/sql_session.hpp"
#include "adapters/spark/catalog_listing.hpp"
#include "adapters/spark/log_folders.hpp"
#include "adapters/spark/log_rows.hpp"
#include "delta/expected.hpp"
#include "delta/model/identifier.hpp"

namespace delta::spark {

/// A schema's Delta tables whose logs are wanted.
struct SchemaTables {
  TableName name;
  std::vector<CatalogEntry> tables;
  bool whole = false;  ///< all that it has
};

/// What the logs of several schemas say, or why the server does not tell.
struct Logs {
  LogsByDirectory by_directory;
  std::string problem;
};

/// Reads Delta logs by statements that each answer for all tables: the first finds the newest checkpoints by their
/// files' names, the second reads the commits after them, the third those of the checkpoints that are Parquet.
class LogReader {
 public:
  /// `most_commits`: of one log, since its checkpoint. What a log says that has more is not to be used.
  LogReader(SqlSession& session, std::int64_t most_commits) : session_(session), most_commits_(most_commits) {}

  /// An error ends the reading altogether.
  Expected<Logs> read(std::span<const SchemaTables> schemas);

 private:
  Expected<void, SqlError> read_bases(std::span<const SchemaTables> schemas);
  Expected<void, SqlError> read_commits(std::span<const SchemaTables> schemas);
  Expected<void, SqlError> read_checkpoints(std::span<const SchemaTables> schemas);
  Expected<void, SqlError> read_actions(std::span<const sql::LogFolder> folders, bool with_domains);

  SqlSession& session_;
  std::int64_t most_commits_;
  BasesByDirectory bases_;
  Logs logs_;
};

}  // namespace delta::spark
