#include <algorithm>

#include "delta/rules/changes.hpp"
#include "delta/sql/tokens.hpp"
#include "rules/subjects.hpp"

/// Rules about DELTA_VIEW.
namespace delta::rules {
namespace {

constexpr RuleInfo kViewOption{
    .code = 661,
    .severity = Severity::error,
    .summary = "a column of a view takes no keys, checks, defaults and the like",
    .explanation =
        "A view stores nothing: its columns are what its query gives. A member of its struct takes name, comment, type "
        "and ignore; everything else belongs to the tables that the query reads.",
    .example =
        "DELTA_VIEW(\"{env}.gold.daily\", \"SELECT day FROM {env}.silver.orders\");\n"
        "delta::date day DELTA(primary_key);  // wrong",
    .prevents = "PARSE_SYNTAX_ERROR, 42601",
};

constexpr RuleInfo kViewQuery{
    .code = 662,
    .severity = Severity::error,
    .summary = "the query of a view is none",
    .explanation =
        "It begins with SELECT, WITH, VALUES, FROM or TABLE, its quotes and brackets are closed, and it is one "
        "statement, without a semicolon.",
    .example = "DELTA_VIEW(\"{env}.gold.daily\", \"SELECT day FROM {env}.silver.orders;\");  // wrong",
    .prevents = "PARSE_SYNTAX_ERROR, 42601",
};

void check_column(const TableFacts& facts, const Column& column) {
  const bool wrong = column.default_value || column.generated || column.identity || !column.tags.empty() ||
                     !column.renamed_from.empty() || column.position.place != Position::Place::last;
  if (!wrong) return;
  facts.add(kViewOption, column.span,
            quoted(column.name.text()) + " is a column of a view, and has an option of tables",
            "leave it to name, comment and type");
}

void check_query(const TableFacts& facts) {
  const LocatedText& query = *facts.table.query;
  const SourceSpan& where = first_known(query.span, facts.place());
  const auto tokens = sql::tokenize(query.value);
  if (!tokens) {
    facts.add(kViewQuery, where, "the query of " + facts.title() + " cannot be read: " + tokens.error().message);
    return;
  }
  constexpr std::string_view kBegins[] = {"select", "with", "values", "from", "table", "("};
  const std::string first = tokens->empty() ? std::string() : fold_case(tokens->front().text);
  if (std::find(std::begin(kBegins), std::end(kBegins), first) == std::end(kBegins)) {
    facts.add(kViewQuery, where, "the query of " + facts.title() + " begins with no SELECT", "write SELECT … FROM …");
  }
  for (const sql::Token& token : *tokens) {
    if (token.kind != sql::TokenKind::symbol || token.text != ";") continue;
    facts.add(kViewQuery, where, "the query of " + facts.title() + " holds a semicolon", "leave it out");
    break;
  }
}

}  // namespace

void check_view(const TableFacts& facts) {
  const Table& view = facts.table;
  check_query(facts);
  for (const Column& column : view.columns) check_column(facts, column);
  const bool keys = view.primary_key || !view.unique.empty() || !view.foreign_keys.empty();
  if (!keys && view.checks.empty()) return;
  facts.add(kViewOption, view.primary_key ? view.primary_key->span : facts.place(),
            "a view has no " + std::string(keys ? "keys" : "CHECKs"), "leave them to the tables that it reads");
}

constinit const RuleInfo kViewColumns{
    .code = 663,
    .severity = Severity::error,
    .summary = "the columns of a view's struct are not those of its query",
    .explanation =
        "Before anything runs the server is asked what columns the query gives, over the tables as they will be. The "
        "struct must have the same names and types in the same order: programs that read the view rely on it.",
    .example =
        "DELTA_VIEW(\"{env}.gold.daily\", \"SELECT day, count(*) AS orders FROM {env}.silver.orders GROUP BY day\");\n"
        "delta::date day;\n"
        "std::int32_t orders;  // wrong: count gives BIGINT, std::int64_t",
    .prevents = "CREATE_VIEW_COLUMN_ARITY_MISMATCH, 21S01",
};

constinit const RuleInfo kViewRefused{
    .code = 664,
    .severity = Severity::error,
    .summary = "the server does not take the query of a view",
    .explanation =
        "The message is the server's: a table or column that is not there, a function that it lacks, operands that do "
        "not fit. Tables that the same plan makes or changes are taken as they will be.",
    .example = "DELTA_VIEW(\"{env}.gold.daily\", \"SELECT dya FROM {env}.silver.orders\");  // did you mean day?",
    .prevents = "UNRESOLVED_COLUMN.WITH_SUGGESTION, 42703; TABLE_OR_VIEW_NOT_FOUND, 42P01",
};

Rows view_rows() {
  static constexpr const RuleInfo* rows[] = {&kViewOption, &kViewQuery, &kViewColumns, &kViewRefused};
  return rows;
}

}  // namespace delta::rules
