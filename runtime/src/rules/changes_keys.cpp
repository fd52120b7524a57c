#include "delta/rules/changes.hpp"
#include "rules/subjects.hpp"

/// Rules about changes to what a catalogue such as Unity Catalog keeps beside a Delta table: keys, masks, row filters.
/// Source: the DDL matrix, section 5 (V-KEY-04), after Databricks' documentation; nothing was run there.
namespace delta::rules {

constinit const RuleInfo kKeyDepends{
    .code = 715,
    .severity = Severity::error,
    .summary = "a key that the code does not declare has the column that is to change",
    .explanation =
        "A primary or foreign key keeps its columns, and a primary key keeps them NOT NULL. One that the code "
        "declares is dropped and added back around a change; one that somebody else made is not deltac's to drop.",
    .example =
        "// customers has CONSTRAINT pk PRIMARY KEY (id), and no member says DELTA(primary_key):\n"
        "// removing the member id is wrong while that key is there",
    .prevents = "",
    .matrix = "V-KEY-04",
};

constinit const RuleInfo kKeyReferred{
    .code = 716,
    .severity = Severity::error,
    .summary = "a primary key cannot change while a reference that the plan does not know points at it",
    .explanation =
        "References of declared tables are dropped first and follow what the code says. One of another table, or of "
        "a table that is left out of the plan, would be lost. Where only names change, every reference comes back by "
        "itself.",
    .example =
        "// reports.sales refers to customers (id), and no struct declares it:\n"
        "// DELTA_TABLE(\"{env}.silver.customers\", primary_key(\"number\")) is wrong until it is gone",
    .prevents = "",
    .matrix = "V-KEY-04",
};

constinit const RuleInfo kPolicyDepends{
    .code = 717,
    .severity = Severity::error,
    .summary = "a row filter or a mask reads the column that is to be dropped",
    .explanation =
        "Without the column it could decide nothing, and the table could not be read any more. Masks and row filters "
        "are set by who governs the data; deltac lifts them for a rename (with --allow lift-policy) and puts them "
        "back, and never changes them.",
    .example = "// orders has ROW FILTER rules.own_region ON (region): removing the member region is wrong",
    .prevents = "",
    .matrix = "V-KEY-04",
};

Rows key_change_rows() {
  static constexpr const RuleInfo* rows[] = {&kKeyDepends, &kKeyReferred, &kPolicyDepends};
  return rows;
}

}  // namespace delta::rules
