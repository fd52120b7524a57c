#include <algorithm>

#include "delta/rules/check.hpp"
#include "delta/sql/type_text.hpp"
#include "rules/paths.hpp"
#include "rules/repeats.hpp"
#include "rules/statistics.hpp"
#include "rules/subjects.hpp"

/// Rules about how rows lie: clustering and partitioning.
namespace delta::rules {
namespace {

constexpr RuleInfo kTooManyClusterColumns{
    .code = 401,
    .severity = Severity::error,
    .summary = "a table can be clustered by at most 4 columns",
    .explanation =
        "With more, files hold too little of each column's range for queries to skip them. Keep the four that "
        "queries filter by most.",
    .example = "cluster_by(\"a\", \"b\", \"c\", \"d\", \"e\")  // wrong",
    .prevents = "DELTA_CLUSTER_BY_INVALID_NUM_COLUMNS, 54000",
    .matrix = "V-CLUS-01",
};

constexpr RuleInfo kUnknownClusterColumn{
    .code = 402,
    .severity = Severity::error,
    .summary = "cluster_by names no column",
    .explanation =
        "It names columns as the table has them (a member with DELTA(name(\"x\")) is x), ignoring case; a field "
        "inside a struct by its path, address.city.",
    .example = "cluster_by(\"dya\")  // wrong: the column is day",
    .prevents = "DELTA_COLUMN_NOT_FOUND_IN_SCHEMA, 42703",
    .matrix = "V-CLUS-04",
};

constexpr RuleInfo kClusterColumnTwice{
    .code = 403,
    .severity = Severity::error,
    .summary = "cluster_by names a column twice",
    .explanation = "Names ignore case. Leave one of them out.",
    .example = "cluster_by(\"day\", \"Day\")  // wrong",
    .prevents = "UNSUPPORTED_FEATURE.PARTITION_WITH_NESTED_COLUMN_IS_UNSUPPORTED, 0A000",
    .matrix = "V-CLUS-04",
};

constexpr RuleInfo kClusterColumnType{
    .code = 404,
    .severity = Severity::error,
    .summary = "rows cannot be clustered by a column of this type",
    .explanation =
        "Clustering orders rows by minima and maxima, which BOOLEAN, BINARY, VARIANT, arrays, maps and whole "
        "structs do not have. A field inside a struct can be named by its path, unless there is a VARIANT in the "
        "struct.",
    .example =
        "cluster_by(\"address\")       // wrong: a struct\n"
        "cluster_by(\"address.city\")",
    .prevents = "DELTA_CLUSTERING_COLUMNS_DATATYPE_NOT_SUPPORTED, 0A000",
    .matrix = "V-CLUS-02",
};

}  // namespace

constinit const RuleInfo kClusterColumnStatistics{
    .code = 405,
    .severity = Severity::error,
    .summary = "a column without statistics cannot be clustered by",
    .explanation =
        "Delta keeps minima and maxima for the first 32 leaf columns of a table, in the order of declaration, or for "
        "as many as delta.dataSkippingNumIndexedCols says, or for those that delta.dataSkippingStatsColumns "
        "names. Move the member up, or name the column in that property.",
    .example = "property(\"delta.dataSkippingStatsColumns\", \"id\"), cluster_by(\"day\")  // wrong: day is not named",
    .prevents = "DELTA_CLUSTERING_COLUMN_MISSING_STATS, 22000",
    .matrix = "V-CLUS-03",
};

namespace {

constexpr RuleInfo kClusterAuto{
    .code = 406,
    .severity = Severity::error,
    .summary = "this engine has no CLUSTER BY AUTO",
    .explanation = "Only Databricks chooses the columns itself. Name the columns that queries filter by.",
    .example = "cluster_by(\"auto\")  // Databricks only",
    .prevents = "PARSE_SYNTAX_ERROR, 42601",
    .matrix = "V-CLUS-08",
};

constexpr RuleInfo kUnknownPartitionColumn{
    .code = 411,
    .severity = Severity::error,
    .summary = "partition_by names no column",
    .explanation = "It names columns of the table itself, ignoring case; a field inside a struct cannot partition.",
    .example = "partition_by(\"dya\")  // wrong: the column is day",
    .prevents = "_LEGACY_ERROR_TEMP_3060",
    .matrix = "V-PART-01",
};

constexpr RuleInfo kPartitionColumnTwice{
    .code = 412,
    .severity = Severity::error,
    .summary = "partition_by names a column twice",
    .explanation = "Names ignore case. Leave one of them out.",
    .example = "partition_by(\"day\", \"Day\")  // wrong",
    .prevents = "_LEGACY_ERROR_TEMP_3058",
    .matrix = "V-PART-01",
};

constexpr RuleInfo kOnlyPartitionColumns{
    .code = 413,
    .severity = Severity::error,
    .summary = "a table cannot consist of partition columns only",
    .explanation =
        "Values of partition columns are names of directories; the files in them need a column of their own.",
    .example = "struct Day { DELTA_TABLE(\"{env}.silver.days\", partition_by(\"day\")); delta::date day; };  // wrong",
    .prevents = "ALL_PARTITION_COLUMNS_NOT_ALLOWED, KD005",
    .matrix = "V-PART-02",
};

constexpr RuleInfo kPartitionColumnType{
    .code = 414,
    .severity = Severity::error,
    .summary = "a table cannot be partitioned by a column of this kind",
    .explanation =
        "A partition value becomes the name of a directory: arrays, maps, structs, VARIANT, fields inside structs "
        "and expressions cannot. For an expression declare a generated column and partition by that.",
    .example =
        "partition_by(\"address.city\")  // wrong: a nested field\n"
        "delta::date day DELTA(generated(\"CAST(placed_at AS DATE)\"));  // with partition_by(\"day\")",
    .prevents = "INVALID_PARTITION_COLUMN_DATA_TYPE, 0A000",
    .matrix = "V-PART-03",
};

constexpr RuleInfo kPartitionedAndClustered{
    .code = 415,
    .severity = Severity::error,
    .summary = "a table cannot be both partitioned and clustered",
    .explanation =
        "Clustering replaces partitioning. For new tables cluster_by is the better choice: it can be changed later.",
    .example =
        "partition_by(\"day\"), cluster_by(\"customer\")  // wrong\n"
        "cluster_by(\"day\", \"customer\")",
    .prevents = "_LEGACY_ERROR_TEMP_0035",
    .matrix = "V-PART-04",
};

constexpr std::size_t kMaxClusterColumns = 4;

/// Calls `use` for a name given before, ignoring case.
template <class Use>
void each_repeat(const std::vector<LocatedText>& names, Use use) {
  const auto same = [](const LocatedText& a, const LocatedText& b) { return same_folded(a.value, b.value); };
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (const LocatedText* first = first_alike(names, i, same)) use(names[i], *first);
  }
}

bool has_range(TypeKind kind) {
  switch (kind) {
    case TypeKind::boolean:
    case TypeKind::binary:
    case TypeKind::variant:
    case TypeKind::array:
    case TypeKind::map:
    case TypeKind::structure: return false;
    default: return true;
  }
}

class ClusterWalk {
 public:
  explicit ClusterWalk(const TableFacts& facts) : facts_(facts) {}

  void check() {
    const std::vector<LocatedText>& columns = facts_.table.cluster_by;
    if (is_auto(columns)) return;
    if (columns.size() > kMaxClusterColumns) {
      facts_.add(kTooManyClusterColumns, columns[kMaxClusterColumns].span,
                 "a table can be clustered by at most 4 columns, and " + std::to_string(columns.size()) + " are named",
                 "keep the four that queries filter by most");
    }
    for (const LocatedText& column : columns) one(column);
    each_repeat(columns, [&](const LocatedText& again, const LocatedText& first) {
      note(facts_.add(kClusterColumnTwice, again.span, "cluster_by names " + quoted(again.value) + " twice",
                      "leave one out"),
           first.span, "first named here");
    });
  }

 private:
  /// CLUSTER BY AUTO, unless the table has a column of that name.
  bool is_auto(const std::vector<LocatedText>& columns) {
    if (!chooses_clustering(facts_.table)) return false;
    if (facts_.stage == Stage::plan && facts_.dialect && !facts_.dialect->cluster_by_auto) {
      facts_.add(kClusterAuto, columns[0].span, "Spark does not choose the columns to cluster by itself",
                 "name the columns that queries filter by");
    }
    return true;
  }

  void one(const LocatedText& column) {
    const auto found = resolve(facts_, column);
    if (!found) {
      const PathFault& fault = found.error();
      const bool top = fault.step == 0;
      facts_.add(kUnknownClusterColumn, place_of(column, fault),
                 top ? "cluster_by names no column of " + facts_.title() : "cluster_by: " + fault.text, fault.fix);
      return;
    }
    const ColumnPath& path = found->path;
    const DataType& type = *found->type;
    if (type.kind == TypeKind::other) return;  // found by the rules on types
    if (!has_range(type.kind) || below_collection(path)) {
      facts_.add(
          kClusterColumnType, column.span,
          "rows cannot be clustered by " + quoted(column.value) + ", which is " + described(type, path),
          type.kind == TypeKind::structure ? "name one of its fields: " + column.value + "." + first_field(type) : "");
      return;
    }
    if (!path.top_level() && holds_variant(found->column->type)) {
      facts_.add(kClusterColumnType, column.span,
                 "rows cannot be clustered by " + quoted(column.value) + ", which stands in a struct beside a VARIANT",
                 "move it, or the VARIANT, out of " + quoted(path.steps[0].text()));
      return;
    }
    statistics(column, *found);
  }

  static bool holds_variant(const DataType& type) {
    return type.kind == TypeKind::variant || std::any_of(type.types.begin(), type.types.end(), holds_variant) ||
           std::any_of(type.fields.begin(), type.fields.end(),
                       [](const Field& field) { return holds_variant(field.type); });
  }

  bool below_collection(const ColumnPath& path) const {
    if (path.top_level()) return false;
    for (ColumnPath up = path.parent(); !up.steps.empty(); up = up.parent()) {
      const TypeKind kind = find_type(facts_.table, up)->kind;
      if (kind == TypeKind::array || kind == TypeKind::map) return true;
    }
    return false;
  }

  std::string described(const DataType& type, const ColumnPath& path) const {
    return below_collection(path) ? "inside an array or a map" : sql::short_type_text(type);
  }

  static std::string first_field(const DataType& type) { return type.fields.empty() ? "" : type.fields[0].name.text(); }

  void statistics(const LocatedText& column, const ResolvedPath& found) {
    const auto fault = statistics_fault(facts_.table, found.path);
    if (!fault) return;
    if (fault->list != nullptr) {
      note(facts_.add(kClusterColumnStatistics, column.span,
                      "Delta keeps no statistics of " + quoted(column.value) + ", so rows cannot be clustered by it",
                      "name it in delta.dataSkippingStatsColumns"),
           fault->list->value.span, "statistics are kept of these columns only");
      return;
    }
    facts_.add(kClusterColumnStatistics, column.span,
               "Delta keeps statistics of the first " + std::to_string(fault->indexed) + " columns, and " +
                   quoted(column.value) + " is number " + std::to_string(fault->place),
               "move it up, or name it in delta.dataSkippingStatsColumns");
  }

  const TableFacts& facts_;
};

bool can_partition(TypeKind kind) {
  return kind != TypeKind::array && kind != TypeKind::map && kind != TypeKind::structure && kind != TypeKind::variant;
}

void check_partition_column(const TableFacts& facts, const LocatedText& name) {
  const Column* column = facts.column(name.value);
  if (column) {
    if (can_partition(column->type.kind)) return;
    facts.add(
        kPartitionColumnType, name.span,
        "a table cannot be partitioned by " + quoted(name.value) + ", which is " + sql::short_type_text(column->type));
    return;
  }
  if (name.value.find('(') != name.value.npos) {
    facts.add(kPartitionColumnType, name.span, "a table cannot be partitioned by an expression",
              "declare a generated column and partition by that");
  } else if (!path_fault(facts, name)) {
    facts.add(kPartitionColumnType, name.span, "a table cannot be partitioned by a field inside a struct",
              "declare a generated column and partition by that");
  } else {
    facts.add(kUnknownPartitionColumn, name.span, "partition_by names no column of " + facts.title(),
              did_you_mean(name.value, facts.column_names()));
  }
}

void check_partitioning(const TableFacts& facts) {
  const std::vector<LocatedText>& names = facts.table.partition_by;
  for (const LocatedText& name : names) check_partition_column(facts, name);
  bool repeats = false;
  each_repeat(names, [&](const LocatedText& again, const LocatedText& first) {
    repeats = true;
    note(facts.add(kPartitionColumnTwice, again.span, "partition_by names " + quoted(again.value) + " twice",
                   "leave one out"),
         first.span, "first named here");
  });
  std::size_t used = 0;
  for (const LocatedText& name : names) used += facts.column(name.value) != nullptr;
  if (!repeats && used > 0 && used == facts.table.columns.size()) {
    facts.add(kOnlyPartitionColumns, names.front().span,
              facts.title() + " has no column but those that it is partitioned by", "add a column");
  }
}

}  // namespace

void check_layout(const TableFacts& facts) {
  const Table& table = facts.table;
  if (!table.partition_by.empty()) check_partitioning(facts);
  if (!table.cluster_by.empty()) ClusterWalk(facts).check();
  if (!table.partition_by.empty() && !table.cluster_by.empty()) {
    note(facts.add(kPartitionedAndClustered, table.cluster_by.front().span,
                   "a table cannot be both partitioned and clustered", "keep one of the two"),
         table.partition_by.front().span, "partitioned here");
  }
}

Rows layout_rows() {
  static constexpr const RuleInfo* rows[] = {
      &kTooManyClusterColumns,   &kUnknownClusterColumn, &kClusterColumnTwice,      &kClusterColumnType,
      &kClusterColumnStatistics, &kClusterAuto,          &kUnknownPartitionColumn,  &kPartitionColumnTwice,
      &kOnlyPartitionColumns,    &kPartitionColumnType,  &kPartitionedAndClustered,
  };
  return rows;
}

}  // namespace delta::rules
