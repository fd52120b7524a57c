#include "delta/sql/quote.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include "model/utf8.hpp"

namespace delta::sql {
namespace {

std::string escaped(char c) {
  constexpr char kDigits[] = "0123456789ABCDEF";
  const auto byte = static_cast<unsigned char>(c);
  return std::string("\\u00") + kDigits[byte >> 4U] + kDigits[byte & 0xFU];
}

/// The number that the first `digits` characters write in `base`, if all of them are digits.
std::optional<unsigned> leading_number(std::string_view text, std::size_t digits, int base) {
  if (text.size() < digits) return std::nullopt;
  unsigned number = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + digits, number, base);
  if (error != std::errc{} || stop != text.data() + digits) return std::nullopt;
  return number;
}

char one_letter_escape(char letter) {
  switch (letter) {
    case '0': return '\0';
    case 'b': return '\b';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    case 'Z': return '\x1A';
    default: return letter;
  }
}

/// `uXXXX` or `UXXXXXXXX`, and a second `\uXXXX` where the two are halves of one code point as UTF-16 writes it.
bool take_code_point(std::string_view& rest, std::string& value) {
  const std::size_t digits = rest.front() == 'u' ? 4 : 8;
  if (rest.front() != 'u' && rest.front() != 'U') return false;
  const auto number = leading_number(rest.substr(1), digits, 16);
  if (!number || *number > 0x10FFFF) return false;
  char32_t code_point = *number;
  rest.remove_prefix(1 + digits);
  if (code_point >= 0xD800 && code_point <= 0xDBFF && rest.starts_with("\\u")) {
    const auto low = leading_number(rest.substr(2), 4, 16);
    if (low && *low >= 0xDC00 && *low <= 0xDFFF) {
      code_point = 0x10000 + ((code_point - 0xD800) << 10U) + (*low - 0xDC00);
      rest.remove_prefix(6);
    }
  }
  const bool half = code_point >= 0xD800 && code_point <= 0xDFFF;
  utf8::append(value, half ? 0xFFFD : code_point);
  return true;
}

/// Decodes what follows a backslash, and takes it off.
void take_escape(std::string_view& rest, std::string& value) {
  if (take_code_point(rest, value)) return;
  if (const auto octal = leading_number(rest, 3, 8); octal && *octal < 128) {
    value += static_cast<char>(*octal);
    rest.remove_prefix(3);
    return;
  }
  // Spark keeps the backslash of the wildcards of LIKE.
  if (rest.front() == '%' || rest.front() == '_') value += '\\';
  value += one_letter_escape(rest.front());
  rest.remove_prefix(1);
}

}  // namespace

std::string quote_identifier(std::string_view name) {
  std::string quoted = "`";
  for (const char c : name) quoted.append(c == '`' ? 2 : 1, c);
  return quoted + '`';
}

std::string quote(const TableName& name) {
  std::string quoted;
  for (const Identifier& part : name.parts) quoted += (quoted.empty() ? "" : ".") + quote_identifier(part.text());
  return quoted;
}

std::string quote(const ColumnPath& path) {
  std::string quoted;
  for (const Identifier& step : path.steps) quoted += (quoted.empty() ? "" : ".") + quote_identifier(step.text());
  return quoted;
}

std::string quote_string(std::string_view value) {
  std::string quoted;
  quoted.reserve(value.size() + 2);
  quoted += '\'';
  std::size_t plain = 0;  // where what needs no change begins
  for (std::size_t i = 0; i < value.size(); ++i) {
    const char c = value[i];
    const bool mark = c == '\\' || c == '\'';
    const bool control = static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
    // Spark substitutes ${…} before it parses, in literals too
    const bool substitution = c == '$' && i + 1 < value.size() && value[i + 1] == '{';
    if (!mark && !control && !substitution) continue;
    quoted += value.substr(plain, i - plain);
    quoted += mark ? std::string{'\\', c} : escaped(c);
    plain = i + 1;
  }
  quoted += value.substr(plain);
  quoted += '\'';
  return quoted;
}

std::string decode_string(std::string_view body) {
  std::string value;
  while (!body.empty()) {
    const std::size_t plain = std::min(body.find('\\'), body.size());
    value += body.substr(0, plain);
    body.remove_prefix(plain);
    if (body.size() < 2) {
      value += body;
      break;
    }
    body.remove_prefix(1);
    take_escape(body, value);
  }
  return value;
}

}  // namespace delta::sql
