#include <algorithm>
#include <cstddef>
#include <vector>

#include "delta/model/identifier.hpp"
#include "delta/rules/rule.hpp"

namespace delta::rules {
namespace {

/// Damerau-Levenshtein distance (optimal string alignment), or `limit + 1` once it is known to exceed `limit`.
std::size_t distance(std::string_view a, std::string_view b, std::size_t limit) {
  const std::size_t longer = std::max(a.size(), b.size());
  if (longer - std::min(a.size(), b.size()) > limit) return limit + 1;
  std::vector<std::size_t> before_last(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    std::size_t best = row[0];
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t substitution = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, substitution});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], before_last[j - 2] + 1);
      }
      best = std::min(best, row[j]);
    }
    if (best > limit) return limit + 1;
    before_last.swap(last);
    last.swap(row);
  }
  return last[b.size()];
}

}  // namespace

std::string nearest_name(std::string_view name, std::span<const std::string> candidates) {
  const std::string wanted = fold_case(name);
  // A third of a name may be wrong; of two letters one may be, of one letter none.
  const std::size_t limit = wanted.size() <= 1 ? 0 : std::max<std::size_t>(1, wanted.size() / 3);
  std::size_t best = limit + 1;
  const std::string* nearest = nullptr;
  for (const std::string& candidate : candidates) {
    const std::string folded = fold_case(candidate);
    const std::size_t d = distance(wanted, folded, limit);
    // Replacing every letter is no resemblance.
    if (d >= folded.size()) continue;
    if (d < best || (d == best && nearest && candidate < *nearest)) {
      best = d;
      nearest = &candidate;
    }
  }
  return best <= limit && nearest ? *nearest : std::string();
}

}  // namespace delta::rules
