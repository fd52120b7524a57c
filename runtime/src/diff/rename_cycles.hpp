#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "delta/model/table.hpp"

/// Columns that trade their names: `a` was `b` and `b` was `a`. Both names exist before and after, so a table remembers
/// which trades it has seen.
namespace delta {

/// The table property that holds the `cycle_key` of each trade that was begun: hexadecimal digits, ascending.
inline constexpr std::string_view kRenamesKey = "deltac.renames";

/// What a column is called while the name that it is to have is still another's: the same in every run, so that a run
/// that was killed in between is recognised.
Identifier waiting_name(const ColumnPath& target);

/// The circles of hints among the members of one level (a table's columns, a struct's fields), as indices.
template <class Members>
std::vector<std::vector<std::size_t>> rename_cycles(const Members& members) {
  const auto source = [&](std::size_t of) {
    for (const LocatedText& hint : members[of].renamed_from) {
      for (std::size_t i = 0; i < members.size(); ++i) {
        if (i != of && members[i].name == Identifier(hint.value)) return i;
      }
    }
    return members.size();
  };
  std::vector<std::vector<std::size_t>> cycles;
  std::vector<bool> seen(members.size(), false);
  for (std::size_t start = 0; start < members.size(); ++start) {
    if (seen[start] || members[start].renamed_from.empty()) continue;
    std::vector<std::size_t> way;
    std::size_t at = start;
    for (; at < members.size() && !seen[at]; at = source(at)) {
      seen[at] = true;
      way.push_back(at);
    }
    std::size_t begin = 0;
    while (begin < way.size() && way[begin] != at) ++begin;
    if (begin < way.size()) cycles.emplace_back(way.begin() + static_cast<std::ptrdiff_t>(begin), way.end());
  }
  return cycles;
}

/// 16 hexadecimal digits that stand for one circle below `parent`: who takes whose name.
std::string cycle_key(const ColumnPath& parent, const std::vector<const Field*>& members);

template <class Members>
std::string cycle_key(const ColumnPath& parent, const Members& members, const std::vector<std::size_t>& cycle) {
  std::vector<const Field*> fields;
  for (const std::size_t index : cycle) fields.push_back(&members[index]);
  return cycle_key(parent, fields);
}

/// The keys of all circles that a table declares, at every depth: what `kRenamesKey` is to hold. Empty when there is
/// none.
std::string declared_renames(const Table& table);

/// True if a value of `kRenamesKey` holds the key.
bool holds_cycle(const std::string* property, const std::string& key);

}  // namespace delta
