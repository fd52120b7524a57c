#include <charconv>

#include "delta/sql/type_text.hpp"
#include "rules/expressions.hpp"
#include "rules/literals.hpp"
#include "rules/subjects.hpp"

/// Rules about DEFAULT.
namespace delta::rules {
namespace {

constexpr RuleInfo kDefaultNotConstant{
    .code = 602,
    .severity = Severity::error,
    .summary = "a DEFAULT must be a constant",
    .explanation =
        "It is worked out without a row: it can read no column, no other table, and no function whose value differs "
        "from call to call or that looks at several rows. current_timestamp(), current_date() and "
        "current_user() are allowed. A function of another name is not judged: which there are depends on the engine's "
        "version and on its catalogue. An engine refuses one that it does not have when the plan is applied; a lake, "
        "which works nothing out, takes it, and then the next INSERT of an engine fails.",
    .example =
        "std::string id DELTA(default_value(\"uuid()\"));       // wrong\n"
        "delta::timestamp at DELTA(default_value(\"current_timestamp()\"));",
    .prevents = "INVALID_DEFAULT_VALUE.NOT_CONSTANT, 42623",
    .matrix = "V-DEF-02",
};

constexpr RuleInfo kDefaultType{
    .code = 603,
    .severity = Severity::error,
    .summary = "a DEFAULT does not fit its column's type",
    .explanation =
        "The value is stored as an INSERT would store it: a number must be in the type's range, a text in a number's "
        "column must read as a number, TRUE and FALSE are for BOOLEAN. Literals only are looked at here.",
    .example = "std::int8_t level DELTA(default_value(\"300\"));  // wrong: up to 127",
    .prevents = "INVALID_DEFAULT_VALUE.DATA_TYPE, 42623",
    .matrix = "V-DEF-03",
};

constexpr RuleInfo kDefaultNull{
    .code = 604,
    .severity = Severity::error,
    .summary = "a NOT NULL column cannot have DEFAULT NULL",
    .explanation =
        "Spark accepts it, and then refuses every INSERT that leaves the column out. Make the column optional, or "
        "give it a default that is a value.",
    .example =
        "std::int64_t count DELTA(default_value(\"NULL\"));  // wrong\n"
        "std::int64_t count DELTA(default_value(\"0\"));",
    .prevents = "DELTA_NOT_NULL_CONSTRAINT_VIOLATED",
    .matrix = "V-DEF-04",
};

constexpr RuleInfo kDefaultTooLong{
    .code = 605,
    .severity = Severity::error,
    .summary = "a DEFAULT is longer than its column allows",
    .explanation = "Older Spark accepts it, and then refuses every INSERT that leaves the column out.",
    .example = "delta::varchar<2> code DELTA(default_value(\"'abc'\"));  // wrong",
    .prevents = "EXCEED_LIMIT_LENGTH, 54006",
    .matrix = "V-DEF-04",
};

constexpr RuleInfo kDefaultAndGenerated{
    .code = 606,
    .severity = Severity::error,
    .summary = "a generated or identity column has no DEFAULT",
    .explanation = "Its value always comes from the expression or the count. Leave one of the two out.",
    .example = "std::int64_t id DELTA(identity, default_value(\"0\"));  // wrong",
    .prevents = "GENERATED_COLUMN_WITH_DEFAULT_VALUE, 42623",
    .matrix = "V-DEF-06",
};

void not_constant(const TableFacts& facts, SourceSpan where, const std::string& what, std::string fix) {
  facts.add(kDefaultNotConstant, where, "a DEFAULT must be a constant, and " + what, std::move(fix));
}

/// Only the first thing that makes it no constant: the others go with it.
bool check_constant(const TableFacts& facts, const Expression& expression) {
  if (const sql::Token* token = subquery(expression)) {
    not_constant(facts, expression.at(token->offset, token->spelling.size()), "a query is none",
                 "write the value itself");
    return false;
  }
  for (const sql::Reference& call : sql::calls(expression.tokens)) {
    const FunctionKind kind = function_kind(call.parts.front());
    const std::string_view fault = call_fault(kind);
    if (fault.empty()) continue;
    not_constant(facts, expression.at(call), quoted(expression.spelling(call)) + " " + std::string(fault),
                 kind == FunctionKind::random ? "let the writers give the value" : "write the value itself");
    return false;
  }
  if (const sql::Token* token = window(expression)) {
    not_constant(facts, expression.at(token->offset, token->spelling.size()), "a window looks at several rows",
                 "write the value itself");
    return false;
  }
  for (const sql::Reference& reference : sql::references(expression.tokens)) {
    const bool column = column_of(facts, reference) != nullptr;
    not_constant(facts, expression.at(reference),
                 quoted(expression.spelling(reference)) + (column ? " is a column" : " is a name"),
                 column ? "use generated for a value that depends on other columns"
                        : "put a text into quotes: '" + expression.spelling(reference) + "'");
    return false;
  }
  return true;
}

void check_value(const TableFacts& facts, const Column& column, const Expression& expression) {
  const auto literal = literal_of(expression.tokens);
  if (!literal) return;
  const SourceSpan where = expression.at(literal->offset, literal->length);
  if (literal->kind == Literal::Kind::null) {
    if (!column.nullable) {
      facts.add(kDefaultNull, where, "column " + quoted(column.name.text()) + " is NOT NULL, and its DEFAULT is NULL",
                "make it optional, or give a value");
    }
    return;
  }
  const bool text_type = column.type.kind == TypeKind::varchar || column.type.kind == TypeKind::fixed_char;
  if (text_type && literal->kind == Literal::Kind::string) {
    const std::size_t length = characters(literal->text);
    if (length > static_cast<std::size_t>(std::max(0, column.type.precision))) {
      facts.add(kDefaultTooLong, where,
                "the DEFAULT has " + std::to_string(length) + " characters, and " + sql::short_type_text(column.type) +
                    " takes " + std::to_string(column.type.precision),
                "shorten it, or widen the column");
    }
    return;
  }
  if (const std::string misfit = literal_misfit(*literal, column.type); !misfit.empty()) {
    facts.add(kDefaultType, where, misfit);
  }
}

}  // namespace

void check_defaults(const TableFacts& facts) {
  for (const Column& column : facts.table.columns) {
    if (!column.default_value) continue;
    if (column.generated || column.identity) {
      facts.add(kDefaultAndGenerated, first_known(column.default_value->span, column.span),
                std::string(column.identity ? "an identity" : "a generated") + " column has no DEFAULT",
                "leave one of the two out");
      continue;
    }
    const auto expression = read_expression(facts, *column.default_value, column.span);
    if (expression && check_constant(facts, *expression)) check_value(facts, column, *expression);
  }
}

Rows default_rows() {
  static constexpr const RuleInfo* rows[] = {&kDefaultNotConstant, &kDefaultType, &kDefaultNull, &kDefaultTooLong,
                                             &kDefaultAndGenerated};
  return rows;
}

}  // namespace delta::rules
