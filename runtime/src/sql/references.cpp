#include <algorithm>
#include <set>

#include "delta/sql/tokens.hpp"

namespace delta::sql {
namespace {

using Tokens = std::vector<Token>;

bool is_name(const Token& token) {
  return token.kind == TokenKind::identifier || token.kind == TokenKind::quoted_identifier;
}

bool symbol_at(const Tokens& tokens, std::size_t i, std::string_view text) {
  return i < tokens.size() && tokens[i].kind == TokenKind::symbol && tokens[i].text == text;
}

bool keyword_at(const Tokens& tokens, std::size_t i, std::string_view text) {
  return i < tokens.size() && tokens[i].kind == TokenKind::keyword && tokens[i].text == text;
}

/// DATE '2026-01-01', TIMESTAMP '…', X'1F': the word belongs to the literal behind it.
bool begins_typed_literal(const Tokens& tokens, std::size_t i) {
  return tokens[i].kind == TokenKind::identifier && i + 1 < tokens.size() && tokens[i + 1].kind == TokenKind::string;
}

/// Words that Spark reads as functions without brackets.
bool is_bare_function(const Token& token) {
  static const std::set<std::string> kFunctions = {
      "current_date", "current_time", "current_timestamp", "current_user", "localtimestamp", "session_user", "user"};
  return token.kind == TokenKind::identifier && kFunctions.contains(token.text);
}

/// Parameters of `x -> …` and `(x, y) -> …`: no columns.
std::set<std::string> lambda_parameters(const Tokens& tokens) {
  std::set<std::string> parameters;
  for (std::size_t i = 1; i < tokens.size(); ++i) {
    if (!symbol_at(tokens, i, "->")) continue;
    if (is_name(tokens[i - 1])) parameters.insert(tokens[i - 1].text);
    if (!symbol_at(tokens, i - 1, ")")) continue;
    for (std::size_t back = i - 1; back > 0 && !symbol_at(tokens, back, "("); --back) {
      if (is_name(tokens[back])) parameters.insert(tokens[back].text);
    }
  }
  return parameters;
}

/// The index of the bracket that closes a CAST, whose type begins at `i`; or of the end of a type behind `::`.
std::size_t skip_type(const Tokens& tokens, std::size_t i) {
  int depth = 0;
  for (; i < tokens.size(); ++i) {
    if (symbol_at(tokens, i, "(") || symbol_at(tokens, i, "<")) ++depth;
    if (symbol_at(tokens, i, ">")) --depth;
    if (symbol_at(tokens, i, ")") && depth-- == 0) return i;
  }
  return i;
}

/// INTERVAL 1 DAY 2 HOURS: the last of its numbers and units.
std::size_t skip_interval(const Tokens& tokens, std::size_t i) {
  const auto part = [&](std::size_t at) {
    return at < tokens.size() && (tokens[at].kind == TokenKind::number || tokens[at].kind == TokenKind::string ||
                                  tokens[at].kind == TokenKind::identifier);
  };
  while (part(i + 1)) ++i;
  return i;
}

/// The unit that some functions take first, DATEDIFF(DAY, a, b) and EXTRACT(YEAR FROM t): no column.
bool is_unit(const Tokens& tokens, std::size_t i) {
  static const std::set<std::string> kTakeUnit = {"date_add", "date_diff",    "dateadd",      "datediff",
                                                  "extract",  "timestampadd", "timestampdiff"};
  if (i < 2 || !symbol_at(tokens, i - 1, "(") || !kTakeUnit.contains(tokens[i - 2].text)) return false;
  if (tokens[i - 2].text == "extract") return true;
  static const std::set<std::string> kUnits = {"microsecond", "millisecond", "second", "minute",  "hour", "day",
                                               "dayofyear",   "week",        "month",  "quarter", "year"};
  return kUnits.contains(tokens[i].text);
}

bool ends_value(const Token& token) {
  static const std::set<std::string> kValues = {"END", "FALSE", "NULL", "TRUE"};
  switch (token.kind) {
    case TokenKind::keyword: return kValues.contains(token.text);
    case TokenKind::symbol: return token.text == ")" || token.text == "]";
    default: return true;
  }
}

/// A name that follows a value without an operator between them is a word of the language and no column: FOR in
/// `substring(s FROM 1 FOR 2)`, COLLATE in `s COLLATE UTF8_LCASE`. So is what follows the bracket in `trim(LEADING …)`.
bool is_word(const Tokens& tokens, std::size_t i, std::size_t last_word) {
  if (i == 0 || !is_name(tokens[i])) return false;
  if (i >= 2 && symbol_at(tokens, i - 1, "(") && tokens[i - 2].text == "trim")
    return tokens[i].text == "leading" || tokens[i].text == "trailing";
  return last_word != i - 1 && ends_value(tokens[i - 1]);
}

std::size_t end_of(const Token& token) { return token.offset + token.spelling.size(); }

}  // namespace

std::vector<Reference> references(const Tokens& tokens) {
  const std::set<std::string> parameters = lambda_parameters(tokens);
  std::vector<Reference> found;
  std::size_t last_word = tokens.size();
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (keyword_at(tokens, i, "AS")) {
      i = skip_type(tokens, i + 1);
      continue;
    }
    if (symbol_at(tokens, i, "::")) {
      ++i;  // x::BIGINT; a type in brackets has no names of columns in it
      continue;
    }
    if (keyword_at(tokens, i, "INTERVAL")) {
      i = skip_interval(tokens, i);
      continue;
    }
    if (is_word(tokens, i, last_word)) {
      last_word = i;
      if (tokens[i].text == "collate") ++i;  // and the collation's name
      continue;
    }
    const bool selected = i > 0 && symbol_at(tokens, i - 1, ".");  // a field of a value, not a column: arr[0].z
    if (!is_name(tokens[i]) || selected || begins_typed_literal(tokens, i) || symbol_at(tokens, i + 1, "(") ||
        is_bare_function(tokens[i]) || is_unit(tokens, i)) {
      continue;
    }
    const bool parameter = parameters.contains(tokens[i].text);
    Reference reference{.parts = {}, .offset = tokens[i].offset, .length = 0};
    reference.parts.push_back(tokens[i].text);
    while (symbol_at(tokens, i + 1, ".") && i + 2 < tokens.size() && is_name(tokens[i + 2])) {
      i += 2;
      reference.parts.push_back(tokens[i].text);
    }
    reference.length = end_of(tokens[i]) - reference.offset;
    if (!parameter) found.push_back(std::move(reference));
  }
  return found;
}

std::vector<Reference> calls(const Tokens& tokens) {
  std::vector<Reference> found;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const bool called = is_name(tokens[i]) && symbol_at(tokens, i + 1, "(");
    if (called || is_bare_function(tokens[i])) {
      found.push_back({.parts = {tokens[i].text}, .offset = tokens[i].offset, .length = tokens[i].spelling.size()});
    }
  }
  return found;
}

}  // namespace delta::sql
