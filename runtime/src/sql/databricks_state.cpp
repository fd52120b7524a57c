#include "sql/databricks_state.hpp"

#include <map>

#include "delta/sql/quote.hpp"
#include "sql/session_settings.hpp"

namespace delta::sql {
namespace {

/// What the columns that name a table are called in a view.
struct Names {
  std::string catalog;
  std::string schema;
  std::string table;
};

const Names kTableNames{"table_catalog", "table_schema", "table_name"};
const Names kTagNames{"catalog_name", "schema_name", "table_name"};

std::string in_list(const std::vector<std::string>& texts) {
  std::string list;
  for (const std::string& text : texts) list += (list.empty() ? "" : ", ") + quote_string(text);
  return texts.size() == 1 ? " = " + list : " IN (" + list + ')';
}

std::string names_of(const Names& names, const std::string& alias) {
  const std::string dot = alias.empty() ? "" : alias + '.';
  return dot + names.catalog + ", " + dot + names.schema + ", " + dot + names.table;
}

std::string in_schemas(const CatalogScope& scope, const Names& names, const std::string& alias) {
  std::map<std::string, std::vector<std::string>> catalogs;
  for (const TableName& each : scope.schemas) {
    catalogs[each.parts.front().text()].push_back(each.parts.back().text());
  }
  const std::string dot = alias.empty() ? "" : alias + '.';
  std::string text;
  for (const auto& [catalog, schemas] : catalogs) {
    text += (text.empty() ? "" : " OR ") + ('(' + dot + names.catalog) + in_list({catalog}) + " AND " + dot +
            names.schema + in_list(schemas) + ')';
  }
  return catalogs.size() == 1 ? text.substr(1, text.size() - 2) : '(' + text + ')';
}

std::string in_scope(const CatalogScope& scope, const Names& names, const std::string& alias = "") {
  const std::string text = in_schemas(scope, names, alias);
  if (scope.tables.empty()) return text;
  return text + " AND " + (alias.empty() ? "" : alias + '.') + names.table + in_list(scope.tables);
}

std::string view(std::string_view name) { return "system.information_schema." + std::string(name); }

/// Two views whose constraint is the same; `prefix` stands before the right one's column names.
std::string same_constraint(const std::string& left, const std::string& right, const std::string& prefix) {
  std::string text;
  for (const char* part : {"catalog", "schema", "name"}) {
    text += (text.empty() ? "" : " AND ") + left + ".constraint_" + part + " = " + right + '.' + prefix +
            "constraint_" + part;
  }
  return text;
}

}  // namespace

std::string catalog_tables(const CatalogScope& scope) {
  std::string join = "t.table_catalog = s.catalog_name AND t.table_schema = s.schema_name";
  if (!scope.tables.empty()) join += " AND t.table_name" + in_list(scope.tables);
  return "SELECT s.catalog_name, s.schema_name, t.table_name, t.table_type, t.data_source_format, t.comment,"
         " t.storage_path\nFROM " +
         view("schemata") + " s LEFT JOIN " + view("tables") + " t ON " + join + "\nWHERE " +
         in_schemas(scope, {"catalog_name", "schema_name", ""}, "s") + "\nORDER BY 1, 2, 3";
}

std::string catalog_columns(const CatalogScope& scope) {
  return "SELECT " + names_of(kTableNames, "") +
         ", column_name, full_data_type, is_nullable, column_default, comment, partition_ordinal_position\nFROM " +
         view("columns") + "\nWHERE " + in_scope(scope, kTableNames) + "\nORDER BY 1, 2, 3, ordinal_position";
}

std::string catalog_keys(const CatalogScope& scope) {
  return "SELECT c.constraint_type, " + names_of(kTableNames, "k") + ", k.constraint_name, k.column_name, " +
         names_of(kTableNames, "u") + ", u.column_name\nFROM " + view("table_constraints") + " c\nJOIN " +
         view("key_column_usage") + " k ON " + same_constraint("k", "c", "") + "\nLEFT JOIN " +
         view("referential_constraints") + " r ON " + same_constraint("r", "c", "") + "\nLEFT JOIN " +
         view("key_column_usage") + " u ON " + same_constraint("u", "r", "unique_") +
         " AND u.ordinal_position = k.position_in_unique_constraint\nWHERE (" + in_scope(scope, kTableNames, "k") +
         ") OR (" + in_scope(scope, kTableNames, "u") + ")\nORDER BY 2, 3, 4, 5, k.ordinal_position";
}

std::string catalog_tags(const CatalogScope& scope) {
  const std::string where = "\nWHERE " + in_scope(scope, kTagNames);
  return "SELECT " + names_of(kTagNames, "") + ", CAST(NULL AS STRING) AS column_name, tag_name, tag_value\nFROM " +
         view("table_tags") + where + "\nUNION ALL SELECT " + names_of(kTagNames, "") +
         ", column_name, tag_name, tag_value\nFROM " + view("column_tags") + where + "\nORDER BY 1, 2, 3, 4, 5";
}

std::string catalog_policies(const CatalogScope& scope) {
  const std::string where = "\nWHERE " + in_scope(scope, kTagNames);
  return "SELECT " + names_of(kTagNames, "") +
         ", column_name, mask_catalog AS function_catalog, mask_schema AS function_schema,"
         " mask_name AS function_name, mask_col_usage AS arguments\nFROM " +
         view("column_masks") + where + "\nUNION ALL SELECT " + names_of(kTagNames, "") +
         ", CAST(NULL AS STRING), filter_catalog, filter_schema, filter_name, filter_col_usage\nFROM " +
         view("row_filters") + where + "\nORDER BY 1, 2, 3, 4";
}

std::string catalog_views(const CatalogScope& scope) {
  return "SELECT " + names_of(kTableNames, "") + ", view_definition\nFROM " + view("views") + "\nWHERE " +
         in_scope(scope, kTableNames) + "\nORDER BY 1, 2, 3";
}

std::string databricks_facts() {
  return "SELECT current_version().dbr_version, current_catalog(), " + unfit_settings() + ", current_user()";
}

}  // namespace delta::sql
