#include "delta/sql/dialect.hpp"

namespace delta::sql {
namespace {

// Spark rows were measured on Spark 4.0.5 + Delta 4.0.1 and Spark 4.2.0 + Delta 4.4.0; the Databricks row is from its
// documentation.
constexpr Dialect kDialects[] = {
    {.name = "spark",
     .version = "4.2",
     .restricts_table_names = true,
     .stores_keys = false,
     .stores_tags = false,
     .generated_columns = true,
     .sets_not_null = false,
     .cluster_by_auto = false,
     .collations = false,
     .time_type = false,
     .geospatial_types = false,
     .case_only_rename = false,
     .renames_to_whole_name = false},
    {.name = "spark",
     .version = "4.0",
     .restricts_table_names = true,
     .stores_keys = false,
     .stores_tags = false,
     .generated_columns = false,
     .sets_not_null = false,
     .cluster_by_auto = false,
     .collations = false,
     .time_type = false,
     .geospatial_types = false,
     .case_only_rename = false,
     .renames_to_whole_name = false},
    {.name = "databricks",
     .version = "16.3",
     .restricts_table_names = false,
     .stores_keys = true,
     .stores_tags = true,
     .generated_columns = true,
     .sets_not_null = true,
     .cluster_by_auto = true,
     .collations = true,
     .time_type = false,
     .geospatial_types = false,
     .case_only_rename = true,
     .renames_to_whole_name = true},
};

}  // namespace

std::span<const Dialect> dialects() { return kDialects; }

const Dialect& newest_spark() { return kDialects[0]; }

const Dialect* find_dialect(std::string_view text) {
  const std::size_t space = text.find(' ');
  const std::string_view version = space == std::string_view::npos ? std::string_view() : text.substr(space + 1);
  const Dialect* oldest = nullptr;
  for (const Dialect& each : kDialects) {  // newest first
    if (each.name != text.substr(0, space)) continue;
    // One digit each: 4.0 and 4.2, 16.3 and 17.3 compare as texts.
    if (version.empty() || each.version <= version) return &each;
    oldest = &each;
  }
  return oldest;
}

}  // namespace delta::sql
