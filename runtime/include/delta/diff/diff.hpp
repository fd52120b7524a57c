#pragma once
#include "delta/catalog/observed_table.hpp"
#include "delta/diff/change.hpp"
#include "delta/rules/finding.hpp"

namespace delta {

/// What `diff` found: the changes in canonical order, what it left alone, and hints that fit neither state.
struct Diff {
  std::vector<Change> changes;
  std::vector<Unmanaged> unmanaged;
  Findings findings;
  bool operator==(const Diff&) const = default;
};

/// What differs between the table that the code declares and the one that the target reports. Pure: the same two values
/// always give the same changes. `observed` must be present. Renames are resolved from `renamed_from` hints only; a
/// hint whose old and new name both exist is an error finding, a fulfilled one is quiet, never a guess. Aspects that
/// the reader could not see are neither equal nor different. `mark` is what the code declared when it was last applied,
/// if known.
Diff diff(const Table& desired, const ObservedTable& observed, const std::optional<ManagedMark>& mark);

}  // namespace delta
