#pragma once
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "adapters/databricks/catalog_rows.hpp"
#include "adapters/odbc/sql_session.hpp"
#include "delta/catalog/catalog_reader.hpp"
#include "sql/databricks_state.hpp"

namespace delta::databricks {

/// Reads tables of Unity Catalog: by five statements on `system.information_schema`, however many tables and schemas
/// there are, and one DESCRIBE DETAIL per declared table (properties, CHECKs, clustering, features), several at a time.
/// Where a declared name is a view's, one statement more tells all views' queries, and SHOW TBLPROPERTIES each one's
/// mark.
///
/// Written after Databricks' documentation; nothing was run against a live workspace. What the documentation leaves
/// open (default values, NOT NULL inside of structs, generated columns) is an aspect that the reader is blind to,
/// unless the server shows it.
class DatabricksReader : public CatalogReader {
 public:
  /// `catalog` is the one that names of two parts are in. `more` may be empty: then all runs on `session`.
  DatabricksReader(std::shared_ptr<SqlSession> session, MoreSessions more, Capabilities capabilities,
                   std::string catalog);

  const Capabilities& capabilities() const override { return capabilities_; }
  Expected<std::vector<ObservedTable>> read(std::span<const TableName> names) override;
  Expected<std::vector<TableName>> list(std::span<const TableName> namespaces) override;
  std::vector<std::string> notes(std::span<const TableName> namespaces) override;

 private:
  struct Problems {
    Error tables;  ///< why nothing can be told of any table
    bool keys = false;
    bool tags = false;
  };
  using TakeRow = void (CatalogRows::*)(SqlRow);

  TableName whole(const TableName& name, std::size_t parts) const;
  TableName as_asked(TableName name) const;
  Expected<bool> ask(const std::string& statement, CatalogRows& rows, TakeRow take, Error* problem);
  Expected<Problems> ask_catalogue(const sql::CatalogScope& scope, bool columns, CatalogRows& rows);
  Expected<void> ask_views(const sql::CatalogScope& scope, CatalogRows& rows);
  Expected<ObservedTable> read_view(const TableName& asked, const spark::CatalogEntry& entry);
  Expected<std::vector<ObservedTable>> describe(const std::vector<TableName>& names);
  Expected<std::vector<ObservedTable>> read_beside(std::span<const TableName> names);
  ObservedTable finish(const TableName& asked, const CatalogRows& rows, const Problems& problems,
                       std::map<TableName, ObservedTable>& described) const;

  std::shared_ptr<SqlSession> session_;
  MoreSessions more_;
  std::vector<std::shared_ptr<SqlSession>> others_;
  Capabilities capabilities_;
  std::string catalog_;
  std::set<TableName> declared_;                   // read before the last listing
  std::set<TableName> beside_;                     // listed, and not declared
  std::map<TableName, std::string> views_beside_;  // their queries
  std::size_t not_looked_into_ = 0;
};

}  // namespace delta::databricks
