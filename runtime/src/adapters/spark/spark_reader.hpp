#pragma once
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapters/odbc/sql_session.hpp"
#include "adapters/spark/catalog_listing.hpp"
#include "adapters/spark/log_rows.hpp"
#include "delta/catalog/catalog_reader.hpp"

namespace delta::spark {

/// Reads the tables of a Spark with Delta by at most three statements per schema, however many tables there are: the
/// catalogue's listing, and the newest actions of the tables' logs, which the server picks out of their files.
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
  /// What a schema holds: its catalogue entries by folded name.
  struct Listing {
    std::map<std::string, CatalogEntry> entries;
    bool exists = true;
    std::string problem;  ///< why it cannot be listed
  };

  Expected<Listing> list_schema(const std::string& statement);
  Expected<void> read_schema(const TableName& schema, const std::vector<TableName>& wanted,
                             std::map<std::string, ObservedTable>& found);
  Expected<LogsByDirectory> read_logs(const std::vector<CatalogEntry>& tables, bool all, std::string& problem);
  Expected<void> read_checkpoints(const std::vector<CatalogEntry>& tables, LogsByDirectory& logs, std::string& problem);

  std::shared_ptr<SqlSession> session_;
  Capabilities capabilities_;
  std::map<std::string, std::vector<TableName>> beside_names_;  // by folded schema: what a listing showed, not asked yet
  std::map<std::string, ObservedTable> beside_;                 // by folded name: read along, not asked yet
};

}  // namespace delta::spark
