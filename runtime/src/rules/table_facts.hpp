#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "delta/rules/check.hpp"
#include "delta/rules/rule.hpp"

namespace delta::rules {

/// The columns of one table by name, ignoring case. Built once per table and reused for the next, because `check` walks
/// tens of thousands of tables and every rule asks for columns by name.
class ColumnIndex {
 public:
  void build(const Table& table);

  /// The first column of that name, or nullptr.
  const Column* find(std::string_view name) const;
  /// For each column that repeats an earlier name: its place, and the earlier one's.
  struct Repeat {
    std::size_t column;
    std::size_t first;
  };
  const std::vector<Repeat>& repeats() const { return repeats_; }

 private:
  struct Slot {
    std::uint32_t hash = 0;
    std::uint32_t column = 0;  ///< a column's place + 1, or 0
  };

  /// The slot of that name, or the empty one where it would stand.
  std::size_t slot_of(std::string_view name, std::uint32_t hash) const;

  const Table* table_ = nullptr;
  std::vector<std::uint32_t> hashes_;  ///< of the columns' names
  std::vector<Slot> slots_;            ///< open addressing
  std::vector<Repeat> repeats_;
};

/// The tables of a registry by name and by C++ type.
struct TableIndex {
  std::unordered_map<std::string, const Table*> by_name;       ///< folded
  std::unordered_map<std::string_view, const Table*> by_type;  ///< as it is written
  struct Repeat {
    const Table* first;
    const Table* again;
  };
  std::vector<Repeat> repeats;  ///< tables that have the name of an earlier one

  explicit TableIndex(const Registry& registry);
};

/// What a rule sees of one table, and where it puts what it finds.
struct TableFacts {
  const Registry& registry;
  const Table& table;
  const Stage stage;
  const sql::Dialect* const dialect;  ///< at Stage::plan, if the target has one
  const ColumnIndex& columns;
  const TableIndex& tables;
  Findings& findings;

  /// Adds a finding at `where`, or at the table where that is not known.
  Finding& add(const RuleInfo& rule, const SourceSpan& where, std::string text, std::string fix = {}) const;

  /// The table as its author calls it: the struct's own name, or the table's where there is no struct.
  std::string title() const;
  /// Where the table is named.
  const SourceSpan& place() const;
  const Column* column(std::string_view name) const { return columns.find(name); }
  const Property* property(std::string_view key) const;
  bool property_is(std::string_view key, std::string_view value) const;
  /// Declared names of the columns, for "did you mean".
  std::vector<std::string> column_names() const;
};

/// The first of these places that is known; the last one otherwise.
const SourceSpan& first_known(const SourceSpan& a, const SourceSpan& b);
const SourceSpan& first_known(const SourceSpan& a, const SourceSpan& b, const SourceSpan& c);

/// Adds a note, if its place is known.
void note(Finding& added, const SourceSpan& where, std::string text);

/// "did you mean 'day'?", or empty.
std::string did_you_mean(std::string_view name, std::span<const std::string> candidates);
/// "a", "a and b", "a, b and c".
std::string listed(std::span<const std::string> words, std::string_view last = "and");
/// `text` in single quotes.
std::string quoted(std::string_view text);

}  // namespace delta::rules
