#pragma once
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "adapters/odbc/sql_session.hpp"
#include "adapters/spark/catalog_listing.hpp"
#include "adapters/spark/log_rows.hpp"
#include "delta/catalog/catalog_reader.hpp"

namespace delta::spark {

/// Reads the tables of a Spark with Delta by one statement per schema, which lists its catalogue, and two for all
/// schemas together, which let the server pick the newest actions out of the tables' logs: the same number however many
/// tables there are.
///
/// A plan asks for the declared tables, then for the names beside them, then for those tables. The first question
/// reads whole schemas, so the other two are answered from what it left, once; every later read asks the server again.
class SparkReader : public CatalogReader {
 public:
  SparkReader(std::shared_ptr<SqlSession> session, Capabilities capabilities);

  const Capabilities& capabilities() const override { return capabilities_; }
  Expected<std::vector<ObservedTable>> read(std::span<const TableName> names) override;
  Expected<std::vector<TableName>> list(std::span<const TableName> namespaces) override;

 private:
  using Found = std::map<std::string, ObservedTable>;  // by folded name

  /// What a schema holds: its catalogue entries by folded name.
  struct Listing {
    std::map<std::string, CatalogEntry> entries;
    bool exists = true;
    std::string problem;  ///< why it cannot be listed
    int code = 0;         ///< of the rule that says more of it
  };

  /// A schema's Delta tables whose logs are wanted.
  struct Schema {
    TableName name;
    std::vector<CatalogEntry> tables;
    bool whole = false;  ///< all that it has
  };

  /// What the logs of several schemas say, or why the server does not tell.
  struct Logs {
    LogsByDirectory by_directory;
    std::string problem;
  };

  Expected<Listing> list_schema(const std::string& statement);
  Expected<Schema> list_wanted(const TableName& schema, const std::vector<TableName>& wanted, Found& found);
  Expected<void> observe(std::span<const Schema> schemas, Found& found);
  Expected<Logs> read_logs(std::span<const Schema> schemas);
  Expected<void> read_checkpoints(std::span<const Schema> schemas, Logs& logs);

  std::shared_ptr<SqlSession> session_;
  Capabilities capabilities_;
  std::map<std::string, std::vector<TableName>>
      beside_names_;  // by folded schema: what a listing showed, not asked yet
  Found beside_;      // read along, not asked yet
};

}  // namespace delta::spark
