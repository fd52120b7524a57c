#pragma once
#include <string>
#include <unordered_map>
#include <vector>

#include "delta/model/table.hpp"

namespace delta {

inline constexpr int kNoPartner = -1;

/// Which members of one level (a table's columns, a struct's fields) are the same on both sides.
struct Match {
  std::vector<int> partner;   ///< for each desired member its observed one, or `kNoPartner`
  std::vector<int> owner;     ///< for each observed member its desired one, or `kNoPartner`
  std::vector<bool> renamed;  ///< for each desired member: found by a hint
};

/// True if both sides have the same names in the same order: nearly every level of nearly every table.
template <class Members>
bool aligned(const Members& desired, const Members& observed) {
  if (desired.size() != observed.size()) return false;
  for (std::size_t i = 0; i < desired.size(); ++i) {
    if (desired[i].name != observed[i].name) return false;
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
template <class Members>
Match match(const Members& desired, const NameIndex& observed, std::size_t observed_size) {
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
