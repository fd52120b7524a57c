#pragma once
#include <optional>
#include <vector>

#include "delta/sql/tokens.hpp"
#include "rules/table_facts.hpp"

namespace delta::rules {

/// What a function does that some expressions cannot have.
enum class FunctionKind {
  ordinary,
  random,     ///< gives another value for each call: rand, uuid
  session,    ///< depends on when and by whom it is run: current_date
  aggregate,  ///< looks at many rows: sum
  window,     ///< looks at neighbouring rows: row_number
  generator,  ///< gives many rows: explode
};

FunctionKind function_kind(std::string_view folded_name);
/// Why no expression that gives one value per row may call it, as the end of a sentence; empty where it may.
std::string_view call_fault(FunctionKind kind);

/// An SQL expression of a table's, cut into tokens. `where` is its place if the literal's is not known.
struct Expression {
  const LocatedText& text;
  const SourceSpan& where;
  std::vector<sql::Token> tokens;

  /// The place of a stretch of it.
  SourceSpan at(std::size_t offset, std::size_t length) const;
  SourceSpan at(const sql::Reference& reference) const { return at(reference.offset, reference.length); }
  std::string spelling(const sql::Reference& reference) const {
    return text.value.substr(reference.offset, reference.length);
  }
};

/// Cuts an expression. One that is empty, or that cannot be cut, is a finding.
std::optional<Expression> read_expression(const TableFacts& facts, const LocatedText& text, const SourceSpan& where);

/// The first token that makes it a query of its own: SELECT. Nothing if there is none.
const sql::Token* subquery(const Expression& expression);

/// The first OVER that belongs to a window function.
const sql::Token* window(const Expression& expression);

/// Why a reference reads nothing of the table; nothing if it does. The caret is `at`.
struct ReferenceFault {
  SourceSpan at;
  std::string text;
  std::string fix;
};
std::optional<ReferenceFault> reference_fault(const TableFacts& facts, const Expression& expression,
                                              const sql::Reference& reference);

/// The column that a reference reads, or nullptr.
const Column* column_of(const TableFacts& facts, const sql::Reference& reference);

}  // namespace delta::rules
