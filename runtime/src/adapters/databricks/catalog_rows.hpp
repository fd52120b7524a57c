#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "adapters/odbc/sql_session.hpp"
#include "adapters/spark/catalog_listing.hpp"
#include "delta/catalog/observed_table.hpp"

namespace delta::databricks {

/// What `system.information_schema` says of some schemas, row by row. Each `take_…` wants rows of the statement of that
/// name in sql/databricks_state.hpp.
class CatalogRows {
 public:
  void take_table(SqlRow row);
  void take_column(SqlRow row);
  void take_key(SqlRow row);
  void take_tag(SqlRow row);
  void take_policy(SqlRow row);
  void take_view(SqlRow row);

  /// The catalogue's entry of a table or view, or nullptr. `name` has three parts, in lower case, as everywhere here.
  const spark::CatalogEntry* entry(const TableName& name) const;
  bool has_schema(const TableName& schema) const;
  /// What may be a table of ours.
  std::vector<TableName> delta_tables() const;
  /// Views that a query makes at every reading: of the others their own pipelines are in charge.
  std::vector<TableName> views() const;

  /// Puts what the rows say of a table over what DESCRIBE DETAIL told. A column whose type cannot be read is an error's
  /// text; empty otherwise.
  std::string complete(ObservedTable& table, const TableName& name) const;

 private:
  struct Entry {
    spark::CatalogEntry entry;
    std::string comment;
    std::vector<Column> columns;
    std::map<int, std::string> partition_by;  // by place
    std::string unreadable;
    bool tells_nested_not_null = false;
    std::optional<Key> primary_key;
    std::vector<ForeignKey> foreign_keys;
    std::vector<Property> tags;
    std::map<std::string, std::vector<Property>> column_tags;  // by folded name
    std::vector<AccessPolicy> policies;
    std::vector<Referrer> referred_by;
  };

  Entry& at(SqlRow row, std::size_t first);
  static void see_what_is_not_told(const Entry& entry, ObservedTable& table);

  std::map<TableName, Entry> tables_;
  std::set<TableName> schemas_;
};

}  // namespace delta::databricks
