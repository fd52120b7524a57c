#include <algorithm>

#include "delta/rules/changes.hpp"
#include "delta/sql/type_text.hpp"
#include "rules/expressions.hpp"
#include "rules/subjects.hpp"

/// Rules about generated and identity columns.
namespace delta::rules {
namespace {

constexpr RuleInfo kGeneratedReference{
    .code = 611,
    .severity = Severity::error,
    .summary = "a generated column reads a column that there is not, itself, or another generated column",
    .explanation =
        "Its value is worked out from the plain columns of the same row. Repeat the other expression in place of its "
        "column.",
    .example =
        "delta::date day DELTA(generated(\"CAST(palced_at AS DATE)\"));  // wrong: placed_at\n"
        "std::int32_t year DELTA(generated(\"year(day)\"));              // wrong: day is generated",
    .prevents = "DELTA_INVALID_GENERATED_COLUMN_REFERENCES, 42621",
    .matrix = "V-GEN-03",
};

constexpr RuleInfo kGeneratedNotPlain{
    .code = 612,
    .severity = Severity::error,
    .summary = "a generated column's expression must give the same value for the same row",
    .explanation =
        "Delta works it out again to check what writers store: no random values, no current time or user, no "
        "aggregates, windows or queries. Functions that are built in alone are judged by their names: a function of "
        "your own, or one that there is not, is refused by the engine when the plan is applied. A lake, which works "
        "nothing out, takes it, and then the next write of an engine fails.",
    .example =
        "delta::timestamp at DELTA(generated(\"current_timestamp()\"));  // wrong\n"
        "delta::timestamp at DELTA(default_value(\"current_timestamp()\"));",
    .prevents = "DELTA_UNSUPPORTED_EXPRESSION_GENERATED_COLUMN, 42621",
    .matrix = "V-GEN-04",
};

constexpr RuleInfo kPositionOfGenerated{
    .code = 614,
    .severity = Severity::warning,
    .summary = "a generated or identity column can only be born with its table, so its position is never used",
    .explanation =
        "first and after(…) say where a column goes that is added to an existing table, and no engine can add such a "
        "column. In a new table columns stand in the order of declaration.",
    .example = "delta::date day DELTA(generated(\"CAST(placed_at AS DATE)\"), after(\"id\"));  // after is never used",
    .prevents = "PARSE_SYNTAX_ERROR, 42601",
    .matrix = "V-COL-03",
};

constexpr RuleInfo kGeneratedAndIdentity{
    .code = 615,
    .severity = Severity::error,
    .summary = "a column is either generated or an identity",
    .explanation = "Both say where its value comes from. Leave one of the two out.",
    .example = "std::int64_t id DELTA(identity, generated(\"other + 1\"));  // wrong",
    .prevents = "PARSE_SYNTAX_ERROR, 42601",
};

constexpr RuleInfo kIdentityType{
    .code = 621,
    .severity = Severity::error,
    .summary = "an identity column is a std::int64_t",
    .explanation = "Delta counts in BIGINT only.",
    .example =
        "std::int32_t id DELTA(identity);  // wrong\n"
        "std::int64_t id DELTA(identity);",
    .prevents = "DELTA_IDENTITY_COLUMNS_UNSUPPORTED_DATA_TYPE, 428H2",
    .matrix = "V-IDN-01",
};

constexpr RuleInfo kIdentityStep{
    .code = 622,
    .severity = Severity::error,
    .summary = "an identity cannot count in steps of 0",
    .explanation = "Every row would get the same value. A negative step counts down.",
    .example = "std::int64_t id DELTA(identity(1, 0));  // wrong",
    .prevents = "IDENTITY_COLUMNS_ILLEGAL_STEP, 42611",
    .matrix = "V-IDN-02",
};

constexpr RuleInfo kIdentityPartition{
    .code = 623,
    .severity = Severity::error,
    .summary = "a table cannot be partitioned by an identity column",
    .explanation = "Each row would lie in a directory of its own.",
    .example =
        "DELTA_TABLE(\"{env}.silver.orders\", partition_by(\"id\"));\n"
        "std::int64_t id DELTA(identity);  // wrong",
    .prevents = "DELTA_IDENTITY_COLUMNS_PARTITION_NOT_SUPPORTED, 42601",
    .matrix = "V-IDN-03",
};

constexpr RuleInfo kTwoIdentities{
    .code = 624,
    .severity = Severity::warning,
    .summary = "a table has more than one identity column",
    .explanation = "Delta on Spark accepts it; Databricks allows one.",
    .example =
        "std::int64_t id DELTA(identity);\n"
        "std::int64_t number DELTA(identity);  // Databricks refuses it",
    .prevents = "",
    .matrix = "V-IDN-04",
};

class GeneratedWalk {
 public:
  GeneratedWalk(const TableFacts& facts, const Column& column, const Expression& expression)
      : facts_(facts), column_(column), expression_(expression) {}

  void check() {
    if (const sql::Token* token = subquery(expression_)) {
      not_plain(expression_.at(token->offset, token->spelling.size()), "a query", "");
      return;  // names inside it belong to other tables
    }
    for (const sql::Reference& call : sql::calls(expression_.tokens)) called(call);
    if (const sql::Token* token = window(expression_)) {
      not_plain(expression_.at(token->offset, token->spelling.size()), "a window, which looks at several rows", "");
      return;  // ORDER, BY and ROWS in it are no columns
    }
    for (const sql::Reference& reference : sql::references(expression_.tokens)) read(reference);
  }

 private:
  void not_plain(const SourceSpan& where, const std::string& what, std::string fix) const {
    facts_.add(kGeneratedNotPlain, where, "a generated column cannot use " + what, std::move(fix));
  }

  void called(const sql::Reference& call) const {
    const FunctionKind kind = function_kind(call.parts.front());
    const std::string name = quoted(expression_.spelling(call));
    if (kind == FunctionKind::session) {
      not_plain(expression_.at(call), name + ", which depends on when and by whom it is run", "use default_value");
    } else if (const std::string_view fault = call_fault(kind); !fault.empty()) {
      not_plain(expression_.at(call), name + ", which " + std::string(fault), "");
    }
  }

  void read(const sql::Reference& reference) const {
    if (const auto fault = reference_fault(facts_, expression_, reference)) {
      facts_.add(kGeneratedReference, fault->at, fault->text, fault->fix);
      return;
    }
    const Column* read = column_of(facts_, reference);
    if (read == &column_) {
      facts_.add(kGeneratedReference, expression_.at(reference), "a generated column cannot read itself");
    } else if (read->generated) {
      Finding& added =
          facts_.add(kGeneratedReference, expression_.at(reference),
                     "a generated column cannot read " + quoted(read->name.text()) + ", which is generated too",
                     "repeat its expression here");
      note(added, first_known(read->generated->span, read->span), "its expression");
    }
  }

  const TableFacts& facts_;
  const Column& column_;
  const Expression& expression_;
};

void check_identity(const TableFacts& facts, const Column& column, const Identity& identity) {
  if (column.type.kind != TypeKind::bigint && column.type.kind != TypeKind::other) {
    facts.add(
        kIdentityType, first_known(column.type_span, column.span),
        "an identity column is BIGINT, and " + quoted(column.name.text()) + " is " + sql::short_type_text(column.type),
        "use std::int64_t");
  }
  if (identity.step == 0) {
    facts.add(kIdentityStep, first_known(identity.span, column.span), "an identity cannot count in steps of 0",
              "use 1");
  }
  for (const LocatedText& partition : facts.table.partition_by) {
    if (column.name == Identifier(partition.value)) {
      note(facts.add(kIdentityPartition, first_known(partition.span, column.span),
                     "a table cannot be partitioned by an identity column"),
           column.span, "the identity is here");
    }
  }
}

void check_position(const TableFacts& facts, const Column& column) {
  if (column.position.place == Position::Place::last) return;
  facts.add(kPositionOfGenerated, first_known(column.position.sibling().span, column.span),
            std::string(column.identity ? "an identity" : "a generated") +
                " column is born with its table, so its position is never used",
            "leave it out");
}

}  // namespace

constinit const RuleInfo kNoGeneratedColumns{
    .code = 613,
    .severity = Severity::error,
    .summary = "this engine makes no generated or identity columns through SQL",
    .explanation =
        "Spark 4.2 with Delta 4.4 does. A table that has such columns already is changed on Spark 4.0 like any other.",
    .example = "std::int64_t id DELTA(identity);  // not in a new table on Spark 4.0",
    .prevents = "UNSUPPORTED_FEATURE.TABLE_OPERATION, 0A000",
    .matrix = "V-GEN-01",
};

void check_generated(const TableFacts& facts) {
  const Column* first_identity = nullptr;
  for (const Column& column : facts.table.columns) {
    if (!column.generated && !column.identity) continue;
    check_position(facts, column);
    const SourceSpan& option = column.generated ? column.generated->span : column.identity->span;
    if (column.generated && column.identity) {
      facts.add(kGeneratedAndIdentity, first_known(option, column.span), "a column is either generated or an identity",
                "leave one of the two out");
      continue;
    }
    if (column.generated) {
      if (const auto expression = read_expression(facts, *column.generated, column.span)) {
        GeneratedWalk(facts, column, *expression).check();
      }
      continue;
    }
    check_identity(facts, column, *column.identity);
    if (first_identity) {
      note(facts.add(kTwoIdentities, first_known(option, column.span),
                     facts.title() + " has two identity columns, and Databricks allows one"),
           first_known(first_identity->identity->span, first_identity->span), "the first one is here");
    } else {
      first_identity = &column;
    }
  }
}

Rows generated_rows() {
  static constexpr const RuleInfo* rows[] = {&kGeneratedReference,  &kGeneratedNotPlain,    &kNoGeneratedColumns,
                                             &kPositionOfGenerated, &kGeneratedAndIdentity, &kIdentityType,
                                             &kIdentityStep,        &kIdentityPartition,    &kTwoIdentities};
  return rows;
}

}  // namespace delta::rules
