#include <algorithm>
#include <array>

#include "delta/plan/planner.hpp"
#include "delta/rules/rule.hpp"

namespace delta {
namespace {

constexpr std::array<std::string_view, 12> kKinds = {
    "drop-column", "drop-table",    "drop-check",  "drop-not-null",  "rename-table", "protocol-upgrade",
    "backfill",    "create-schema", "lift-policy", "missing-source", "restore",      "partial-rollback"};

bool fits(std::string_view pattern, std::string_view text) {
  // The classical walk: on a mismatch, let the last star take one byte more.
  std::size_t p = 0;
  std::size_t t = 0;
  std::size_t star = std::string_view::npos;
  std::size_t taken = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      taken = t;
    } else if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == text[t])) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++taken;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

}  // namespace

std::span<const std::string_view> permission_kinds() { return kKinds; }

bool glob_match(std::string_view pattern, std::string_view text) {
  return pattern == "*" || fits(fold_case(pattern), fold_case(text));
}

Expected<Permission> parse_permission(std::string_view text) {
  const std::size_t colon = text.find(':');
  const std::string kind(text.substr(0, colon));
  if (std::find(kKinds.begin(), kKinds.end(), kind) == kKinds.end()) {
    const std::vector<std::string> words(kKinds.begin(), kKinds.end());
    const std::string nearest = rules::nearest_name(kind, words);
    std::string all;
    for (const std::string& word : words) all += (all.empty() ? "" : ", ") + word;
    return Error{"--allow knows no '" + kind + "'",
                 nearest.empty() ? "use one of " + all : "did you mean '" + nearest + "'? There are " + all};
  }
  if (colon == std::string_view::npos) return Permission{kind, "*"};
  if (colon + 1 == text.size()) {
    return Error{"--allow " + kind + ": has no pattern behind the colon",
                 "write " + kind + ":GLOB, or leave the colon away"};
  }
  return Permission{kind, std::string(text.substr(colon + 1))};
}

}  // namespace delta
