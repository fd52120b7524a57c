#pragma once
#include <cstddef>
#include <string_view>

#include "delta/model/identifier.hpp"

namespace delta::rules {

inline bool same_folded(std::string_view a, std::string_view b) { return compare_folded(a, b) == 0; }

/// The first member before `place` that is the same as the one there, or nullptr. Lists that people write are short: to
/// look at each again is less work than a table of them.
template <class Members, class Same>
auto* first_alike(const Members& members, std::size_t place, Same same) {
  for (std::size_t i = 0; i < place; ++i) {
    if (same(members[i], members[place])) return &members[i];
  }
  return static_cast<decltype(&members[place])>(nullptr);
}

}  // namespace delta::rules
