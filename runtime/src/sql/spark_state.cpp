#include "sql/spark_state.hpp"

#include <algorithm>

#include "delta/sql/quote.hpp"
#include "sql/session_settings.hpp"

namespace delta::sql {
namespace {

constexpr std::string_view kDirectory = "regexp_replace(_metadata.file_path, '/_delta_log/[^/]*$', '') AS directory";

/// One relation of what is selected from each folder, whatever number of them there is.
template <class Select>
std::string union_of(std::span<const LogFolder> folders, Select select) {
  std::string text;
  for (const LogFolder& folder : folders) text += (text.empty() ? "" : "\n  UNION ALL ") + select(folder);
  return text;
}

/// The version of a file's table's base, `none` for a table without one. It mentions nothing of a file but its path, so
/// that the server knows it while it lists files.
std::string base_version(const LogFolder& folder, std::string_view none) {
  if (folder.bases.empty()) return std::string(none);
  std::string versions;
  for (const LogBase& base : folder.bases) {
    versions +=
        (versions.empty() ? "" : ", ") + quote_string(base.directory) + ", " + std::to_string(base.version) + 'L';
  }
  return "coalesce(element_at(map(" + versions +
         "), regexp_extract(_metadata.file_path, '([^/]*)/_delta_log/[^/]*$', 1)), " + std::string(none) + ')';
}

constexpr std::string_view kFileVersion = "try_cast(substr(_metadata.file_name, 1, 20) AS BIGINT)";

/// Which files of a log are read: its base if that is JSON, and the commits after it.
std::string wanted_files(const LogFolder& folder, std::int64_t most_commits) {
  const std::string past = std::string(kFileVersion) + " - " + base_version(folder, "-1L");
  const std::string commits = "_metadata.file_name RLIKE '^[0-9]{20}[.]json$' AND " + past + " BETWEEN 1 AND " +
                              std::to_string(most_commits + 1);
  const bool json =
      std::any_of(folder.bases.begin(), folder.bases.end(), [](const auto& base) { return base.is_json; });
  if (!json) return commits;
  return '(' + commits + ") OR (_metadata.file_name RLIKE '^[0-9]{20}[.]checkpoint[.].+[.]json$' AND " + past + " = 0)";
}

/// The Parquet files that may be bases; a name says it all where the tables agree on a version.
std::string checkpoint_files(const LogFolder& folder) {
  const bool one = std::all_of(folder.bases.begin(), folder.bases.end(),
                               [&](const auto& base) { return base.version == folder.bases.front().version; });
  std::string digits = "*";
  if (one && !folder.bases.empty()) {
    digits = std::to_string(folder.bases.front().version);
    digits.insert(0, 20 - digits.size(), '0');
  }
  return folder.glob + "/_delta_log/" + digits + ".checkpoint*.parquet";
}

/// Between `LIKE` quotes SHOW TABLE EXTENDED knows `*` and `|`, which a table of Spark's catalogue cannot have in its
/// name.
std::string show(const TableName& schema, std::string_view pattern) {
  return "SHOW TABLE EXTENDED IN " + quote(schema) + " LIKE " + quote_string(pattern);
}

}  // namespace

std::string show_tables(const TableName& schema) { return show(schema, "*"); }

std::string show_table(const TableName& table) { return show(table.name_space(), table.last().text()); }

std::string newest_checkpoints(std::span<const LogFolder> folders) {
  const std::string files = union_of(folders, [](const LogFolder& folder) {
    return "SELECT " + std::string(kDirectory) + ", _metadata.file_name AS file\n  FROM binaryFile." +
           quote_identifier(folder.glob + "/_delta_log") +
           "\n  WHERE _metadata.file_name RLIKE '^[0-9]{20}[.]checkpoint([.].+)?[.](parquet|json)$'";
  });
  return "SELECT directory, max(file)\nFROM (SELECT directory, max(file) AS file, count(*) AS found,"
         "\n  max(coalesce(try_cast(regexp_extract(file, '[.]checkpoint[.][0-9]{10}[.]([0-9]{10})[.]parquet$', 1)"
         " AS INT), 1)) AS parts\nFROM (" +
         files + ")\nGROUP BY directory, substr(file, 1, 20))\nWHERE found >= parts\nGROUP BY directory";
}

std::string newest_log_actions(std::span<const LogFolder> folders, std::int64_t most_commits) {
  const std::string commits = union_of(folders, [&](const LogFolder& folder) {
    return "SELECT " + std::string(kDirectory) +
           ", _metadata.file_name AS file, value, "
           "regexp_extract(value, '\"(metaData|protocol|domainMetadata|commitInfo|add)\" *: *[{]', 1) AS kind"
           "\n  FROM text." +
           quote_identifier(folder.glob + "/_delta_log") + "\n  WHERE " + wanted_files(folder, most_commits);
  });
  return "SELECT directory, kind,"
         "\n  max_by(CASE WHEN kind NOT IN ('commitInfo', 'add') THEN value END, file),"
         "\n  max(CASE WHEN length(file) = 25 THEN file END), min(file)"
         "\nFROM (" +
         commits +
         ")"
         "\nWHERE kind <> ''"
         "\nGROUP BY directory, kind,"
         " CASE WHEN kind = 'domainMetadata' THEN get_json_object(value, '$.domainMetadata.domain') END";
}

std::string newest_checkpoint_actions(std::span<const LogFolder> folders, bool with_domains) {
  const std::string actions = union_of(folders, [&](const LogFolder& folder) {
    return "SELECT " + std::string(kDirectory) + ", _metadata.file_name AS file, stack(" +
           (with_domains ? "3, 'domainMetadata', to_json(domainMetadata), " : "2, ") +
           "'metaData', to_json(metaData), 'protocol', to_json(protocol)) AS (kind, value)"
           "\n  FROM parquet." +
           quote_identifier(checkpoint_files(folder)) + "\n  WHERE " + std::string(kFileVersion) + " = " +
           base_version(folder, "-1L") + " AND (metaData IS NOT NULL OR protocol IS NOT NULL" +
           (with_domains ? " OR domainMetadata IS NOT NULL)" : ")");
  });
  return "SELECT directory, kind, max_by(value, file), max(file)\nFROM (" + actions +
         ")\nWHERE value IS NOT NULL"
         "\nGROUP BY directory, kind, CASE WHEN kind = 'domainMetadata' THEN get_json_object(value, '$.domain') END";
}

std::string describe_table(const TableName& table) { return "DESCRIBE TABLE EXTENDED " + quote(table); }

std::string describe_detail(const TableName& table) { return "DESCRIBE DETAIL " + quote(table); }

std::string show_properties(const TableName& table) { return "SHOW TBLPROPERTIES " + quote(table); }

std::string whole_types() { return "SET spark.sql.debug.maxToStringFields=100000"; }

std::string escape_glob(std::string_view path) {
  std::string escaped;
  for (const char c : path) {
    if (std::string_view("{}[]*?\\,").find(c) != std::string_view::npos) escaped += '\\';
    escaped += c;
  }
  return escaped;
}

std::string engine_facts() { return "SELECT version(), current_catalog(), " + unfit_settings() + ", current_user()"; }

std::string grant_to_see(const TableName& table, std::string_view principal) {
  return "GRANT SELECT ON TABLE " + quote(table) + " TO " + quote_identifier(principal);
}

std::string databricks_probe() { return "SELECT current_metastore()"; }

std::string generated_columns_probe() {
  return "EXPLAIN CREATE TABLE deltac_probe (a INT, b INT GENERATED ALWAYS AS (a)) USING DELTA";
}

}  // namespace delta::sql
