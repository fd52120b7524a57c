#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "delta/expected.hpp"

namespace delta::sql {

enum class TokenKind { identifier, quoted_identifier, keyword, number, string, symbol };

/// A piece of an SQL expression. Expressions are cut into tokens and never parsed.
struct Token {
  TokenKind kind = TokenKind::symbol;
  std::string text;        ///< canonical: keywords in upper case, identifiers unquoted and folded, strings decoded
  std::string spelling;    ///< as written
  std::size_t offset = 0;  ///< of its first byte in the expression
};

/// What makes a text no expression: an unclosed quote, comment or bracket, and the offset where it began.
struct TokenError {
  std::string message;
  std::size_t offset = 0;
};

/// Cuts Spark SQL into tokens; white space and comments fall away. Brackets must balance.
Expected<std::vector<Token>, TokenError> tokenize(std::string_view expression);

/// True if two expressions are the same but for spacing, comments, quoting and the case of keywords and names: Spark
/// stores `s.x > 0` as `s . x > 0`. Texts that cannot be cut are compared as they are.
bool same_expression(std::string_view a, std::string_view b);

/// The canonical tokens joined by single spaces: what fingerprints are made of.
std::string canonical_expression(std::string_view expression);

/// A name that an expression reads, with where it stands: `a.b` gives one reference of two parts.
struct Reference {
  std::vector<std::string> parts;
  std::size_t offset = 0;
  std::size_t length = 0;
};

/// The columns that an expression may read: identifiers that are no keyword, no function call, no type in a CAST and
/// no lambda's parameter.
std::vector<Reference> references(const std::vector<Token>& tokens);

/// The functions that it calls: an identifier followed by `(`.
std::vector<Reference> calls(const std::vector<Token>& tokens);

}  // namespace delta::sql
