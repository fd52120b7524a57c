#include "sql/spark_state.hpp"

#include "delta/sql/quote.hpp"

namespace delta::sql {
namespace {

constexpr std::string_view kDirectory = "regexp_replace(_metadata.file_path, '/_delta_log/[^/]*$', '') AS directory";

/// The files that a format reads from each folder's log, whatever number of folders: one relation.
template <class Select>
std::string union_of(std::span<const std::string> folders, Select select) {
  std::string text;
  for (const std::string& folder : folders) text += (text.empty() ? "" : "\n  UNION ALL ") + select(folder);
  return text;
}

/// Between `LIKE` quotes SHOW TABLE EXTENDED knows `*` and `|`, which a table of Spark's catalogue cannot have in its
/// name.
std::string show(const TableName& schema, std::string_view pattern) {
  return "SHOW TABLE EXTENDED IN " + quote(schema) + " LIKE " + quote_string(pattern);
}

}  // namespace

std::string show_tables(const TableName& schema) { return show(schema, "*"); }

std::string show_table(const TableName& table) { return show(table.name_space(), table.last().text()); }

std::string newest_log_actions(std::span<const std::string> folders) {
  const std::string commits = union_of(folders, [](const std::string& folder) {
    return "SELECT " + std::string(kDirectory) +
           ", _metadata.file_name AS file, value, "
           "regexp_extract(value, '\"(metaData|protocol|domainMetadata|commitInfo|add)\" *: *[{]', 1) AS kind"
           "\n  FROM text." +
           quote_identifier(folder + "/_delta_log/*.json");
  });
  return "SELECT directory, kind,"
         "\n  max_by(CASE WHEN kind NOT IN ('commitInfo', 'add') THEN value END, file),"
         "\n  max(CASE WHEN length(file) = 25 THEN file END), min(file)"
         "\nFROM (" +
         commits +
         ")"
         "\nWHERE kind <> '' AND file RLIKE '^[0-9]{20}([.]checkpoint[.].+)?[.]json$'"
         "\nGROUP BY directory, kind,"
         " CASE WHEN kind = 'domainMetadata' THEN get_json_object(value, '$.domainMetadata.domain') END";
}

std::string newest_checkpoint_actions(std::span<const std::string> folders, bool with_domains) {
  const std::string actions = union_of(folders, [&](const std::string& folder) {
    return "SELECT " + std::string(kDirectory) + ", _metadata.file_name AS file, stack(" +
           (with_domains ? "3, 'domainMetadata', to_json(domainMetadata), " : "2, ") +
           "'metaData', to_json(metaData), 'protocol', to_json(protocol)) AS (kind, value)"
           "\n  FROM parquet." +
           quote_identifier(folder + "/_delta_log/*.checkpoint*.parquet") +
           "\n  WHERE metaData IS NOT NULL OR protocol IS NOT NULL" +
           (with_domains ? " OR domainMetadata IS NOT NULL" : "");
  });
  return "SELECT directory, kind, max_by(value, file), max(file)\nFROM (" + actions +
         ")\nWHERE value IS NOT NULL"
         "\nGROUP BY directory, kind, CASE WHEN kind = 'domainMetadata' THEN get_json_object(value, '$.domain') END";
}

std::string escape_glob(std::string_view path) {
  std::string escaped;
  for (const char c : path) {
    if (std::string_view("{}[]*?\\,").find(c) != std::string_view::npos) escaped += '\\';
    escaped += c;
  }
  return escaped;
}

std::string engine_facts() { return "SELECT version(), current_catalog(), length('\\n')"; }

std::string databricks_probe() { return "SELECT current_metastore()"; }

std::string generated_columns_probe() {
  return "EXPLAIN CREATE TABLE deltac_probe (a INT, b INT GENERATED ALWAYS AS (a)) USING DELTA";
}

}  // namespace delta::sql
