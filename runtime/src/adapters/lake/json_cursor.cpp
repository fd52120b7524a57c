#include <algorithm>
#include <array>
#include <charconv>

#include "adapters/lake/json.hpp"
#include "adapters/lake/log_error.hpp"

namespace delta::lake {
namespace {

/// No schema nests so deeply, and every stack holds it.
constexpr int kMaxDepth = 200;

void append_utf8(std::string& out, std::uint32_t code) {
  const auto put = [&out](std::uint32_t byte) { out += static_cast<char>(byte); };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xC0 | code >> 6);
    put(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    put(0xE0 | code >> 12);
    put(0x80 | (code >> 6 & 0x3F));
    put(0x80 | (code & 0x3F));
  } else {
    put(0xF0 | code >> 18);
    put(0x80 | (code >> 12 & 0x3F));
    put(0x80 | (code >> 6 & 0x3F));
    put(0x80 | (code & 0x3F));
  }
}

/// What cannot stand in a string as it is.
constexpr std::array<bool, 256> kEndsPlainText = [] {
  std::array<bool, 256> table{};
  for (std::size_t c = 0; c < 0x20; ++c) table[c] = true;
  table['"'] = table['\\'] = true;
  return table;
}();

/// Of a field in a schema.
constexpr std::size_t kUsualMembers = 4;

/// Readers differ in which of two values counts, so a name that is given twice means nothing.
bool names_repeat(const std::vector<JsonMember>& members) {
  constexpr std::size_t kFew = 8;
  if (members.size() <= kFew) {
    // Each with each: nearly all objects of a log are small, and there are tens of thousands of them.
    for (auto one = members.begin(); one != members.end(); ++one) {
      if (std::any_of(members.begin(), one, [&](const JsonMember& other) { return other.name == one->name; }))
        return true;
    }
    return false;
  }
  std::vector<std::string_view> names;
  names.reserve(members.size());
  for (const JsonMember& member : members) names.push_back(member.name);
  std::ranges::sort(names);
  return std::ranges::adjacent_find(names) != names.end();
}

}  // namespace

void JsonCursor::fail(const char* what) const {
  throw LogError(std::string(what) + " at byte " + std::to_string(at_ + 1));
}

char JsonCursor::peek() {
  while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\r' || text_[at_] == '\n')) {
    ++at_;
  }
  return at_ < text_.size() ? text_[at_] : '\0';
}

bool JsonCursor::take(char c) {
  if (peek() != c) return false;
  ++at_;
  return true;
}

void JsonCursor::expect(char c) {
  if (!take(c)) fail(at_ >= text_.size() ? "the JSON text ends too early" : "this is no JSON");
}

void JsonCursor::expect_end() {
  if (peek() != '\0' || at_ < text_.size()) fail("there is text after the end of the JSON value");
}

std::uint32_t JsonCursor::read_hex4() {
  if (text_.size() - at_ < 4) fail("a \\u escape needs four digits");
  std::uint32_t code = 0;
  const char* begin = text_.data() + at_;
  const auto [stop, error] = std::from_chars(begin, begin + 4, code, 16);
  if (error != std::errc{} || stop != begin + 4) fail("a \\u escape needs four digits");
  at_ += 4;
  return code;
}

void JsonCursor::read_escape(std::string& out) {
  if (at_ >= text_.size()) fail("a string is not closed");
  const char c = text_[at_++];
  switch (c) {
    case '"':
    case '\\':
    case '/': out += c; return;
    case 'b': out += '\b'; return;
    case 'f': out += '\f'; return;
    case 'n': out += '\n'; return;
    case 'r': out += '\r'; return;
    case 't': out += '\t'; return;
    case 'u': break;
    default: fail("an unknown escape");
  }
  std::uint32_t code = read_hex4();
  if (code >= 0xD800 && code <= 0xDBFF) {
    if (text_.substr(at_, 2) != "\\u") fail("half of a surrogate pair");
    at_ += 2;
    const std::uint32_t low = read_hex4();
    if (low < 0xDC00 || low > 0xDFFF) fail("half of a surrogate pair");
    code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
  } else if (code >= 0xDC00 && code <= 0xDFFF) {
    fail("half of a surrogate pair");
  }
  append_utf8(out, code);
}

std::string JsonCursor::read_string() {
  expect('"');
  std::string out;
  while (true) {
    std::size_t end = at_;
    while (end < text_.size() && !kEndsPlainText[static_cast<unsigned char>(text_[end])]) ++end;
    out.append(text_, at_, end - at_);
    at_ = end;
    if (at_ >= text_.size()) fail("a string is not closed");
    if (static_cast<unsigned char>(text_[at_]) < 0x20) fail("a control character in a string");
    if (text_[at_++] == '"') return out;
    read_escape(out);
  }
}

void JsonCursor::skip_string() {
  expect('"');
  while (at_ < text_.size()) {
    const char c = text_[at_++];
    if (c == '"') return;
    if (c == '\\') ++at_;
  }
  at_ = text_.size();
  fail("a string is not closed");
}

void JsonCursor::word(std::string_view expected) {
  if (text_.substr(at_, expected.size()) != expected) fail("this is no JSON");
  at_ += expected.size();
}

void JsonCursor::skip_number() {
  const auto digits = [this] {
    const std::size_t begin = at_;
    while (at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9') ++at_;
    if (at_ == begin) fail("this is no JSON number");
  };
  const auto next_is = [this](char c) { return at_ < text_.size() && text_[at_] == c; };
  if (next_is('-')) ++at_;
  digits();
  if (next_is('.')) {
    ++at_;
    digits();
  }
  if (next_is('e') || next_is('E')) {
    ++at_;
    if (next_is('+') || next_is('-')) ++at_;
    digits();
  }
}

Json JsonCursor::read_value(int depth) {
  if (depth > kMaxDepth) fail("nested too deeply");
  Json value;
  switch (peek()) {
    case '{':
      value.kind = Json::Kind::object;
      read_object([&](std::string_view name) {
        if (value.members.empty()) value.members.reserve(kUsualMembers);
        value.members.push_back({std::string(name), read_value(depth + 1)});
      });
      if (names_repeat(value.members)) fail("an object names a member twice,");
      break;
    case '[':
      value.kind = Json::Kind::array;
      expect('[');
      if (take(']')) break;
      do {
        value.items.push_back(read_value(depth + 1));
      } while (take(','));
      expect(']');
      break;
    case '"':
      value.kind = Json::Kind::string;
      value.text = read_string();
      break;
    case 't':
      word("true");
      value = Json::of(true);
      break;
    case 'f':
      word("false");
      value = Json::of(false);
      break;
    case 'n': word("null"); break;
    default: {
      const std::size_t begin = at_;
      skip_number();
      value.kind = Json::Kind::number;
      value.text = text_.substr(begin, at_ - begin);
    }
  }
  return value;
}

void JsonCursor::skip_value(int depth) {
  if (depth > kMaxDepth) fail("nested too deeply");
  switch (peek()) {
    case '{':
      expect('{');
      if (take('}')) return;
      do {
        skip_string();
        expect(':');
        skip_value(depth + 1);
      } while (take(','));
      expect('}');
      return;
    case '[':
      expect('[');
      if (take(']')) return;
      do {
        skip_value(depth + 1);
      } while (take(','));
      expect(']');
      return;
    case '"': skip_string(); return;
    case 't': word("true"); return;
    case 'f': word("false"); return;
    case 'n': word("null"); return;
    default: skip_number();
  }
}

Json parse_json(std::string_view text) {
  JsonCursor cursor(text);
  Json value = cursor.read_value();
  cursor.expect_end();
  return value;
}

}  // namespace delta::lake
