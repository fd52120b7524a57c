#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "adapters/odbc/sql_session.hpp"
#include "delta/catalog/observed_table.hpp"

namespace delta::spark {

/// What DESCRIBE and its like say of one table, row by row.
class DescribedTable {
 public:
  void take_description(SqlRow row);  ///< of `sql::describe_table`
  void take_detail(SqlRow row);       ///< of `sql::describe_detail`
  void take_property(SqlRow row);     ///< of `sql::show_properties`

  bool is_clustered() const { return clustered_; }

  /// What it all says. Throws `lake::LogError` for a table that makes no sense, or that deltac must not touch.
  ObservedTable observed(const TableName& name) const;
  /// What DESCRIBE DETAIL says by itself: all but the columns. Throws as `observed` does.
  ObservedTable observed_by_detail(const TableName& name) const;

 private:
  enum class Section { columns, defaults, other };

  void take_column(SqlRow row);
  std::string clustering_paths() const;

  Section section_ = Section::columns;
  std::vector<Column> columns_;
  std::string unreadable_;  ///< a column of which the type cannot be read
  std::vector<std::pair<std::string, std::string>> defaults_;
  std::vector<std::string> detail_;
  std::string clustering_;  ///< as JSON: paths, each a list of names
  bool clustered_ = false;
};

}  // namespace delta::spark
