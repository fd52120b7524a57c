#include "delta/sql/tokens.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "delta/model/identifier.hpp"

namespace delta::sql {
namespace {

// Words that are no column wherever they stand in an expression without quotes. Kept sorted.
constexpr std::array<std::string_view, 33> kKeywords = {
    "ALL",  "AND",  "ANY",    "AS",     "ASC",    "BETWEEN", "BOTH",   "CASE", "DESC",     "DISTINCT", "DIV",
    "ELSE", "END",  "ESCAPE", "EXISTS", "FALSE",  "FROM",    "ILIKE",  "IN",   "INTERVAL", "IS",       "LIKE",
    "NOT",  "NULL", "OR",     "OVER",   "REGEXP", "RLIKE",   "SELECT", "THEN", "TRUE",     "WHEN",     "WHERE"};
static_assert(std::is_sorted(kKeywords.begin(), kKeywords.end()));
constexpr std::size_t kLongestKeyword =
    std::max_element(kKeywords.begin(), kKeywords.end(), [](auto a, auto b) { return a.size() < b.size(); })->size();

std::string upper(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return result;
}

bool is_keyword(const std::string& upper_case) {
  return std::binary_search(kKeywords.begin(), kKeywords.end(), std::string_view(upper_case));
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool starts_word(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}
bool in_word(char c) { return starts_word(c) || is_digit(c); }

bool is_name(const Token& token) {
  return token.kind == TokenKind::identifier || token.kind == TokenKind::quoted_identifier;
}

class Tokenizer {
  static constexpr std::size_t kUsualTokenSize = 4;  // with the space behind it

 public:
  explicit Tokenizer(std::string_view text) : text_(text) { tokens_.reserve(text.size() / kUsualTokenSize + 1); }

  Expected<std::vector<Token>, TokenError> run() {
    while (true) {
      if (auto skipped = skip_space_and_comments(); !skipped) return skipped.error();
      if (at_ >= text_.size()) break;
      if (auto done = next(); !done) return done.error();
    }
    if (!open_.empty()) return TokenError{std::string("'") + text_[open_.back()] + "' is not closed", open_.back()};
    return std::move(tokens_);
  }

 private:
  using Done = Expected<void, TokenError>;

  bool looking_at(std::string_view wanted) const { return text_.substr(at_, wanted.size()) == wanted; }
  bool next_is(std::string_view any_of) const {
    return at_ + 1 < text_.size() && any_of.find(text_[at_ + 1]) != std::string_view::npos;
  }

  Done skip_space_and_comments() {
    while (at_ < text_.size()) {
      if (std::isspace(static_cast<unsigned char>(text_[at_])) != 0) {
        ++at_;
      } else if (looking_at("--")) {
        at_ = std::min(text_.find('\n', at_), text_.size());
      } else if (looking_at("/*")) {
        const std::size_t end = text_.find("*/", at_ + 2);
        if (end == std::string_view::npos) return TokenError{"a comment is not closed", at_};
        at_ = end + 2;
      } else {
        break;
      }
    }
    return {};
  }

  void add(TokenKind kind, std::string canonical, std::size_t begin) {
    tokens_.push_back({.kind = kind,
                       .text = std::move(canonical),
                       .spelling = std::string(text_.substr(begin, at_ - begin)),
                       .offset = begin});
  }

  Done next() {
    const char c = text_[at_];
    const bool raw = (c == 'r' || c == 'R') && next_is("'\"");
    if (c == '`') return quoted_identifier();
    if (c == '\'' || c == '"' || raw) return string(raw);
    if (is_digit(c) || (c == '.' && next_is("0123456789") && !after_value())) return number();
    if (starts_word(c)) return word();
    return symbol();
  }

  /// A dot directly behind a name or a bracket selects a field and does not begin a number.
  bool after_value() const {
    return !tokens_.empty() && (is_name(tokens_.back()) || tokens_.back().text == "]" || tokens_.back().text == ")");
  }

  Done quoted_identifier() {
    const std::size_t begin = at_++;
    std::string name;
    for (; at_ < text_.size(); ++at_) {
      if (text_[at_] != '`') {
        name += text_[at_];
      } else if (next_is("`")) {
        name += text_[at_++];
      } else {
        ++at_;
        add(TokenKind::quoted_identifier, fold_case(name), begin);
        return {};
      }
    }
    return TokenError{"a '`' is not closed", begin};
  }

  /// A backslash stays in the canonical text: two spellings of one string are rare, and to take them for different
  /// costs one honest difference, while decoding would need every escape of every version of Spark.
  Done string(bool raw) {
    const std::size_t begin = at_;
    if (raw) ++at_;
    const char quote = text_[at_++];
    std::string value;
    for (; at_ < text_.size(); ++at_) {
      if (text_[at_] == quote) {
        ++at_;
        add(TokenKind::string, std::move(value), begin);
        return {};
      }
      if (text_[at_] == '\\' && !raw && at_ + 1 < text_.size()) value += text_[at_++];
      value += text_[at_];
    }
    return TokenError{"a quote is not closed", begin};
  }

  void skip_digits() {
    while (at_ < text_.size() && is_digit(text_[at_])) ++at_;
  }

  Done number() {
    const std::size_t begin = at_;
    skip_digits();
    if (at_ < text_.size() && text_[at_] == '.') {
      ++at_;
      skip_digits();
    }
    if (at_ < text_.size() && (text_[at_] == 'e' || text_[at_] == 'E')) {
      const std::size_t digits = at_ + (next_is("+-") ? 2 : 1);
      if (digits < text_.size() && is_digit(text_[digits])) {
        at_ = digits;
        skip_digits();
      }
    }
    while (at_ < text_.size() && in_word(text_[at_])) ++at_;  // 1L, 2.5BD, and names such as 1a
    add(TokenKind::number, upper(text_.substr(begin, at_ - begin)), begin);
    return {};
  }

  Done word() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && in_word(text_[at_])) ++at_;
    const std::string_view spelling = text_.substr(begin, at_ - begin);
    const bool selected = !tokens_.empty() && tokens_.back().text == "." && tokens_.back().kind == TokenKind::symbol;
    if (spelling.size() <= kLongestKeyword && !selected) {
      if (std::string canonical = upper(spelling); is_keyword(canonical)) {
        add(TokenKind::keyword, std::move(canonical), begin);
        return {};
      }
    }
    add(TokenKind::identifier, fold_case(spelling), begin);
    return {};
  }

  Done symbol() {
    constexpr std::array<std::string_view, 10> kLong = {"<=>", "<>", "<=", ">=", "!=", "==", "||", "->", "=>", "::"};
    const std::size_t begin = at_;
    const auto found =
        std::find_if(kLong.begin(), kLong.end(), [&](std::string_view each) { return looking_at(each); });
    at_ += found == kLong.end() ? 1 : found->size();
    std::string spelling(text_.substr(begin, at_ - begin));
    if (auto balanced = balance(spelling, begin); !balanced) return balanced;
    if (spelling == "!=") spelling = "<>";
    if (spelling == "==") spelling = "=";
    add(TokenKind::symbol, std::move(spelling), begin);
    return {};
  }

  Done balance(const std::string& symbol, std::size_t offset) {
    constexpr std::string_view kOpening = "([{";
    constexpr std::string_view kClosing = ")]}";
    if (symbol.size() != 1) return {};
    if (kOpening.find(symbol) != std::string_view::npos) open_.push_back(offset);
    const std::size_t closing = kClosing.find(symbol);
    if (closing == std::string_view::npos) return {};
    if (open_.empty() || text_[open_.back()] != kOpening[closing]) {
      return TokenError{"'" + symbol + "' closes nothing", offset};
    }
    open_.pop_back();
    return {};
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<Token> tokens_;
  std::vector<std::size_t> open_;  ///< offsets of the brackets that wait to be closed
};

}  // namespace

Expected<std::vector<Token>, TokenError> tokenize(std::string_view expression) { return Tokenizer(expression).run(); }

bool same_expression(std::string_view a, std::string_view b) {
  if (a == b) return true;
  const auto left = tokenize(a);
  const auto right = tokenize(b);
  if (!left || !right) return false;
  const auto same = [](const Token& x, const Token& y) {
    return x.text == y.text && (x.kind == y.kind || (is_name(x) && is_name(y)));
  };
  return std::equal(left->begin(), left->end(), right->begin(), right->end(), same);
}

std::string canonical_expression(std::string_view expression) {
  const auto tokens = tokenize(expression);
  if (!tokens) return std::string(expression);
  std::string canonical;
  for (const Token& token : *tokens) {
    if (!canonical.empty()) canonical += ' ';
    if (token.kind == TokenKind::string) {
      canonical += '\'' + token.text + '\'';
    } else if (is_name(token)) {
      canonical += '`' + token.text + '`';
    } else {
      canonical += token.text;
    }
  }
  return canonical;
}

}  // namespace delta::sql
