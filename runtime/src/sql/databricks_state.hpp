#pragma once
#include <span>
#include <string>
#include <vector>

#include "delta/model/identifier.hpp"

namespace delta::sql {

/// What a reader asks Unity Catalog about: whole schemas, or some tables of them.
struct CatalogScope {
  std::vector<TableName> schemas;   ///< catalogue and schema, in lower case
  std::vector<std::string> tables;  ///< the tables' own names, in lower case; empty: all
};

/// The statements that ask `system.information_schema`, each for all schemas at once. What the user has no privilege
/// for is not in the answers. Rows of one table stand together.

/// Catalogue and schema of each schema that is there, and per table its name, type, format, comment and path; a schema
/// without any has one row with NULLs.
std::string catalog_tables(const CatalogScope& scope);
/// Catalogue, schema, table, column, full type, is nullable (YES or NO), default, comment, place among the partition
/// columns; in the order of the columns.
std::string catalog_columns(const CatalogScope& scope);
/// Type of constraint, catalogue, schema and table that have it, its name, its column, and, of a foreign key,
/// catalogue, schema, table and column that it refers to; in the order of a key's columns. Of the tables in scope, and
/// of others that refer to them.
std::string catalog_keys(const CatalogScope& scope);
/// Catalogue, schema, table, column (NULL: the table's own), name and value of each tag.
std::string catalog_tags(const CatalogScope& scope);
/// Catalogue, schema, table, masked column (NULL: a row filter), catalogue, schema and name of the function, and the
/// columns passed to it, with commas between.
std::string catalog_policies(const CatalogScope& scope);

/// Catalogue, schema and name of each view, and its query; NULL for who does not own it.
std::string catalog_views(const CatalogScope& scope);

/// One row: the runtime's version (NULL on a warehouse), the current catalogue, the session's `unfit_settings`, and who
/// asks.
std::string databricks_facts();

}  // namespace delta::sql
