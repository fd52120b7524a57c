#pragma once
#include <string>
#include <unordered_map>
#include <vector>

#include "delta/model/table.hpp"
#include "diff/rename_cycles.hpp"

namespace delta {

inline constexpr int kNoPartner = -1;

/// Which members of one level (a table's columns, a struct's fields) are the same on both sides.
struct Match {
  std::vector<int> partner;   ///< for each desired member its observed one, or `kNoPartner`
  std::vector<int> owner;     ///< for each observed member its desired one, or `kNoPartner`
  std::vector<bool> renamed;  ///< for each desired member: found by a hint
};

/// True if both sides have the same names in the same order, and nobody was called otherwise: nearly every level of
/// nearly every table.
template <class Members>
bool aligned(const Members& desired, const Members& observed) {
  if (desired.size() != observed.size()) return false;
  for (std::size_t i = 0; i < desired.size(); ++i) {
    if (desired[i].name != observed[i].name || !desired[i].renamed_from.empty()) return false;
  }
  return true;
}

/// Finds a level's members by name, ignoring case.
class NameIndex {
 public:
  template <class Members>
  explicit NameIndex(const Members& members) {
    for (const auto& member : members)
      by_name_.emplace(fold_case(member.name.text()), static_cast<int>(by_name_.size()));
  }
  int find(std::string_view name) const {
    const auto found = by_name_.find(fold_case(name));
    return found == by_name_.end() ? kNoPartner : found->second;
  }

 private:
  std::unordered_map<std::string, int> by_name_;
};

/// Pairs by name, then lets each hint of an unpaired member take the observed one of that name, even from a member that
/// bears the name now: in `remark DELTA(renamed_from("note"))` beside a new `note`, the old values are the remark's.
/// A column that an earlier run left under its waiting name is the one that waits for that name; circles of hints whose
/// key is not in `renames_seen` are still to be gone round. `parent` is the level's path.
template <class Members>
Match match(const Members& desired, const Members& members, const NameIndex& observed, const ColumnPath& parent,
            const std::string* renames_seen) {
  const std::size_t observed_size = members.size();
  Match found;
  found.partner.assign(desired.size(), kNoPartner);
  found.renamed.assign(desired.size(), false);
  found.owner.assign(observed_size, kNoPartner);
  const auto pair = [&](std::size_t mine, int theirs) {
    found.partner[mine] = theirs;
    found.owner[static_cast<std::size_t>(theirs)] = static_cast<int>(mine);
  };
  for (std::size_t i = 0; i < desired.size(); ++i) {
    if (const int theirs = observed.find(desired[i].name.text()); theirs != kNoPartner) pair(i, theirs);
  }
  const auto take = [&](std::size_t mine, int theirs) {
    const int mine_before = found.partner[mine];
    if (mine_before != kNoPartner && found.owner[static_cast<std::size_t>(mine_before)] == static_cast<int>(mine))
      found.owner[static_cast<std::size_t>(mine_before)] = kNoPartner;
    const int owner = found.owner[static_cast<std::size_t>(theirs)];
    if (owner != kNoPartner && owner != static_cast<int>(mine))
      found.partner[static_cast<std::size_t>(owner)] = kNoPartner;
    pair(mine, theirs);
    found.renamed[mine] = true;
  };
  for (std::size_t i = 0; i < desired.size(); ++i) {
    if (desired[i].renamed_from.empty()) continue;
    const int waiting = observed.find(waiting_name(parent.child(desired[i].name)).text());
    if (waiting != kNoPartner) {
      take(i, waiting);
    } else if (const int theirs = found.partner[i]; theirs != kNoPartner) {
      // The same name in another spelling, and a hint that says so.
      const std::string& spelling = members[static_cast<std::size_t>(theirs)].name.text();
      if (spelling == desired[i].name.text()) continue;
      for (const LocatedText& hint : desired[i].renamed_from)
        found.renamed[i] = found.renamed[i] || hint.value == spelling;
    }
  }
  for (const auto& cycle : rename_cycles(desired)) {
    bool stands = !holds_cycle(renames_seen, cycle_key(parent, desired, cycle));
    for (const std::size_t index : cycle)
      stands = stands && found.partner[index] != kNoPartner && !found.renamed[index];
    if (!stands) continue;
    // Each is paired by name: the name that a hint gives is its neighbour's in the circle.
    std::vector<int> sources;
    for (std::size_t i = 0; i < cycle.size(); ++i) sources.push_back(found.partner[cycle[(i + 1) % cycle.size()]]);
    for (std::size_t i = 0; i < cycle.size(); ++i) {
      pair(cycle[i], sources[i]);
      found.renamed[cycle[i]] = true;
    }
  }
  // A member whose partner was taken may have a hint of its own: a -> b -> c. Each turn settles one member for good.
  for (bool again = true; again;) {
    again = false;
    for (std::size_t i = 0; i < desired.size(); ++i) {
      if (found.partner[i] != kNoPartner) continue;
      for (const LocatedText& hint : desired[i].renamed_from) {
        const int theirs = observed.find(hint.value);
        if (theirs == kNoPartner) continue;
        const int owner = found.owner[static_cast<std::size_t>(theirs)];
        if (owner != kNoPartner && found.renamed[static_cast<std::size_t>(owner)]) continue;
        if (owner != kNoPartner) found.partner[static_cast<std::size_t>(owner)] = kNoPartner;
        pair(i, theirs);
        found.renamed[i] = true;
        again = true;
        break;
      }
    }
  }
  return found;
}

}  // namespace delta
