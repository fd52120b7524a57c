#include "delta/rules/changes.hpp"
#include "rules/subjects.hpp"

/// Rules about what only a server knows or can do: found by asking it before a plan runs.
namespace delta::rules {

constinit const RuleInfo kExpressionRefused{
    .code = 641,
    .severity = Severity::error,
    .summary = "the server does not take an expression",
    .explanation =
        "deltac cuts expressions into tokens and leaves their types to the server. Before anything runs the server "
        "is asked, with the table's columns as they will be, whether it takes each new CHECK, DEFAULT and generation "
        "expression: a function that it lacks, operands that do not fit, a CHECK that is no condition, a value that "
        "the column cannot hold. The message is the server's.",
    .example =
        "DELTA_TABLE(\"{env}.silver.orders\", check(\"positive\", \"total > placed_at\"));  // wrong: a number and a "
        "time",
    .prevents = "DATATYPE_MISMATCH, 42K09; UNRESOLVED_ROUTINE, 42883; INVALID_DEFAULT_VALUE, 42623",
};

constinit const RuleInfo kBackfillNeedsEngine{
    .code = 714,
    .severity = Severity::error,
    .summary = "rows are to be filled, and the target has no engine that could",
    .explanation =
        "With --allow backfill the rows that are there get a new default as their value: UPDATE … SET column = "
        "default WHERE column IS NULL. A folder of tables has nobody to run that. Without the flag the column is "
        "added, and rows written before hold NULL; emit --allow backfill writes the statement for Spark.",
    .example = "shop-migrate emit --target lake:./lake --allow backfill",
    .prevents = "",
};

Rows server_rows() {
  static constexpr const RuleInfo* rows[] = {
      &kExpressionRefused,
      &kBackfillNeedsEngine,
  };
  return rows;
}

}  // namespace delta::rules
