#pragma once
#include <span>
#include <string_view>

namespace delta::sql {

/// What one engine's SQL can do: a row per engine and version, read by rules, plan and the writer.
struct Dialect {
  std::string_view name;       ///< "spark", "databricks"
  std::string_view version;    ///< the oldest engine that the row is true for
  bool restricts_table_names;  ///< [A-Za-z0-9_] only (Spark's session catalogue)
  bool stores_keys;            ///< PRIMARY KEY and FOREIGN KEY
  bool stores_tags;
  bool generated_columns;  ///< GENERATED and IDENTITY through SQL
  bool sets_not_null;      ///< ALTER COLUMN … SET NOT NULL
  bool cluster_by_auto;
  bool collations;  ///< other than UTF8_BINARY
  bool time_type;
  bool geospatial_types;
  bool case_only_rename;       ///< RENAME COLUMN a TO A in one step
  bool renames_to_whole_name;  ///< RENAME TO takes a catalogue in the new name, and needs one
  bool alters_column_lists;    ///< ALTER COLUMN takes several columns at once
  bool session_catalog;        ///< one catalogue whose name is fixed, for which `--catalog-map` stands
  std::string_view title;      ///< for people: "Spark", "Databricks"
};

/// Every dialect there is; the newest Spark is the one that `emit` writes.
std::span<const Dialect> dialects();
const Dialect& newest_spark();
/// The row for "spark" (the newest) or "spark 4.0" (an engine of that version); nullptr for a name that no row has, or
/// a version that is none. An engine older than every row has the oldest.
const Dialect* find_dialect(std::string_view text);
/// The row, or the newest Spark's where there is none.
const Dialect& dialect_or_newest_spark(std::string_view text);
/// True for the version of an engine that is older than every row of its name: what it takes is not known.
bool older_than_all(std::string_view text);

}  // namespace delta::sql
