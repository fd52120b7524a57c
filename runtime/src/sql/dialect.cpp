#include "delta/sql/dialect.hpp"

#include <charconv>
#include <optional>
#include <utility>

namespace delta::sql {
namespace {

// Spark rows were measured on Spark 4.0.5 + Delta 4.0.1 and Spark 4.2.0 + Delta 4.4.0. Databricks' rows are from its
// documentation: tables of Unity Catalog, on the runtimes 15.4 and 16.3 and the SQL warehouses that go with them.
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
     .renames_to_whole_name = false,
     .alters_column_lists = true,
     .session_catalog = true,
     .title = "Spark"},
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
     .renames_to_whole_name = false,
     .alters_column_lists = true,
     .session_catalog = true,
     .title = "Spark"},
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
     .renames_to_whole_name = true,
     .alters_column_lists = true,
     .session_catalog = false,
     .title = "Databricks"},
    {.name = "databricks",
     .version = "15.4",
     .restricts_table_names = false,
     .stores_keys = true,
     .stores_tags = true,
     .generated_columns = true,
     .sets_not_null = true,
     .cluster_by_auto = true,
     .collations = false,
     .time_type = false,
     .geospatial_types = false,
     .case_only_rename = true,
     .renames_to_whole_name = true,
     .alters_column_lists = false,
     .session_catalog = false,
     .title = "Databricks"},
};

using Version = std::pair<int, int>;

/// "16.3", "16", "4.2.0": the first two numbers.
std::optional<Version> version_of(std::string_view text) {
  Version version{0, 0};
  const char* end = text.data() + text.size();
  const auto major = std::from_chars(text.data(), end, version.first);
  if (major.ec != std::errc{}) return std::nullopt;
  if (major.ptr == end) return version;
  if (*major.ptr != '.') return std::nullopt;
  const auto minor = std::from_chars(major.ptr + 1, end, version.second);
  if (minor.ec != std::errc{} || (minor.ptr != end && *minor.ptr != '.')) return std::nullopt;
  return version;
}

}  // namespace

std::span<const Dialect> dialects() { return kDialects; }

const Dialect& newest_spark() { return kDialects[0]; }

const Dialect* find_dialect(std::string_view text) {
  const std::size_t space = text.find(' ');
  std::optional<Version> wanted;
  if (space != std::string_view::npos) {
    wanted = version_of(text.substr(space + 1));
    if (!wanted) return nullptr;
  }
  const Dialect* oldest = nullptr;
  for (const Dialect& each : kDialects) {  // newest first
    if (each.name != text.substr(0, space)) continue;
    if (!wanted || *version_of(each.version) <= *wanted) return &each;
    oldest = &each;
  }
  return oldest;
}

const Dialect& dialect_or_newest_spark(std::string_view text) {
  const Dialect* found = find_dialect(text);
  return found != nullptr ? *found : newest_spark();
}

bool older_than_all(std::string_view text) {
  const Dialect* found = find_dialect(text);
  const std::size_t space = text.find(' ');
  if (found == nullptr || space == std::string_view::npos) return false;
  return *version_of(text.substr(space + 1)) < *version_of(found->version);
}

}  // namespace delta::sql
