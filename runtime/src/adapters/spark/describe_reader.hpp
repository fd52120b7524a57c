#pragma once
#include <set>
#include <string>

#include "adapters/odbc/sql_session.hpp"
#include "adapters/spark/catalog_listing.hpp"
#include "delta/catalog/observed_table.hpp"
#include "delta/expected.hpp"

namespace delta::spark {

/// Reads one table by what the server says of it to people: DESCRIBE TABLE EXTENDED, DESCRIBE DETAIL and, for a
/// clustered table, SHOW TBLPROPERTIES. That shows no NOT NULL, no lengths of text, no generation expressions, no
/// identity and no comments inside of structs: such aspects are in the observation's `blind`. (DESCRIBE … AS JSON would
/// show more; no version up to Spark 4.2 has it for Delta tables.)
class DescribeReader {
 public:
  explicit DescribeReader(SqlSession& session) : session_(session) {}

  /// An error ends the reading altogether; a table that cannot be read is an observation that says why.
  Expected<ObservedTable> read(const TableName& name, const CatalogEntry& entry);

 private:
  SqlSession& session_;
  bool whole_types_ = false;
};

}  // namespace delta::spark
