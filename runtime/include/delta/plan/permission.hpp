#pragma once
#include <span>
#include <string>
#include <string_view>

#include "delta/expected.hpp"

namespace delta {

/// `--allow KIND[:GLOB]`: which gated steps may run, and on which tables.
struct Permission {
  std::string kind;
  std::string glob = "*";
};

/// The words that `--allow` takes: drop-column, drop-table, drop-check, drop-not-null, rename-table, protocol-upgrade,
/// backfill, create-schema, lift-policy, missing-source, restore, partial-rollback.
std::span<const std::string_view> permission_kinds();
/// Reads `KIND` or `KIND:GLOB`; an unknown kind is an error with the nearest one named.
Expected<Permission> parse_permission(std::string_view text);
/// Shell patterns over a table's whole name, ignoring case: `*` and `?`.
bool glob_match(std::string_view pattern, std::string_view text);

}  // namespace delta
