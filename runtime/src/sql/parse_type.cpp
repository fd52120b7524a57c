#include <algorithm>
#include <array>
#include <cctype>
#include <limits>

#include "delta/sql/quote.hpp"
#include "delta/sql/type_text.hpp"

namespace delta::sql {
namespace {

struct Alias {
  std::string_view name;
  TypeKind kind;
};

constexpr std::array kAliases = {
    Alias{"BOOLEAN", TypeKind::boolean},
    Alias{"TINYINT", TypeKind::tinyint},
    Alias{"BYTE", TypeKind::tinyint},
    Alias{"SMALLINT", TypeKind::smallint},
    Alias{"SHORT", TypeKind::smallint},
    Alias{"INT", TypeKind::integer},
    Alias{"INTEGER", TypeKind::integer},
    Alias{"BIGINT", TypeKind::bigint},
    Alias{"LONG", TypeKind::bigint},
    Alias{"FLOAT", TypeKind::float32},
    Alias{"REAL", TypeKind::float32},
    Alias{"DOUBLE", TypeKind::float64},
    Alias{"STRING", TypeKind::string},
    Alias{"BINARY", TypeKind::binary},
    Alias{"DATE", TypeKind::date},
    Alias{"TIMESTAMP", TypeKind::timestamp},
    Alias{"TIMESTAMP_LTZ", TypeKind::timestamp},
    Alias{"TIMESTAMP_NTZ", TypeKind::timestamp_ntz},
    Alias{"VARIANT", TypeKind::variant},
    Alias{"DECIMAL", TypeKind::decimal},
    Alias{"DEC", TypeKind::decimal},
    Alias{"NUMERIC", TypeKind::decimal},
    Alias{"VARCHAR", TypeKind::varchar},
    Alias{"CHAR", TypeKind::fixed_char},
    Alias{"CHARACTER", TypeKind::fixed_char},
    Alias{"ARRAY", TypeKind::array},
    Alias{"MAP", TypeKind::map},
    Alias{"STRUCT", TypeKind::structure},
};

/// Types nest by recursion; nobody's schema is deeper, and a hostile text must not exhaust the stack.
constexpr int kDeepest = 100;

bool word_char(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

class TypeParser {
 public:
  explicit TypeParser(std::string_view text) : text_(text) {}

  Expected<DataType, TypeError> whole() {
    auto type = parse(0);
    if (!type) return type;
    skip_space();
    if (at_ != text_.size()) return fail("unexpected '" + std::string(1, text_[at_]) + "' after the type");
    return type;
  }

 private:
  using Result = Expected<DataType, TypeError>;

  TypeError fail(std::string message) const { return {std::move(message), at_}; }
  static TypeError fail_at(std::string message, std::size_t offset) { return {std::move(message), offset}; }

  void skip_space() {
    while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_])) != 0) ++at_;
  }

  bool take(char wanted) {
    skip_space();
    if (at_ >= text_.size() || text_[at_] != wanted) return false;
    ++at_;
    return true;
  }

  /// The next word in upper case; empty if there is none.
  std::string word() {
    skip_space();
    std::string found;
    while (at_ < text_.size() && word_char(text_[at_])) {
      found += static_cast<char>(std::toupper(static_cast<unsigned char>(text_[at_++])));
    }
    return found;
  }

  std::string peek_word() {
    const std::size_t before = at_;
    std::string found = word();
    at_ = before;
    return found;
  }

  Expected<int, TypeError> number() {
    skip_space();
    const std::size_t begin = at_;
    const bool negative = at_ < text_.size() && text_[at_] == '-';
    if (negative) ++at_;
    long long value = 0;
    std::size_t digits = 0;
    for (; at_ < text_.size() && std::isdigit(static_cast<unsigned char>(text_[at_])) != 0; ++at_, ++digits) {
      value = value * 10 + (text_[at_] - '0');
      if (value > std::numeric_limits<int>::max()) return fail_at("a number here is too large", begin);
    }
    if (digits == 0) return fail_at("a number is missing", begin);
    return static_cast<int>(negative ? -value : value);
  }

  Result parse(int depth) {
    if (depth > kDeepest) return fail("types nest more than 100 deep");
    skip_space();
    const std::size_t begin = at_;
    const std::string name = word();
    if (name.empty()) return fail("a type is missing");
    const auto alias =
        std::find_if(kAliases.begin(), kAliases.end(), [&](const Alias& row) { return row.name == name; });
    if (alias == kAliases.end()) return other(begin);
    switch (alias->kind) {
      case TypeKind::array: return array(depth);
      case TypeKind::map: return map(depth);
      case TypeKind::structure: return structure(depth);
      case TypeKind::decimal: return decimal();
      case TypeKind::varchar:
      case TypeKind::fixed_char: return text_of_length(alias->kind, begin);
      default: return scalar(alias->kind, begin);
    }
  }

  /// `STRING COLLATE x`, `DOUBLE PRECISION`, `BIGINT UNSIGNED`, `TIMESTAMP(3)`: other types with a familiar first word.
  Result scalar(TypeKind kind, std::size_t begin) {
    const std::string next = peek_word();
    skip_space();
    const bool parenthesis = at_ < text_.size() && text_[at_] == '(';
    if (parenthesis || next == "COLLATE" || next == "PRECISION" || next == "UNSIGNED") return other(begin);
    return DataType::of(kind);
  }

  /// A type that deltac does not know: its text up to where the type ends, brackets balanced.
  Result other(std::size_t begin) {
    int angle = 0;
    int round = 0;
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == '<') ++angle;
      if (c == '(') ++round;
      if (c == '>' && angle-- == 0) break;
      if (c == ')' && round-- == 0) break;
      if (angle > 0 || round > 0) continue;
      if (c == ',') break;
      if (word_char(c) && (at_ == 0 || !word_char(text_[at_ - 1]))) {
        const std::string next = peek_word();
        if (next == "NOT" || next == "COMMENT") break;
      }
    }
    std::size_t end = at_;
    while (end > begin && std::isspace(static_cast<unsigned char>(text_[end - 1])) != 0) --end;
    DataType type = DataType::of(TypeKind::other);
    type.text = std::string(text_.substr(begin, end - begin));
    return type;
  }

  Result decimal() {
    if (!take('(')) return DataType::decimal(10, 0);
    auto precision = number();
    if (!precision) return precision.error();
    int scale = 0;
    if (take(',')) {
      auto given = number();
      if (!given) return given.error();
      scale = *given;
    }
    if (!take(')')) return fail("')' is missing");
    return DataType::decimal(*precision, scale);
  }

  Result text_of_length(TypeKind kind, std::size_t begin) {
    if (!take('(')) {
      const bool varchar = kind == TypeKind::varchar;
      return fail_at(varchar ? "VARCHAR needs a length, as in VARCHAR(20)" : "CHAR needs a length, as in CHAR(3)",
                     begin);
    }
    auto length = number();
    if (!length) return length.error();
    if (!take(')')) return fail("')' is missing");
    if (peek_word() == "COLLATE") return other(begin);
    DataType type = DataType::of(kind);
    type.precision = *length;
    return type;
  }

  Result array(int depth) {
    if (!take('<')) return fail("ARRAY needs its element, as in ARRAY<INT>");
    auto element = parse(depth + 1);
    if (!element) return element;
    if (!take('>')) return fail("'>' is missing");
    return DataType::array(*std::move(element));
  }

  Result map(int depth) {
    if (!take('<')) return fail("MAP needs key and value, as in MAP<STRING, INT>");
    auto key = parse(depth + 1);
    if (!key) return key;
    if (!take(',')) return fail("',' between key and value is missing");
    auto value = parse(depth + 1);
    if (!value) return value;
    if (!take('>')) return fail("'>' is missing");
    return DataType::map(*std::move(key), *std::move(value));
  }

  Result structure(int depth) {
    if (!take('<')) return fail("STRUCT needs its fields, as in STRUCT<a: INT>");
    std::vector<Field> fields;
    if (take('>')) return DataType::structure({});
    do {
      auto one = field(depth);
      if (!one) return one.error();
      fields.push_back(*std::move(one));
    } while (take(','));
    if (!take('>')) return fail("'>' is missing");
    return DataType::structure(std::move(fields));
  }

  Expected<Field, TypeError> field(int depth) {
    auto name = field_name();
    if (!name) return name.error();
    take(':');
    auto type = parse(depth + 1);
    if (!type) return type.error();
    Field field;
    field.name = Identifier(*std::move(name));
    field.type = *std::move(type);
    if (peek_word() == "NOT") {
      word();
      if (word() != "NULL") return fail("NOT NULL was expected");
      field.nullable = false;
    }
    if (peek_word() == "COMMENT") {
      word();
      auto comment = string_literal();
      if (!comment) return comment.error();
      field.comment = *std::move(comment);
    }
    return field;
  }

  Expected<std::string, TypeError> field_name() {
    skip_space();
    const std::size_t begin = at_;
    if (at_ < text_.size() && text_[at_] == '`') return backticked();
    while (at_ < text_.size() && (word_char(text_[at_]) || static_cast<unsigned char>(text_[at_]) >= 0x80)) ++at_;
    if (at_ == begin) return fail("a field's name is missing");
    return std::string(text_.substr(begin, at_ - begin));
  }

  Expected<std::string, TypeError> backticked() {
    const std::size_t begin = at_++;
    std::string name;
    for (; at_ < text_.size(); ++at_) {
      if (text_[at_] != '`') {
        name += text_[at_];
      } else if (at_ + 1 < text_.size() && text_[at_ + 1] == '`') {
        name += text_[at_++];
      } else {
        ++at_;
        return name;
      }
    }
    return fail_at("a '`' is not closed", begin);
  }

  Expected<std::string, TypeError> string_literal() {
    skip_space();
    const std::size_t begin = at_;
    if (at_ >= text_.size() || (text_[at_] != '\'' && text_[at_] != '"')) return fail("a text in quotes is missing");
    const char quote = text_[at_++];
    const std::size_t body = at_;
    for (; at_ < text_.size(); ++at_) {
      if (text_[at_] == '\\' && at_ + 1 < text_.size()) {
        ++at_;
      } else if (text_[at_] == quote) {
        return decode_string(text_.substr(body, at_++ - body));
      }
    }
    return fail_at("a quote is not closed", begin);
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

Expected<DataType, TypeError> parse_type(std::string_view text) { return TypeParser(text).whole(); }

}  // namespace delta::sql
