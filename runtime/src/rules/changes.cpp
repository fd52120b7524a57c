#include "delta/rules/changes.hpp"
#include "rules/subjects.hpp"

/// Rules about changes to columns, their types and their names.
/// Source of each: the DDL matrix, section 5 (V-COL, V-TYPE-20…25, V-GEN, V-IDN), measured on Spark 4.0.5 with
/// Delta 4.0.1 and on Spark 4.2.0 with Delta 4.4.0.
namespace delta::rules {

constinit const RuleInfo kNotNullColumnAdded{
    .code = 601,
    .severity = Severity::error,
    .summary = "a NOT NULL column cannot be added to an existing table",
    .explanation =
        "The rows that are there have no value for it, and Delta refuses such a column even on an empty table. "
        "Declare it as std::optional: rows written before it hold NULL. If it must never be NULL, add it as "
        "optional, fill it, and add check(\"NAME_present\", \"NAME IS NOT NULL\") with an engine that can "
        "see the rows: emit the plan as a script and run it on Spark.",
    .example =
        "std::int64_t quantity;                 // wrong on a table that exists\n"
        "std::optional<std::int64_t> quantity;  // can be added",
    .prevents = "DELTA_OPERATION_NOT_ALLOWED, 0AKDC",
    .matrix = "V-COL-01",
};

constinit const RuleInfo kTypeChangeUnsupported{
    .code = 701,
    .severity = Severity::error,
    .summary = "the type of an existing column can only be widened",
    .explanation =
        "Delta changes a type in place only where every stored value stays exact: the integers up to a longer "
        "one, a DOUBLE or a DECIMAL that holds them, FLOAT to DOUBLE, DECIMAL to one with as many or more "
        "digits on both sides of the point, DATE to TIMESTAMP_NTZ, VARCHAR and CHAR to a longer VARCHAR or to "
        "STRING. For any other type add a column of a new name, fill it, and drop the old one.",
    .example =
        "std::int32_t count;   // was std::int64_t: wrong, it would narrow\n"
        "std::int64_t count;   // was std::int32_t: widens",
    .prevents = "NOT_SUPPORTED_CHANGE_COLUMN, 0A000",
    .matrix = "V-TYPE-20 V-TYPE-25",
};

constinit const RuleInfo kNestedTypeReplaced{
    .code = 702,
    .severity = Severity::error,
    .summary = "a struct, an array or a map cannot become another type as a whole",
    .explanation =
        "What lies inside can change: fields come, go and widen one by one, and so do an array's element and a "
        "map's value. Turning a struct into an array, or an array into a plain value, would need every row to "
        "be rewritten. Add a column of a new name, fill it, and drop the old one.",
    .example =
        "std::vector<Address> address;   // was Address: wrong\n"
        "std::vector<Address> addresses; // a new column beside the old one",
    .prevents = "CANNOT_UPDATE_FIELD.STRUCT_TYPE, 0A000",
    .matrix = "V-TYPE-22",
};

constinit const RuleInfo kNullabilityTightened{
    .code = 703,
    .severity = Severity::error,
    .summary = "a nullable column cannot become NOT NULL",
    .explanation =
        "The rows that are there may hold NULL; Delta without Databricks has no SET NOT NULL, not even for an "
        "empty table. Keep std::optional and declare check(\"NAME_present\", \"NAME IS NOT NULL\"), which an "
        "engine that can see the rows adds after it has looked at them.",
    .example =
        "std::string email;                 // was std::optional<std::string>: wrong\n"
        "std::optional<std::string> email;  // with check(\"email_present\", \"email IS NOT NULL\") on the table",
    .prevents = "_LEGACY_ERROR_TEMP_2330",
    .matrix = "V-COL-14",
};

constinit const RuleInfo kGeneratedColumnAdded{
    .code = 704,
    .severity = Severity::error,
    .summary = "a generated or identity column cannot be added to an existing table",
    .explanation =
        "Such a column can only be born with its table: no engine has ADD COLUMN for it, since the rows that are "
        "there would need values. Add a plain column and let the writers fill it, or rewrite the table.",
    .example =
        "delta::date day DELTA(generated(\"CAST(placed_at AS DATE)\"));  // wrong on a table that exists\n"
        "std::optional<delta::date> day;                                // a plain column, filled by the writers",
    .prevents = "PARSE_SYNTAX_ERROR, 42601",
    .matrix = "V-COL-03",
};

constinit const RuleInfo kGeneratedChanged{
    .code = 705,
    .severity = Severity::error,
    .summary = "the expression of a generated column cannot change",
    .explanation =
        "No engine has a statement for it, because the stored values come from the old expression. Keep the old "
        "expression, or add a column of a new name, or rewrite the table.",
    .example = "delta::date day DELTA(generated(\"CAST(shipped_at AS DATE)\"));  // was CAST(placed_at AS DATE): wrong",
    .prevents = "PARSE_SYNTAX_ERROR, 42601",
    .matrix = "V-GEN-05",
};

constinit const RuleInfo kIdentityChanged{
    .code = 706,
    .severity = Severity::error,
    .summary = "an identity cannot be added, removed, changed or given another type",
    .explanation =
        "Delta fixes start, step and type of an identity column when the table is made. Keep them as they were, "
        "or make a new table and copy the rows.",
    .example = "std::int64_t id DELTA(identity(1, 10));  // was identity(1, 1): wrong",
    .prevents = "DELTA_IDENTITY_COLUMNS_ALTER_COLUMN_NOT_SUPPORTED, 429BQ",
    .matrix = "V-TYPE-23",
};

constinit const RuleInfo kLastFieldDropped{
    .code = 707,
    .severity = Severity::error,
    .summary = "the last column of a table, or the last field of a struct, cannot be dropped",
    .explanation =
        "A table needs one column that is no partition column, and a struct needs one field. Drop the whole "
        "column that holds the struct, or declare the new fields first.",
    .example =
        "struct Address { };   // every field removed: wrong\n"
        "// remove the member of type Address instead",
    .prevents = "DELTA_DROP_COLUMN_ON_SINGLE_FIELD_SCHEMA, 0AKDC",
    .matrix = "V-COL-08 V-PART-07",
};

constinit const RuleInfo kGeneratedColumnDepends{
    .code = 708,
    .severity = Severity::error,
    .summary = "a generated column reads the column that is to change",
    .explanation =
        "A column that a generation expression reads can be neither dropped nor renamed nor given another type; "
        "the expression itself cannot change either. Keep the column as it is, drop the generated column "
        "first, or rewrite the table.",
    .example =
        "delta::timestamp ordered_at DELTA(renamed_from(\"placed_at\"));  // wrong while day is generated from it",
    .prevents = "DELTA_GENERATED_COLUMNS_DEPENDENT_COLUMN_CHANGE, 42K09",
    .matrix = "V-COL-10",
};

constinit const RuleInfo kCheckDepends{
    .code = 709,
    .severity = Severity::error,
    .summary = "a CHECK that stays on the table reads the column that is to change",
    .explanation =
        "A column that a CHECK reads can be neither dropped nor renamed nor given another type. A CHECK that "
        "the code declares is dropped and added again around the change; one that others added, or one that a "
        "target cannot validate again, stands in the way. Drop it first, or declare it.",
    .example = "std::int64_t total DELTA(renamed_from(\"amount\"));  // wrong while a CHECK of others reads amount",
    .prevents = "DELTA_CONSTRAINT_DEPENDENT_COLUMN_CHANGE, 42K09",
    .matrix = "V-COL-09",
};

constinit const RuleInfo kNestedPartDropped{
    .code = 710,
    .severity = Severity::error,
    .summary = "the element of an array, or the key or value of a map, cannot be dropped",
    .explanation = "Only fields of structs come and go. Drop the whole column.",
    .example =
        "DELTA_TABLE(\"{env}.silver.orders\", dropped(\"lines.element\"));  // wrong\n"
        "DELTA_TABLE(\"{env}.silver.orders\", dropped(\"lines\"));",
    .prevents = "DELTA_UNSUPPORTED_DROP_NESTED_COLUMN_FROM_NON_STRUCT_TYPE, 0AKDC",
    .matrix = "V-COL-11",
};

constinit const RuleInfo kPositionUnknown{
    .code = 711,
    .severity = Severity::error,
    .summary = "after() names no column that the table has at the same level",
    .explanation =
        "A new column can follow one that is in the table already, or one that is added before it, beside it in "
        "the same struct. Without after() it comes last.",
    .example = "std::optional<int> discount DELTA(after(\"prices\"));  // wrong: the table has price",
    .prevents = "FIELD_NOT_FOUND, 42704",
    .matrix = "V-COL-04",
};

constinit const RuleInfo kNestedTextLost{
    .code = 713,
    .severity = Severity::error,
    .summary = "Spark would lose what a column with a VARCHAR or CHAR inside it holds",
    .explanation =
        "Spark keeps the lengths of such texts in one text of the column's whole type. When it renames the column, or "
        "changes its comment, nullability or DEFAULT, it makes the type anew from that text and loses the comments and "
        "NOT NULL of the fields inside and, with column mapping, their data, without an error. It changes no "
        "such length, and forgets those of fields that are renamed. Inside structs, arrays and maps std::string is "
        "the safe type. On a lake deltac makes these changes itself, and nothing is lost.",
    .example =
        "struct Address { delta::varchar<8> zip; };              // in a column that will be renamed: wrong\n"
        "struct Address { std::string zip; };",
    .prevents = "",
};

constinit const RuleInfo kRenameAmbiguous{
    .code = 720,
    .severity = Severity::error,
    .summary = "renamed_from() names a column that still exists beside the new one",
    .explanation =
        "Both names are in the table, so renaming would overwrite one of them, and nothing says which holds the "
        "data. If the new one is right, remove renamed_from() and drop the old one with dropped(\"OLD\"). If "
        "the old one is right, drop the new one by hand and plan again.",
    .example = "std::string remark DELTA(renamed_from(\"note\"));  // wrong: the table has note and remark",
    .prevents = "FIELD_ALREADY_EXISTS, 42710",
    .matrix = "V-COL-12",
};

constinit const RuleInfo kRenameSourceMissing{
    .code = 721,
    .severity = Severity::warning,
    .summary = "renamed_from() names a column that the table never had",
    .explanation =
        "Neither the old nor the new name is in the table: an environment skipped a version, or the old name is "
        "misspelt. The column is planned as a new, empty one, and only --allow missing-source lets that run.",
    .example = "std::optional<std::string> remark DELTA(renamed_from(\"notes\"));  // the table has note",
    .prevents = "",
};

constinit const RuleInfo kRenamedByOthers{
    .code = 722,
    .severity = Severity::error,
    .summary = "the column's data has another name in the table",
    .explanation =
        "Somebody renamed the column, or a newer version of this code did. Under column mapping a column keeps its "
        "physical name, and that tells it; where physical names say nothing, a column that was declared and is gone "
        "is looked for among those of its type that nobody declared. Adding the declared name would leave it empty "
        "beside the data. Take the new name over, declare renamed_from(\"NEW\") to rename it back, or give the data "
        "up with dropped(\"NEW\").",
    .example =
        "std::string remark;                                  // someone renamed it to comment_text\n"
        "std::string remark DELTA(renamed_from(\"comment_text\"));  // renames it back",
    .prevents = "",
};

constinit const RuleInfo kTableRenameAcrossNamespaces{
    .code = 723,
    .severity = Severity::error,
    .summary = "a table cannot be renamed into another namespace",
    .explanation = "RENAME TO stays within one schema. Make the new table and copy the rows, or keep the namespace.",
    .example = "DELTA_TABLE(\"{env}.gold.orders\", renamed_from(\"{env}.silver.orders\"));  // wrong",
    .prevents = "_LEGACY_ERROR_TEMP_1073",
    .matrix = "V-TAB-04",
};

constinit const RuleInfo kTableRenameAmbiguous{
    .code = 724,
    .severity = Severity::error,
    .summary = "renamed_from() names a table that still exists beside the new one",
    .explanation =
        "Both tables are there, and nothing says which holds the rows. Remove renamed_from(), or drop the one "
        "that is not wanted with DELTA_DROPPED.",
    .example = "DELTA_TABLE(\"{env}.silver.orders\", renamed_from(\"{env}.silver.sales\"));  // wrong while both exist",
    .prevents = "TABLE_OR_VIEW_ALREADY_EXISTS, 42P07",
    .matrix = "V-TAB-04",
};

Rows change_rows() {
  static constexpr const RuleInfo* rows[] = {
      &kNotNullColumnAdded,
      &kTypeChangeUnsupported,
      &kNestedTypeReplaced,
      &kNullabilityTightened,
      &kGeneratedColumnAdded,
      &kGeneratedChanged,
      &kIdentityChanged,
      &kLastFieldDropped,
      &kGeneratedColumnDepends,
      &kCheckDepends,
      &kNestedPartDropped,
      &kPositionUnknown,
      &kNestedTextLost,
      &kRenameAmbiguous,
      &kRenameSourceMissing,
      &kRenamedByOthers,
      &kTableRenameAcrossNamespaces,
      &kTableRenameAmbiguous,
  };
  return rows;
}

}  // namespace delta::rules
