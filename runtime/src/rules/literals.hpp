#pragma once
#include <optional>
#include <string>
#include <vector>

#include "delta/model/data_type.hpp"
#include "delta/sql/tokens.hpp"

namespace delta::rules {

/// An expression that is one literal, perhaps with a sign.
struct Literal {
  enum class Kind { null, boolean, number, string };
  Kind kind = Kind::null;
  std::string text;  ///< a number with its sign and without its suffix; a string's content
  std::size_t offset = 0;
  std::size_t length = 0;
};

std::optional<Literal> literal_of(const std::vector<sql::Token>& tokens);

/// Why a literal cannot be stored in a column of this type, for people; empty if it can, or if a server must tell.
/// Measured: INT takes 1.5 (cut off) and '12', TINYINT no 300, BOOLEAN no 1, DECIMAL no digit too many.
std::string literal_misfit(const Literal& literal, const DataType& type);

/// How many characters a text has.
std::size_t characters(std::string_view text);

}  // namespace delta::rules
