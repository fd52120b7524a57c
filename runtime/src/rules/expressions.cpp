#include "rules/expressions.hpp"

#include <algorithm>
#include <iterator>
#include <set>

#include "rules/subjects.hpp"

/// What the rules on defaults, generated columns and checks have in common.
namespace delta::rules {
namespace {

constexpr RuleInfo kMalformedExpression{
    .code = 607,
    .severity = Severity::error,
    .summary = "an SQL expression is one whole expression",
    .explanation =
        "A quote, a bracket or a comment is not closed, there is no expression at all, or there is more than one: ';' "
        "ends a statement, and '--' hides what a statement says behind the expression. deltac cuts expressions into "
        "words and does not parse them; a server finds what is left.",
    .example = "check(\"positive\", \"(total >= 0\")  // wrong",
    .prevents = "PARSE_SYNTAX_ERROR, 42601",
};

struct NamedKind {
  std::string_view name;
  FunctionKind kind;
};

using enum FunctionKind;

/// Functions that are not plain ones, by name. From the list of Spark 4's built-in functions.
constexpr NamedKind kFunctions[] = {
    {"any", aggregate},
    {"any_value", aggregate},
    {"approx_count_distinct", aggregate},
    {"approx_percentile", aggregate},
    {"array_agg", aggregate},
    {"avg", aggregate},
    {"bit_and", aggregate},
    {"bit_or", aggregate},
    {"bit_xor", aggregate},
    {"bool_and", aggregate},
    {"bool_or", aggregate},
    {"collect_list", aggregate},
    {"collect_set", aggregate},
    {"corr", aggregate},
    {"count", aggregate},
    {"count_if", aggregate},
    {"count_min_sketch", aggregate},
    {"covar_pop", aggregate},
    {"covar_samp", aggregate},
    {"cume_dist", window},
    {"curdate", session},
    {"current_catalog", session},
    {"current_database", session},
    {"current_date", session},
    {"current_schema", session},
    {"current_time", session},
    {"current_timestamp", session},
    {"current_timezone", session},
    {"current_user", session},
    {"dense_rank", window},
    {"every", aggregate},
    {"explode", generator},
    {"explode_outer", generator},
    {"first", aggregate},
    {"first_value", aggregate},
    {"grouping", aggregate},
    {"grouping_id", aggregate},
    {"histogram_numeric", aggregate},
    {"inline", generator},
    {"inline_outer", generator},
    {"input_file_block_length", random},
    {"input_file_block_start", random},
    {"input_file_name", random},
    {"json_tuple", generator},
    {"kurtosis", aggregate},
    {"lag", window},
    {"last", aggregate},
    {"last_value", aggregate},
    {"lead", window},
    {"listagg", aggregate},
    {"localtimestamp", session},
    {"max", aggregate},
    {"max_by", aggregate},
    {"mean", aggregate},
    {"median", aggregate},
    {"min", aggregate},
    {"min_by", aggregate},
    {"mode", aggregate},
    {"monotonically_increasing_id", random},
    {"now", session},
    {"nth_value", window},
    {"ntile", window},
    {"percent_rank", window},
    {"percentile", aggregate},
    {"percentile_approx", aggregate},
    {"percentile_cont", aggregate},
    {"percentile_disc", aggregate},
    {"posexplode", generator},
    {"posexplode_outer", generator},
    {"rand", random},
    {"randn", random},
    {"random", random},
    {"randstr", random},
    {"rank", window},
    {"regr_avgx", aggregate},
    {"regr_avgy", aggregate},
    {"regr_count", aggregate},
    {"regr_intercept", aggregate},
    {"regr_r2", aggregate},
    {"regr_slope", aggregate},
    {"row_number", window},
    {"session_user", session},
    {"shuffle", random},
    {"skewness", aggregate},
    {"some", aggregate},
    {"spark_partition_id", random},
    {"stack", generator},
    {"std", aggregate},
    {"stddev", aggregate},
    {"stddev_pop", aggregate},
    {"stddev_samp", aggregate},
    {"string_agg", aggregate},
    {"sum", aggregate},
    {"try_avg", aggregate},
    {"try_sum", aggregate},
    {"uniform", random},
    {"user", session},
    {"uuid", random},
    {"var_pop", aggregate},
    {"var_samp", aggregate},
    {"variance", aggregate},
};
static_assert(std::is_sorted(std::begin(kFunctions), std::end(kFunctions),
                             [](const NamedKind& a, const NamedKind& b) { return a.name < b.name; }));

const Field* field_named(const DataType& type, const std::string& folded) {
  for (const Field& field : type.fields) {
    if (fold_case(field.name.text()) == folded) return &field;
  }
  return nullptr;
}

/// Where a comment begins that ends with its line only, or npos. Comments are what stands between tokens.
std::size_t line_comment(std::string_view text, const std::vector<sql::Token>& tokens) {
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= tokens.size(); ++i) {
    const std::size_t end = i < tokens.size() ? tokens[i].offset : text.size();
    for (std::size_t at = begin; at + 1 < end; ++at) {
      if (text.substr(at, 2) == "--") return at;
      if (text.substr(at, 2) == "/*") at = text.find("*/", at + 2) + 1;
    }
    if (i < tokens.size()) begin = end + tokens[i].spelling.size();
  }
  return text.npos;
}

/// What ends the statement, or a part of it, that the expression is put into.
void check_goes_on(const TableFacts& facts, const Expression& expression) {
  for (const sql::Token& token : expression.tokens) {
    if (token.kind != sql::TokenKind::symbol || token.text != ";") continue;
    facts.add(kMalformedExpression, expression.at(token.offset, 1), "';' ends a statement, and this is an expression",
              "remove it");
    return;
  }
  const std::string& text = expression.text.value;
  if (const std::size_t at = line_comment(text, expression.tokens); at != text.npos) {
    facts.add(kMalformedExpression, expression.at(at, 2), "'--' would hide the rest of the statement",
              "remove the comment, or write it as /* … */");
  }
}

bool blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == text.npos; }

}  // namespace

FunctionKind function_kind(std::string_view name) {
  const auto* found = std::lower_bound(std::begin(kFunctions), std::end(kFunctions), name,
                                       [](const NamedKind& row, std::string_view wanted) { return row.name < wanted; });
  return found != std::end(kFunctions) && found->name == name ? found->kind : ordinary;
}

std::string_view call_fault(FunctionKind kind) {
  switch (kind) {
    case FunctionKind::random: return "gives another value for each call";
    case FunctionKind::aggregate:
    case FunctionKind::window: return "looks at several rows";
    case FunctionKind::generator: return "gives several rows";
    case FunctionKind::ordinary:
    case FunctionKind::session: break;
  }
  return "";
}

SourceSpan Expression::at(std::size_t offset, std::size_t length) const {
  return first_known(text.at(offset, length), where);
}

std::optional<Expression> read_expression(const TableFacts& facts, const LocatedText& text, const SourceSpan& where) {
  Expression expression{text, where, {}};
  if (const std::size_t at = text.value.find("${"); at != text.value.npos) {
    facts.add(kSubstitution, expression.at(at, 2), "Spark would replace '${' in an expression, even inside quotes",
              "split it: '$' || '{…'");
  }
  auto tokens = sql::tokenize(text.value);
  if (!tokens) {
    facts.add(kMalformedExpression, expression.at(tokens.error().offset, 1), tokens.error().message,
              tokens.error().message.ends_with("closes nothing") ? "remove it" : "close it");
    return std::nullopt;
  }
  if (tokens->empty()) {
    facts.add(kMalformedExpression, first_known(text.span, where),
              blank(text.value) ? "the expression is empty" : "there is nothing but a comment in the expression",
              "write one");
    return std::nullopt;
  }
  expression.tokens = *std::move(tokens);
  check_goes_on(facts, expression);
  return expression;
}

const sql::Token* subquery(const Expression& expression) {
  for (const sql::Token& token : expression.tokens) {
    if (token.kind == sql::TokenKind::keyword && token.text == "SELECT") return &token;
  }
  return nullptr;
}

const sql::Token* window(const Expression& expression) {
  for (const sql::Token& token : expression.tokens) {
    if (token.kind == sql::TokenKind::keyword && token.text == "OVER") return &token;
  }
  return nullptr;
}

const Column* column_of(const TableFacts& facts, const sql::Reference& reference) {
  if (const Column* column = facts.columns.find(reference.parts.front())) return column;
  // orders.total: the table's own name before the column's.
  const bool qualified = reference.parts.size() > 1 && !facts.table.name.empty() &&
                         fold_case(facts.table.name.last().text()) == reference.parts.front();
  return qualified ? facts.columns.find(reference.parts[1]) : nullptr;
}

std::optional<ReferenceFault> reference_fault(const TableFacts& facts, const Expression& expression,
                                              const sql::Reference& reference) {
  const Column* column = column_of(facts, reference);
  if (!column) {
    return ReferenceFault{expression.at(reference),
                          facts.title() + " has no column " + quoted(expression.spelling(reference)),
                          did_you_mean(reference.parts.front(), facts.column_names())};
  }
  const bool qualified = !facts.columns.find(reference.parts.front());
  const DataType* type = &column->type;
  for (std::size_t i = qualified ? 2 : 1; i < reference.parts.size(); ++i) {
    // Spark reads a field of every element of an array of structs, and a map's value by its key.
    while (type->kind == TypeKind::array && !type->types.empty()) type = &type->types.front();
    if (type->kind == TypeKind::map || type->kind == TypeKind::variant || type->kind == TypeKind::other)
      return std::nullopt;
    const Field* field = field_named(*type, reference.parts[i]);
    if (!field) {
      std::vector<std::string> names;
      for (const Field& one : type->fields) names.push_back(one.name.text());
      return ReferenceFault{expression.at(reference),
                            type->fields.empty()
                                ? quoted(reference.parts[i - 1]) + " has no fields"
                                : quoted(reference.parts[i - 1]) + " has no field " + quoted(reference.parts[i]),
                            did_you_mean(reference.parts[i], names)};
    }
    type = &field->type;
  }
  return std::nullopt;
}

Rows expression_rows() {
  static constexpr const RuleInfo* rows[] = {&kMalformedExpression};
  return rows;
}

}  // namespace delta::rules
