#include "model/json_text.hpp"

#include <charconv>
#include <unordered_set>

#include "model/utf8.hpp"

namespace delta::json {
namespace {

/// Far more than any schema nests, and little enough for any stack.
constexpr int kMaxDepth = 400;  // more than a lake's log may nest, which is read and written in turn

/// The length of the well-formed UTF-8 sequence at `at`, or 0.
std::size_t sequence_length(std::string_view text, std::size_t at) {
  if (static_cast<unsigned char>(text[at]) < 0x80) return 1;
  std::string_view rest = text.substr(at);
  const char32_t code = utf8::take(rest);
  const bool lone_byte = code >= 0xDC80 && code <= 0xDCFF;
  return lone_byte ? 0 : text.size() - at - rest.size();
}

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  Value document() {
    Value value = read_value(0);
    skip_space();
    if (at_ < text_.size()) fail(at_, "there is text after the end of the JSON value");
    return value;
  }

 private:
  [[noreturn]] static void fail(std::size_t offset, std::string message) { throw Failure{offset, std::move(message)}; }

  void skip_space() {
    while (at_ < text_.size() &&
           (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\t' || text_[at_] == '\r')) {
      ++at_;
    }
  }

  char peek(std::string_view expected) {
    skip_space();
    if (at_ >= text_.size()) fail(text_.size(), "the text ends where " + std::string(expected) + " should stand");
    return text_[at_];
  }

  Value read_value(int depth) {
    if (depth > kMaxDepth) fail(at_, "values are nested more than 400 deep");
    const char c = peek("a value");
    Value value;
    value.offset = at_;
    if (c == '{') {
      read_object(value, depth);
    } else if (c == '[') {
      read_array(value, depth);
    } else if (c == '"') {
      value.kind = Value::Kind::string;
      value.text = read_string();
    } else if (c == '-' || (c >= '0' && c <= '9')) {
      read_number(value);
    } else if (read_word("true")) {
      value.kind = Value::Kind::boolean;
      value.boolean = true;
    } else if (read_word("false")) {
      value.kind = Value::Kind::boolean;
    } else if (!read_word("null")) {
      fail(at_, "this is no JSON value");
    }
    return value;
  }

  bool read_word(std::string_view word) {
    if (text_.substr(at_, word.size()) != word) return false;
    at_ += word.size();
    return true;
  }

  void read_object(Value& value, int depth) {
    value.kind = Value::Kind::object;
    std::unordered_set<std::string> names;
    ++at_;
    if (peek("a member or '}'") == '}') {
      ++at_;
      return;
    }
    for (;;) {
      if (peek("a member's name") != '"') fail(at_, "a member's name in quotes should stand here");
      const std::size_t name_offset = at_;
      std::string name = read_string();
      if (!names.insert(name).second) fail(name_offset, "member '" + name + "' is given twice");
      if (peek("':'") != ':') fail(at_, "':' should stand here");
      ++at_;
      value.members.push_back({std::move(name), read_value(depth + 1)});
      const char next = peek("',' or '}'");
      if (next != ',' && next != '}') fail(at_, "',' or '}' should stand here");
      ++at_;
      if (next == '}') return;
    }
  }

  void read_array(Value& value, int depth) {
    value.kind = Value::Kind::array;
    ++at_;
    if (peek("a value or ']'") == ']') {
      ++at_;
      return;
    }
    for (;;) {
      value.items.push_back(read_value(depth + 1));
      const char next = peek("',' or ']'");
      if (next != ',' && next != ']') fail(at_, "',' or ']' should stand here");
      ++at_;
      if (next == ']') return;
    }
  }

  void read_number(Value& value) {
    value.kind = Value::Kind::number;
    const std::size_t begin = at_;
    const auto digits = [this] {
      const std::size_t from = at_;
      while (at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9') ++at_;
      if (from == at_) fail(at_, "a digit should stand here");
    };
    if (text_[at_] == '-') ++at_;
    digits();
    bool whole = true;
    if (at_ < text_.size() && text_[at_] == '.') {
      whole = false;
      ++at_;
      digits();
    }
    if (at_ < text_.size() && (text_[at_] == 'e' || text_[at_] == 'E')) {
      whole = false;
      ++at_;
      if (at_ < text_.size() && (text_[at_] == '+' || text_[at_] == '-')) ++at_;
      digits();
    }
    const auto result = std::from_chars(text_.data() + begin, text_.data() + at_, value.number);
    value.whole = whole && result.ec == std::errc() && result.ptr == text_.data() + at_;
  }

  std::string read_string() {
    const std::size_t begin = at_++;
    std::string out;
    for (;;) {
      if (at_ >= text_.size()) fail(begin, "this string has no closing quote");
      const unsigned char c = static_cast<unsigned char>(text_[at_]);
      if (c == '"') {
        ++at_;
        return out;
      }
      if (c < 0x20) fail(at_, "a control character in a string must be escaped");
      if (c == '\\') {
        read_escape(out, begin);
        continue;
      }
      const std::size_t length = sequence_length(text_, at_);
      if (length == 0) fail(at_, "this byte is no UTF-8");
      out.append(text_, at_, length);
      at_ += length;
    }
  }

  void read_escape(std::string& out, std::size_t begin) {
    const std::size_t offset = at_++;
    if (at_ >= text_.size()) fail(begin, "this string has no closing quote");
    const char c = text_[at_++];
    static constexpr std::string_view names = "\"\\/bfnrt";
    static constexpr std::string_view values = "\"\\/\b\f\n\r\t";
    if (const auto known = names.find(c); known != names.npos) {
      out += values[known];
      return;
    }
    if (c != 'u') fail(offset, "this is no escape that JSON has");
    std::uint32_t code = read_hex(offset);
    if (code >= 0xD800 && code < 0xDC00) {
      if (!read_word("\\u")) fail(offset, "half of a surrogate pair");
      const std::uint32_t low = read_hex(offset);
      if (low < 0xDC00 || low > 0xDFFF) fail(offset, "half of a surrogate pair");
      code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
    } else if (code >= 0xDC00 && code <= 0xDFFF) {
      fail(offset, "half of a surrogate pair");
    }
    utf8::append(out, code);
  }

  std::uint32_t read_hex(std::size_t offset) {
    std::uint32_t code = 0;
    if (at_ + 4 > text_.size()) fail(offset, "\\u needs four hexadecimal digits");
    const auto result = std::from_chars(text_.data() + at_, text_.data() + at_ + 4, code, 16);
    if (result.ec != std::errc() || result.ptr != text_.data() + at_ + 4) {
      fail(offset, "\\u needs four hexadecimal digits");
    }
    at_ += 4;
    return code;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

const Value* Value::find(std::string_view name) const {
  for (const auto& [key, value] : members) {
    if (key == name) return &value;
  }
  return nullptr;
}

Value parse(std::string_view text) { return Parser(text).document(); }

std::string_view kind_text(Value::Kind kind) {
  switch (kind) {
    case Value::Kind::null: return "null";
    case Value::Kind::boolean: return "true or false";
    case Value::Kind::number: return "a number";
    case Value::Kind::string: return "a string";
    case Value::Kind::array: return "an array";
    case Value::Kind::object: return "an object";
  }
  return "";
}

std::string place(std::string_view text, std::size_t offset, std::string_view origin) {
  int line = 1;
  std::size_t line_begin = 0;
  for (std::size_t i = 0; i < offset && i < text.size(); ++i) {
    if (text[i] == '\n') {
      ++line;
      line_begin = i + 1;
    }
  }
  return std::string(origin) + ":" + std::to_string(line) + ":" + std::to_string(offset - line_begin + 1);
}

std::string_view type_word(TypeKind kind) {
  switch (kind) {
    case TypeKind::boolean: return "boolean";
    case TypeKind::tinyint: return "tinyint";
    case TypeKind::smallint: return "smallint";
    case TypeKind::integer: return "int";
    case TypeKind::bigint: return "bigint";
    case TypeKind::float32: return "float";
    case TypeKind::float64: return "double";
    case TypeKind::decimal: return "decimal";
    case TypeKind::string: return "string";
    case TypeKind::varchar: return "varchar";
    case TypeKind::fixed_char: return "char";
    case TypeKind::binary: return "binary";
    case TypeKind::date: return "date";
    case TypeKind::timestamp: return "timestamp";
    case TypeKind::timestamp_ntz: return "timestamp_ntz";
    case TypeKind::variant: return "variant";
    case TypeKind::array:
    case TypeKind::map:
    case TypeKind::structure:
    case TypeKind::other: return "";
  }
  return "";
}

void append_quoted(std::string& out, std::string_view value) {
  static constexpr char kHex[] = "0123456789abcdef";
  const auto is_plain = [](char c) { return c >= 0x20 && c < 0x7F && c != '"' && c != '\\'; };
  out += '"';
  for (std::size_t i = 0; i < value.size();) {
    std::size_t plain = i;
    while (plain < value.size() && is_plain(value[plain])) ++plain;
    out.append(value, i, plain - i);
    i = plain;
    if (i == value.size()) break;
    const unsigned char c = static_cast<unsigned char>(value[i]);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += static_cast<char>(c);
      ++i;
    } else if (c == '\n') {
      out += "\\n";
      ++i;
    } else if (c < 0x20 || c == 0x7F) {
      out += "\\u00";
      out += kHex[c >> 4];
      out += kHex[c & 15];
      ++i;
    } else if (const std::size_t length = sequence_length(value, i); length > 0) {
      out.append(value, i, length);
      i += length;
    } else {
      out += "\xEF\xBF\xBD";
      ++i;
    }
  }
  out += '"';
}

}  // namespace delta::json
