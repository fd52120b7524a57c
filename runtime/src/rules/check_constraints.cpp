#include "rules/expressions.hpp"
#include "rules/repeats.hpp"
#include "rules/subjects.hpp"

/// Rules about CHECK constraints.
namespace delta::rules {
namespace {

constexpr RuleInfo kCheckReference{
    .code = 631,
    .severity = Severity::error,
    .summary = "a CHECK reads a column that there is not",
    .explanation = "It reads columns as the table has them, ignoring case; a text belongs into single quotes.",
    .example = "check(\"positive\", \"totl >= 0\")  // wrong: the column is total",
    .prevents = "UNRESOLVED_COLUMN.WITH_SUGGESTION, 42703",
    .matrix = "V-CHK-01",
};

constexpr RuleInfo kCheckNotPlain{
    .code = 632,
    .severity = Severity::error,
    .summary = "a CHECK looks at one row only, and gives the same answer each time",
    .explanation =
        "A query or a random function is accepted when the CHECK is added, and then every write to the table fails. "
        "Aggregates and windows are refused at once.",
    .example = "check(\"known\", \"customer IN (SELECT id FROM customers)\")  // wrong: use references<Customer>",
    .prevents = "TASK_WRITE_FAILED, 58030",
    .matrix = "V-CHK-02",
};

constexpr RuleInfo kCheckTwice{
    .code = 633,
    .severity = Severity::error,
    .summary = "two CHECKs of a table have one name",
    .explanation = "Names ignore case; Delta stores them in lower case. Give one of them another name.",
    .example = "check(\"positive\", \"total >= 0\"), check(\"Positive\", \"tax >= 0\")  // wrong",
    .prevents = "DELTA_CONSTRAINT_ALREADY_EXISTS, 42710",
    .matrix = "V-CHK-03",
};

constexpr RuleInfo kUnnamedCheck{
    .code = 634,
    .severity = Severity::error,
    .summary = "a CHECK has a name and is enforced",
    .explanation =
        "Without a name it could be neither compared nor dropped. NOT ENFORCED and RELY are words for keys: every "
        "engine enforces a CHECK of Delta.",
    .example =
        "check(\"\", \"total >= 0\")                       // wrong\n"
        "check(\"positive\", \"total >= 0 NOT ENFORCED\")  // wrong\n"
        "check(\"positive\", \"total >= 0\")",
    .prevents = "UNSUPPORTED_CONSTRAINT_CHARACTERISTIC, 0A000",
    .matrix = "V-CHK-06",
};

/// The word that begins NOT ENFORCED, ENFORCED, RELY or NORELY at the end, or nullptr.
const sql::Token* characteristic(const std::vector<sql::Token>& tokens) {
  const sql::Token* found = nullptr;
  for (std::size_t i = tokens.size(); i-- > 1;) {
    const sql::Token& token = tokens[i];
    const bool word = token.kind == sql::TokenKind::identifier &&
                      (token.text == "enforced" || token.text == "rely" || token.text == "norely");
    const bool follows_value = tokens[i - 1].kind != sql::TokenKind::symbol || tokens[i - 1].text == ")";
    const bool operand = tokens[i - 1].kind == sql::TokenKind::keyword && tokens[i - 1].text != "NOT" &&
                         tokens[i - 1].text != "NULL" && tokens[i - 1].text != "TRUE" &&
                         tokens[i - 1].text != "FALSE" && tokens[i - 1].text != "END";
    if (!word || !follows_value || operand) break;
    found = &token;
    if (tokens[i - 1].kind == sql::TokenKind::keyword && tokens[i - 1].text == "NOT" && i >= 2) {
      found = &tokens[i - 1];
      --i;
    }
  }
  return found;
}

void not_plain(const TableFacts& facts, const SourceSpan& where, const std::string& what, std::string fix) {
  facts.add(kCheckNotPlain, where, "a CHECK cannot use " + what, std::move(fix));
}

void check_calls(const TableFacts& facts, const Expression& expression) {
  for (const sql::Reference& call : sql::calls(expression.tokens)) {
    const std::string_view fault = call_fault(function_kind(call.parts.front()));
    if (fault.empty()) continue;
    not_plain(facts, expression.at(call), quoted(expression.spelling(call)) + ", which " + std::string(fault), "");
  }
}

void check_expression(const TableFacts& facts, const Check& check) {
  auto expression = read_expression(facts, check.expression, facts.place());
  if (!expression) return;
  if (const sql::Token* token = subquery(*expression)) {
    not_plain(facts, expression->at(token->offset, token->spelling.size()), "a query",
              facts.table.foreign_keys.empty() ? "a reference to another table is references<T>" : "");
    return;  // names inside it belong to other tables
  }
  if (const sql::Token* token = characteristic(expression->tokens)) {
    facts.add(kUnnamedCheck, expression->at(token->offset, token->spelling.size()),
              "every engine enforces a CHECK of Delta",
              "leave " + check.expression.value.substr(token->offset) + " out");
    const std::size_t offset = token->offset;
    std::erase_if(expression->tokens, [&](const sql::Token& one) { return one.offset >= offset; });
  }
  check_calls(facts, *expression);
  if (const sql::Token* token = window(*expression)) {
    not_plain(facts, expression->at(token->offset, token->spelling.size()), "a window, which looks at several rows",
              "");
    return;  // ORDER, BY and ROWS in it are no columns
  }
  for (const sql::Reference& reference : sql::references(expression->tokens)) {
    if (const auto fault = reference_fault(facts, *expression, reference)) {
      facts.add(kCheckReference, fault->at, fault->text, fault->fix);
    }
  }
}

}  // namespace

void check_constraints(const TableFacts& facts) {
  if (facts.table.checks.empty()) return;
  const std::vector<Check>& checks = facts.table.checks;
  const auto same = [](const Check& a, const Check& b) { return same_folded(a.name.value, b.name.value); };
  for (std::size_t i = 0; i < checks.size(); ++i) {
    const Check& check = checks[i];
    if (check.name.empty()) {
      facts.add(kUnnamedCheck, first_known(check.name.span, check.expression.span), "a CHECK needs a name",
                "give it one");
    } else if (check.name.value.find("${") != std::string::npos) {
      facts.add(kSubstitution, check.name.span, "Spark would replace '${' in a name", "choose another name");
    } else if (const Check* first = first_alike(checks, i, same)) {
      note(facts.add(kCheckTwice, first_known(check.name.span, check.expression.span),
                     "two CHECKs of " + facts.title() + " are called " + quoted(check.name.value),
                     "give one another name"),
           first->name.span, "the first one is here");
    }
    check_expression(facts, check);
  }
}

Rows check_constraint_rows() {
  static constexpr const RuleInfo* rows[] = {&kCheckReference, &kCheckNotPlain, &kCheckTwice, &kUnnamedCheck};
  return rows;
}

}  // namespace delta::rules
