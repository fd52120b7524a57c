#pragma once
#include <set>
#include <span>
#include <string>
#include <vector>

#include "delta/catalog/prober.hpp"
#include "delta/plan/permission.hpp"
#include "delta/plan/plan.hpp"
#include "delta/plan/policy.hpp"

namespace delta {

struct PlanOptions {
  std::vector<Permission> allow;
  std::string tables = "*";  ///< plan only tables whose name fits
  bool adopt = false;        ///< write marks to unmarked tables
  bool take_over = false;    ///< accept a table that carries another registry's mark
  bool row_checks = true;    ///< look at rows before a plan depends on them, where there is a server to ask
  bool marks = true;         ///< write `deltac.managed`; without it what the code once declared is not known later
  Policy policy{};           ///< what may not happen whatever is allowed; by itself it forbids nothing
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

/// Reads what `make_plan` needs from a target, in bulk, plans, and asks the server, if there is one, what it would
/// refuse (`preflight`). `registry` is filled.
Expected<Plan> read_and_plan(const Registry& registry, CatalogReader& reader, const PlanOptions& options,
                             Prober* prober = nullptr);

}  // namespace delta
