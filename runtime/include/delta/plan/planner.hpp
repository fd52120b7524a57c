#pragma once
#include <set>
#include <span>
#include <string>
#include <vector>

#include "delta/catalog/prober.hpp"
#include "delta/plan/plan.hpp"

namespace delta {

/// `--allow KIND[:GLOB]`: which gated steps may run, and on which tables.
struct Permission {
  std::string kind;
  std::string glob = "*";
};

/// The words that `--allow` takes: drop-column, drop-table, drop-check, drop-not-null, rename-table, protocol-upgrade,
/// backfill, create-schema, lift-policy, missing-source.
std::span<const std::string_view> permission_kinds();
/// Reads `KIND` or `KIND:GLOB`; an unknown kind is an error with the nearest one named.
Expected<Permission> parse_permission(std::string_view text);
/// Shell patterns over a table's whole name, ignoring case: `*` and `?`.
bool glob_match(std::string_view pattern, std::string_view text);

struct PlanOptions {
  std::vector<Permission> allow;
  std::string tables = "*";  ///< plan only tables whose name fits
  bool adopt = false;        ///< write marks to unmarked tables
  bool take_over = false;    ///< accept a table that carries another registry's mark
  bool row_checks = true;    ///< look at rows before a plan depends on them, where there is a server to ask
};

/// The names whose state a plan of the tables that fit a glob needs: declared tables, their earlier names, and
/// tombstones. Sorted, without repeats.
std::vector<TableName> names_to_read(const Registry& registry, std::string_view tables = "*");

/// Plans every table. `registry` is filled; `observed` has one entry per name of `names_to_read`, in that order;
/// `others` are tables found beside them in the same namespaces, for orphans. Pure. `observed` is moved into the plan:
/// a copy of ten thousand unchanged tables would cost more than to compare them. `Plan::registry_fingerprint` is left
/// to the caller, who knows the registry before its variables were filled.
Plan make_plan(const Registry& registry, std::vector<ObservedTable> observed, const std::vector<ObservedTable>& others,
               const Capabilities& capabilities, const PlanOptions& options);

/// Reads what `make_plan` needs from a target, in bulk, plans, and asks the server, if there is one, what it would refuse
/// (`preflight`). `registry` is filled.
Expected<Plan> read_and_plan(const Registry& registry, CatalogReader& reader, const PlanOptions& options,
                             Prober* prober = nullptr);

}  // namespace delta
