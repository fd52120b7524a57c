#include "delta/rules/changes.hpp"
#include "rules/subjects.hpp"

/// Rules about changes to layout, constraints, features and properties, and about a table as a whole.
/// Source of each: the DDL matrix, section 5 (V-PART, V-CLUS, V-CHK, V-PROP, V-TAB) and Delta's commit rules.
namespace delta::rules {

constinit const RuleInfo kPartitioningChanged{
    .code = 730,
    .severity = Severity::error,
    .summary = "the partitioning of an existing table cannot change",
    .explanation =
        "Files lie in a directory per partition value, and no ALTER moves them. Make a new table and copy the "
        "rows, or use cluster_by, which can change.",
    .example =
        "DELTA_TABLE(\"{env}.silver.orders\", partition_by(\"day\"));  // was not partitioned: wrong\n"
        "DELTA_TABLE(\"{env}.silver.orders\", cluster_by(\"day\"));    // can be set later",
    .prevents = "",
    .matrix = "V-PART-05",
};

constinit const RuleInfo kPartitionColumnDropped{
    .code = 731,
    .severity = Severity::error,
    .summary = "a partition column cannot be dropped",
    .explanation =
        "Its values are the directories that the files lie in. Keep it, or make a new table and copy the rows.",
    .example =
        "// DELTA_TABLE(\"{env}.silver.orders\", partition_by(\"day\")) exists; removing the member day is wrong",
    .prevents = "DELTA_UNSUPPORTED_DROP_PARTITION_COLUMN, 0AKDC",
    .matrix = "V-PART-06",
};

constinit const RuleInfo kClusterColumnDropped{
    .code = 732,
    .severity = Severity::error,
    .summary = "a column that the table is clustered by cannot be dropped",
    .explanation =
        "Change cluster_by first, or in the same version of the code, so that it no longer names the column.",
    .example = "DELTA_TABLE(\"{env}.silver.orders\", cluster_by(\"day\"));  // wrong once the member day is removed",
    .prevents = "DELTA_UNSUPPORTED_DROP_CLUSTERING_COLUMN, 0AKDC",
    .matrix = "V-CLUS-05",
};

constinit const RuleInfo kClusterParentDropped{
    .code = 733,
    .severity = Severity::error,
    .summary = "a struct that holds a column that the table is clustered by cannot be dropped",
    .explanation =
        "Spark accepts it, and then no longer reads the table's details, optimizes it or changes its clustering. "
        "Change cluster_by first, so that it no longer names the nested column.",
    .example =
        "DELTA_TABLE(\"{env}.silver.orders\", cluster_by(\"address.city\"));  // wrong once the member address is "
        "removed",
    .prevents = "NoSuchElementException",
    .matrix = "V-CLUS-06",
};

constinit const RuleInfo kClusteringNeedsRows{
    .code = 734,
    .severity = Severity::error,
    .summary = "this target cannot change the clustering of a table that has rows",
    .explanation =
        "Clustering needs statistics of the columns in every data file, which only an engine that reads the rows "
        "can prove. Write the plan as a script with emit, and run it on Spark.",
    .example = "shop-migrate emit --target lake:./lake > change.sql   # then run change.sql on Spark",
    .prevents = "",
};

constinit const RuleInfo kClusteringLosesStatistics{
    .code = 735,
    .severity = Severity::warning,
    .summary = "a column that the table is clustered by loses its statistics",
    .explanation =
        "Delta keeps minima and maxima for the first 32 leaf columns, or for those that "
        "delta.dataSkippingStatsColumns names. Without them clustering orders files that no query can skip, "
        "and the server does not say so. Name the column in that property.",
    .example = "property(\"delta.dataSkippingStatsColumns\", \"id\")  // wrong with cluster_by(\"day\"): add day",
    .prevents = "",
    .matrix = "V-CLUS-07",
};

constinit const RuleInfo kLocationRefused{
    .code = 736,
    .severity = Severity::error,
    .summary = "this target decides itself where a table lives",
    .explanation =
        "A lake keeps each table in the directory that its name gives. Remove location(), or apply to a target "
        "with a catalogue of its own.",
    .example = "DELTA_TABLE(\"{env}.silver.orders\", location(\"s3://bucket/orders\"));  // wrong for --target lake:…",
    .prevents = "",
};

constinit const RuleInfo kLocationChanged{
    .code = 737,
    .severity = Severity::error,
    .summary = "the table lives elsewhere, and a plan never moves it",
    .explanation =
        "Pointing a table at another directory would leave its rows behind. Declare the place where it is, or "
        "move it by hand.",
    .example = "DELTA_TABLE(\"{env}.silver.orders\", location(\"s3://new/orders\"));  // wrong: it was s3://old/orders",
    .prevents = "DELTA_CREATE_TABLE_SCHEME_MISMATCH",
};

constinit const RuleInfo kCheckNeedsRows{
    .code = 740,
    .severity = Severity::error,
    .summary = "this target cannot add a CHECK to a table that has rows",
    .explanation =
        "Every row that is there must satisfy it, and only an engine that reads the rows can tell. Write the "
        "plan as a script with emit, and run it on Spark.",
    .example = "shop-migrate emit --target lake:./lake > change.sql   # then run change.sql on Spark",
    .prevents = "",
};

constinit const RuleInfo kCheckViolated{
    .code = 741,
    .severity = Severity::error,
    .summary = "rows that are in the table break the CHECK",
    .explanation =
        "A CHECK must hold for every row; a row for which it gives NULL breaks it too. Correct the rows, or "
        "allow NULL in the expression: \"total >= 0 OR total IS NULL\".",
    .example = "check(\"positive_total\", \"total >= 0\")  // wrong while a row has total = -1 or NULL",
    .prevents = "DELTA_NEW_CHECK_CONSTRAINT_VIOLATION, 23512",
    .matrix = "V-CHK-04",
};

constinit const RuleInfo kMappingModeChanged{
    .code = 742,
    .severity = Severity::error,
    .summary = "column mapping can only be switched on, from none to name",
    .explanation =
        "The data files of an existing table carry no column ids, so mode id is for new tables only, and going "
        "back to none rewrites every file. Declare the mode that the table has, or remove the property.",
    .example =
        "property(\"delta.columnMapping.mode\", \"id\")    // wrong on a table that exists\n"
        "property(\"delta.columnMapping.mode\", \"name\")",
    .prevents = "DELTA_UNSUPPORTED_COLUMN_MAPPING_MODE_CHANGE, 0AKDC",
    .matrix = "V-PROP-04 V-PROP-05",
};

constinit const RuleInfo kSeveralCommits{
    .code = 743,
    .severity = Severity::error,
    .summary = "this property would cost several commits on an existing table",
    .explanation =
        "Spark rewrites metadata of every file in commits of their own for it, which a plan can neither repeat "
        "nor undo after an interruption. Set it when the table is made, or run the statement by hand and "
        "plan again.",
    .example = "property(\"delta.enableRowTracking\", \"true\")  // wrong on a table that exists",
    .prevents = "",
};

constinit const RuleInfo kUnknownFeature{
    .code = 744,
    .severity = Severity::error,
    .summary = "the table uses a feature of Delta that this version does not know",
    .explanation =
        "What is not understood must not be written to: the table could become unreadable for others. It is left "
        "alone. Use a newer deltac, or drop the feature with the engine that switched it on.",
    .example = "shop-migrate describe dev.silver.orders   # shows the features of a table",
    .prevents = "DELTA_UNSUPPORTED_FEATURES_FOR_WRITE",
};

constinit const RuleInfo kFeatureNotWritable{
    .code = 745,
    .severity = Severity::error,
    .summary = "the change needs a feature of Delta that this target cannot switch on",
    .explanation =
        "The target reads such tables but does not write what the feature asks of a writer. Write the plan as a "
        "script with emit, and run it on Spark.",
    .example = "shop-migrate emit --target lake:./lake > change.sql   # then run change.sql on Spark",
    .prevents = "",
};

constinit const RuleInfo kAppendOnly{
    .code = 746,
    .severity = Severity::error,
    .summary = "delta.appendOnly forbids what the plan needs",
    .explanation =
        "Rows of such a table can be added, never changed. Set the property to false in the same version of the "
        "code, or leave out the change that rewrites rows.",
    .example = "property(\"delta.appendOnly\", \"true\")  // wrong with a backfill of the table",
    .prevents = "DELTA_CANNOT_MODIFY_APPEND_ONLY, 42809",
    .matrix = "V-PROP-10",
};

constinit const RuleInfo kNeedsAnotherProperty{
    .code = 747,
    .severity = Severity::error,
    .summary = "the property needs another one, which the table lacks",
    .explanation =
        "On a table that exists, Iceberg compatibility and the universal format rest on column mapping and on each "
        "other. "
        "Declare the property that the message names too. A new table gets what is left open by itself, and only a "
        "declaration that says otherwise stands in the way.",
    .example =
        "property(\"delta.universalFormat.enabledFormats\", \"iceberg\")  // wrong alone:\n"
        "property(\"delta.enableIcebergCompatV2\", \"true\"), property(\"delta.columnMapping.mode\", \"name\")",
    .prevents = "DELTA_UNIVERSAL_FORMAT_VIOLATION, KD00E",
    .matrix = "V-PROP-09",
};

constinit const RuleInfo kForeignMark{
    .code = 750,
    .severity = Severity::error,
    .summary = "another registry manages this table",
    .explanation =
        "The table's deltac.managed property was written by a registry of another name. Two programs that bring "
        "one table to two schemas undo each other's work. Remove the table from one of them, or take it over "
        "with --take-over.",
    .example = "shop-migrate apply --target lake:./lake --take-over   # once, when shop takes the table from billing",
    .prevents = "",
};

constinit const RuleInfo kNotDelta{
    .code = 751,
    .severity = Severity::error,
    .summary = "the name belongs to a view, or to a table of another format",
    .explanation =
        "Only Delta tables are changed. A view of that name would even be dropped by DROP TABLE on newer Spark. "
        "Choose another name, or remove what has it.",
    .example = "DELTA_TABLE(\"{env}.silver.orders\");  // wrong while dev.silver.orders is a view",
    .prevents = "EXPECT_TABLE_NOT_VIEW.NO_ALTERNATIVE, 42809",
    .matrix = "V-TAB-03",
};

constinit const RuleInfo kUnreadable{
    .code = 752,
    .severity = Severity::error,
    .summary = "the target holds something under this name that cannot be read",
    .explanation =
        "A torn or foreign log, a missing commit, a checkpoint of a kind that is not known: what the table is "
        "cannot be said, so nothing is planned for it. The message names the file.",
    .example = "shop-migrate describe dev.silver.orders",
    .prevents = "",
};

constinit const RuleInfo kNotVisible{
    .code = 753,
    .severity = Severity::error,
    .summary = "the target cannot tell whether the table is there",
    .explanation =
        "Not visible is never taken for absent: creating it could hide one that this user may not see. Ask for "
        "the right to see it.",
    .example = "",
    .prevents = "TABLE_OR_VIEW_NOT_FOUND, 42P01",
};

constinit const RuleInfo kNamespaceMissing{
    .code = 754,
    .severity = Severity::error,
    .summary = "the namespace of the table does not exist",
    .explanation = "Make the schema or the catalogue first, or allow the plan to: --allow create-schema.",
    .example = "CREATE SCHEMA dev.silver",
    .prevents = "SCHEMA_NOT_FOUND, 42704",
    .matrix = "V-TAB-02",
};

constinit const RuleInfo kLocationOccupied{
    .code = 755,
    .severity = Severity::error,
    .summary = "there are files where the table is to be made",
    .explanation =
        "A new table needs an empty place. The files may be left over from a dropped table, or belong to others: "
        "move them away, then plan again.",
    .example = "",
    .prevents = "DELTA_CREATE_TABLE_WITH_NON_EMPTY_LOCATION, 42601",
    .matrix = "V-TAB-01",
};

constinit const RuleInfo kNoPlace{
    .code = 756,
    .severity = Severity::error,
    .summary = "the target has no directory for a table of this name",
    .explanation =
        "A lake keeps a table in the directory that its name gives. A name of one part or of four has none, and a part "
        "can be too long for a directory. Nor may one table's directory lie in another's: a reader of the outer table "
        "would take the inner one's files for its own. Use names of the same number of parts.",
    .example =
        "DELTA_TABLE(\"silver.orders\");         // one directory …\n"
        "DELTA_TABLE(\"silver.orders.lines\");   // … inside which this one would lie: wrong",
    .prevents = "",
};

Rows table_change_rows() {
  static constexpr const RuleInfo* rows[] = {
      &kPartitioningChanged,
      &kPartitionColumnDropped,
      &kClusterColumnDropped,
      &kClusterParentDropped,
      &kClusteringNeedsRows,
      &kClusteringLosesStatistics,
      &kLocationRefused,
      &kLocationChanged,
      &kCheckNeedsRows,
      &kCheckViolated,
      &kMappingModeChanged,
      &kSeveralCommits,
      &kUnknownFeature,
      &kFeatureNotWritable,
      &kAppendOnly,
      &kNeedsAnotherProperty,
      &kForeignMark,
      &kNotDelta,
      &kUnreadable,
      &kNotVisible,
      &kNamespaceMissing,
      &kLocationOccupied,
      &kNoPlace,
  };
  return rows;
}

}  // namespace delta::rules
