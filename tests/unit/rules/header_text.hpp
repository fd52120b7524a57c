#pragma once
#include <string>
#include <string_view>

#include "delta/model/table.hpp"
#include "delta/report/diagnostics.hpp"
#include "delta/rules/check.hpp"
#include "delta/sql/type_text.hpp"

namespace delta::testing {

/// A header as an author wrote it, with registries built by hand that point into it: every span and run is found by
/// searching the text, so that a test shows what a user would see.
class HeaderText {
 public:
  explicit HeaderText(std::string text, std::string file = "orders.hpp")
      : file_(std::move(file)), text_(std::move(text)) {}

  /// The place of the nth occurrence of `word`.
  SourceSpan word(std::string_view word, int nth = 1) const {
    std::size_t at = text_.find(word);
    while (--nth > 0 && at != text_.npos) at = text_.find(word, at + 1);
    if (at == text_.npos) return {};
    const std::size_t line_begin = at == 0 ? 0 : text_.rfind('\n', at - 1) + 1;
    const auto line = std::count(text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(at), '\n') + 1;
    return {file_, static_cast<int>(line), static_cast<int>(at - line_begin + 1), static_cast<int>(word.size())};
  }

  /// The nth string literal with that value, without escapes in it.
  LocatedText literal(const std::string& value, int nth = 1) const {
    LocatedText out(value, word("\"" + value + "\"", nth));
    if (out.span.known()) out.runs.push_back({0, out.span.line, out.span.column + 1});
    return out;
  }

  std::vector<LocatedText> literals(std::initializer_list<const char*> values) const {
    std::vector<LocatedText> out;
    for (const char* value : values) out.push_back(literal(value));
    return out;
  }

  Table table(const std::string& name, const std::string& type_name = "Order") const {
    Table out;
    out.declared_name = literal(name);
    out.name = TableName::parse(name);
    out.type_name = type_name;
    out.header = file_;
    out.library = "shop";
    return out;
  }

  /// A column whose name is found as ` name;` or ` name ` behind its C++ type.
  Column column(const std::string& name, const std::string& sql_type, const std::string& cpp_type = "",
                bool nullable = false) const {
    Column out;
    out.name = name;
    out.type = *sql::parse_type(sql_type);
    out.nullable = nullable;
    if (!cpp_type.empty()) {
      out.type_span = word(cpp_type + " " + name);
      out.type_span.length = static_cast<int>(cpp_type.size());
      out.span = out.type_span;
      out.span.column += out.type_span.length + 1;
      out.span.length = static_cast<int>(name.size());
    }
    return out;
  }

  Registry registry(std::vector<Table> tables) const {
    Registry out;
    out.name = "shop";
    out.tables = std::move(tables);
    int line = 1;
    for (std::size_t begin = 0; begin < text_.size(); ++line) {
      const std::size_t end = std::min(text_.find('\n', begin), text_.size());
      out.lines[{file_, line}] = text_.substr(begin, end - begin);
      begin = end + 1;
    }
    return out;
  }

 private:
  std::string file_;
  std::string text_;
};

/// All that `check` says, as a user sees it.
inline std::string shown(const Registry& registry, rules::Stage stage = rules::Stage::compile,
                         const sql::Dialect* dialect = nullptr) {
  return render(rules::check(registry, stage, dialect), registry.lines);
}

/// The codes that `check` gives, in order.
inline std::vector<int> codes(const Registry& registry, rules::Stage stage = rules::Stage::compile,
                              const sql::Dialect* dialect = nullptr) {
  std::vector<int> out;
  for (const Finding& finding : rules::check(registry, stage, dialect)) out.push_back(finding.code);
  return out;
}

}  // namespace delta::testing
