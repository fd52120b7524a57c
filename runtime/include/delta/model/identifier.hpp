#pragma once
#include <compare>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace delta {

/// `text` in the form in which names are compared: Spark and Delta ignore case, beyond ASCII too.
std::string fold_case(std::string_view text);
/// How `fold_case(a)` and `fold_case(b)` compare, without making them where both are ASCII: as nearly all names are.
std::strong_ordering compare_folded(std::string_view a, std::string_view b);
/// A hash that names have in common whose `fold_case` is equal.
std::size_t folded_hash(std::string_view text);

/// A name of one part. Compares ignoring case, keeps its spelling.
class Identifier {
 public:
  Identifier() = default;
  Identifier(std::string text) : text_(std::move(text)) {}
  Identifier(const char* text) : text_(text) {}

  const std::string& text() const noexcept { return text_; }
  bool empty() const noexcept { return text_.empty(); }

  // Equal spellings are by far the most common case.
  friend bool operator==(const Identifier& a, const Identifier& b) {
    return a.text_ == b.text_ || compare_folded(a.text_, b.text_) == 0;
  }
  friend std::strong_ordering operator<=>(const Identifier& a, const Identifier& b) {
    return a.text_ == b.text_ ? std::strong_ordering::equal : compare_folded(a.text_, b.text_);
  }

 private:
  std::string text_;
};

/// A table's name of two or three parts, catalogue first. Before `fill` a part may hold `{var}` placeholders.
struct TableName {
  std::vector<Identifier> parts;

  TableName() = default;
  explicit TableName(std::vector<Identifier> name) : parts(std::move(name)) {}

  /// Splits at dots; judges nothing (the rules do).
  static TableName parse(std::string_view text);

  std::string text() const;      ///< the parts joined by dots
  TableName name_space() const;  ///< all but the last part
  const Identifier& last() const { return parts.back(); }
  bool empty() const noexcept { return parts.empty(); }

  friend bool operator==(const TableName&, const TableName&) = default;
  friend auto operator<=>(const TableName&, const TableName&) = default;
};

/// A column or a field inside one. Below an array the step is called `element`, below a map `key` or `value`, as in
/// Spark's ALTER TABLE.
struct ColumnPath {
  std::vector<Identifier> steps;

  ColumnPath() = default;
  ColumnPath(std::vector<Identifier> path) : steps(std::move(path)) {}
  ColumnPath(Identifier column) : steps{std::move(column)} {}
  ColumnPath(const char* text) : ColumnPath(parse(text)) {}

  /// Reads `a.b`, with backticks around a step that itself holds a dot.
  static ColumnPath parse(std::string_view text);

  std::string text() const;  ///< joined by dots, a step that holds a dot or a backtick in backticks
  bool top_level() const noexcept { return steps.size() == 1; }
  const Identifier& last() const { return steps.back(); }
  ColumnPath parent() const;
  ColumnPath child(Identifier step) const;
  /// True for the path itself and for everything below it.
  bool contains(const ColumnPath& other) const;

  friend bool operator==(const ColumnPath&, const ColumnPath&) = default;
  friend auto operator<=>(const ColumnPath&, const ColumnPath&) = default;
};

}  // namespace delta
