#include "sql/described_type.hpp"

#include <cctype>
#include <utility>
#include <vector>

#include "delta/sql/type_text.hpp"

namespace delta::sql {
namespace {

/// Nobody's schema is deeper, and a hostile text must not exhaust the stack.
constexpr int kDeepest = 100;

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  std::optional<DataType> whole() {
    std::size_t at = 0;
    auto type = parse(at, 0);
    return at == text_.size() ? std::move(type) : std::nullopt;
  }

 private:
  using Result = std::optional<DataType>;

  bool take(std::size_t& at, std::string_view wanted) const {
    if (!text_.substr(at).starts_with(wanted)) return false;
    at += wanted.size();
    return true;
  }

  Result parse(std::size_t& at, int depth) {
    if (depth > kDeepest) return std::nullopt;
    if (take(at, "array<")) {
      auto element = parse(at, depth + 1);
      if (!element || !take(at, ">")) return std::nullopt;
      return DataType::array(*std::move(element));
    }
    if (take(at, "map<")) {
      auto key = parse(at, depth + 1);
      if (!key || !take(at, ",")) return std::nullopt;
      auto value = parse(at, depth + 1);
      if (!value || !take(at, ">")) return std::nullopt;
      return DataType::map(*std::move(key), *std::move(value));
    }
    if (take(at, "struct<")) return structure(at, depth);
    return scalar(at);
  }

  Result structure(std::size_t& at, int depth) {
    std::vector<Field> fields;
    if (take(at, ">")) return DataType::structure({});
    do {
      auto one = field(at, depth);
      if (!one) return std::nullopt;
      fields.push_back(*std::move(one));
    } while (take(at, ","));
    if (!take(at, ">")) return std::nullopt;
    return DataType::structure(std::move(fields));
  }

  std::optional<Field> field(std::size_t& at, int depth) {
    const std::size_t begin = at;
    constexpr std::size_t kNone = std::string_view::npos;
    for (std::size_t colon = text_.find(':', begin); colon != kNone; colon = text_.find(':', colon + 1)) {
      std::size_t end = colon + 1;
      auto type = parse(end, depth + 1);
      if (!type || end >= text_.size() || (text_[end] != ',' && text_[end] != '>')) continue;
      at = end;
      Field field;
      field.name = Identifier(std::string(text_.substr(begin, colon - begin)));
      field.type = *std::move(type);
      return field;
    }
    return std::nullopt;
  }

  /// `decimal(10,2)`, `interval day to second`, `string collate UTF8_LCASE`: words, and numbers in parentheses.
  Result scalar(std::size_t& at) const {
    std::size_t end = at;
    const auto is_word = [](char c) {
      return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == ' ';
    };
    while (end < text_.size() && is_word(text_[end])) ++end;
    if (end < text_.size() && text_[end] == '(') {
      end = text_.find(')', end);
      if (end == std::string_view::npos) return std::nullopt;
      ++end;
    }
    auto type = parse_type(text_.substr(at, end - at));
    if (end == at || !type) return std::nullopt;
    at = end;
    return *std::move(type);
  }

  std::string_view text_;
};

}  // namespace

std::optional<DataType> parse_described_type(std::string_view text) { return Parser(text).whole(); }

}  // namespace delta::sql
