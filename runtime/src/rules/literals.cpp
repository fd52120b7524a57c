#include "rules/literals.hpp"

#include <cmath>
#include <cstdlib>

#include "delta/model/identifier.hpp"
#include "delta/sql/type_text.hpp"

namespace delta::rules {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// A number's digits before the point, without leading zeros.
std::size_t whole_digits(std::string_view number) {
  std::size_t i = 0;
  while (i < number.size() && (number[i] == '-' || number[i] == '+' || number[i] == '0')) ++i;
  std::size_t digits = 0;
  while (i + digits < number.size() && is_digit(number[i + digits])) ++digits;
  return digits;
}

/// The largest number of a type of whole numbers; 0 for other types.
double largest(TypeKind kind) {
  switch (kind) {
    case TypeKind::tinyint: return 127;
    case TypeKind::smallint: return 32767;
    case TypeKind::integer: return 2147483647;
    case TypeKind::bigint: return 9223372036854775807.0;
    default: return 0;
  }
}

bool is_number_type(TypeKind kind) {
  return largest(kind) > 0 || kind == TypeKind::float32 || kind == TypeKind::float64 || kind == TypeKind::decimal;
}

bool is_day_type(TypeKind kind) {
  return kind == TypeKind::date || kind == TypeKind::timestamp || kind == TypeKind::timestamp_ntz;
}

bool is_nested(TypeKind kind) {
  return kind == TypeKind::array || kind == TypeKind::map || kind == TypeKind::structure;
}

/// Spark reads a number from a text with spaces around it, and nothing else.
bool reads_as_number(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  const std::string copy(text);
  if (copy.empty()) return false;
  char* end = nullptr;
  const double value = std::strtod(copy.c_str(), &end);
  return end == copy.c_str() + copy.size() && (std::isfinite(value) || copy.find_first_of("0123456789") == copy.npos);
}

bool reads_as_boolean(std::string_view text) {
  const std::string folded = fold_case(text);
  for (const std::string_view one : {"true", "t", "yes", "y", "1", "false", "f", "no", "n", "0"}) {
    if (folded == one) return true;
  }
  return false;
}

std::string number_misfit(const std::string& number, const DataType& type, const std::string& shown) {
  if (const double most = largest(type.kind); most > 0) {
    // Bounds of BIGINT are no doubles of their own: digits decide what a double cannot.
    const double value = std::trunc(std::strtod(number.c_str(), nullptr));
    const bool fits = std::fabs(value) <= most || (value == -most - 1);
    return fits ? "" : number + " is out of range for " + shown;
  }
  if (type.kind == TypeKind::decimal && number.find_first_of("eE") == number.npos) {
    const int room = type.precision - type.scale;
    if (static_cast<int>(whole_digits(number)) > room) {
      return number + " has more digits before the point than " + shown + " takes";
    }
  }
  return "";
}

}  // namespace

std::optional<Literal> literal_of(const std::vector<sql::Token>& tokens) {
  const bool sign = tokens.size() == 2 && (tokens[0].text == "-" || tokens[0].text == "+") &&
                    tokens[1].kind == sql::TokenKind::number;
  if (tokens.size() != 1 && !sign) return std::nullopt;
  const sql::Token& token = tokens.back();
  Literal out;
  out.offset = tokens.front().offset;
  out.length = token.offset + token.spelling.size() - out.offset;
  if (token.kind == sql::TokenKind::keyword &&
      (token.text == "NULL" || token.text == "TRUE" || token.text == "FALSE")) {
    out.kind = token.text == "NULL" ? Literal::Kind::null : Literal::Kind::boolean;
    out.text = token.text;
    return out;
  }
  if (token.kind == sql::TokenKind::string) {
    out.kind = Literal::Kind::string;
    out.text = token.text;
    return out;
  }
  if (token.kind != sql::TokenKind::number) return std::nullopt;
  out.kind = Literal::Kind::number;
  out.text = token.text;
  while (!out.text.empty() && !is_digit(out.text.back()) && out.text.back() != '.') out.text.pop_back();  // 1L, 2.5BD
  if (sign && tokens[0].text == "-") out.text.insert(0, "-");
  return out;
}

std::string literal_misfit(const Literal& literal, const DataType& type) {
  const std::string shown = sql::short_type_text(type);
  const TypeKind kind = type.kind;
  if (is_nested(kind)) return "a single value is no " + shown;
  switch (literal.kind) {
    case Literal::Kind::null: return "";
    case Literal::Kind::boolean:
      return is_number_type(kind) || is_day_type(kind) ? literal.text + " is no " + shown : "";
    case Literal::Kind::number:
      if (kind == TypeKind::boolean) return literal.text + " is no BOOLEAN: write TRUE or FALSE";
      if (is_day_type(kind)) return literal.text + " is no " + shown + ": write it in quotes, '2026-01-31'";
      return number_misfit(literal.text, type, shown);
    case Literal::Kind::string:
      if (is_number_type(kind)) {
        if (!reads_as_number(literal.text)) return "'" + literal.text + "' does not read as a number";
        return number_misfit(literal.text, type, shown);
      }
      if (kind == TypeKind::boolean && !reads_as_boolean(literal.text))
        return "'" + literal.text + "' does not read as TRUE or FALSE";
      if (is_day_type(kind) && literal.text.find_first_of("0123456789") == literal.text.npos) {
        return "'" + literal.text + "' does not read as " + shown;
      }
      return "";
  }
  return "";
}

std::size_t characters(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size()) ++i;  // the tokens keep a backslash with what it escapes
    count += (static_cast<unsigned char>(text[i]) & 0xC0) != 0x80;
  }
  return count;
}

}  // namespace delta::rules
