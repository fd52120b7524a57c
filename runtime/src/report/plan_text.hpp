#pragma once
#include <string>
#include <vector>

#include "delta/plan/plan.hpp"
#include "report/invocation.hpp"

namespace delta::report {

/// What a plan comes to.
struct PlanCounts {
  std::size_t tables = 0;
  std::size_t created = 0;
  std::size_t changed = 0;
  std::size_t dropped = 0;  ///< tombstones whose table is still there
  std::size_t in_sync = 0;
  std::size_t staying = 0;  ///< of which nothing is taken back
  std::size_t refused = 0;
  std::size_t unreadable = 0;
  std::size_t held_up = 0;  ///< tables that would be skipped, for another is refused or cannot be read
  std::size_t steps = 0;
  std::size_t runnable = 0;         ///< steps that are not skipped, of tables that are not held up
  std::size_t forbidden = 0;        ///< steps that the policy does not let through
  std::size_t need_permission = 0;  ///< steps that wait for a flag, those that only wait for another step not counted
  std::size_t unmarked = 0;
};

PlanCounts count_plan(const Plan& plan, const std::vector<Permission>& allow);

/// The words of `--allow` that the plan's skipped steps wait for, in the order in which they first come up.
std::vector<std::string> missing_permissions(const Plan& plan, const std::vector<Permission>& allow);

/// The command line that makes the plan anew, into `file`; `with_all`: so that what waits for permission runs too.
std::string plan_line(Invocation invocation, const Plan& plan, const std::string& file, bool with_all);

/// The steps of a table over all its units: what `Step::needs` counts.
std::vector<const Step*> steps_of(const TablePlan& table);

/// True if `allow` lets a step of that kind run on that table.
bool granted(const std::vector<Permission>& allow, const std::string& kind, const TableName& table);

/// "shop-migrate plan   lake:./lake   env=dev   registry shop 3f9a1c"
std::string plan_heading(const Plan& plan, const Invocation& invocation);

/// A plan for people: heading, a line per table with its steps, what is left alone, a summary and the command that
/// applies it. Tables in sync are folded into one line when there are many. `lines` are the sources for carets.
/// `read_only` says that this target cannot be applied to.
std::string plan_text(const Plan& plan, const Invocation& invocation, const SourceLines& lines, bool read_only);

/// The last lines of `plan_text` alone: the summary and the command that applies it.
std::string plan_outcome(const Plan& plan, const Invocation& invocation, bool read_only);

}  // namespace delta::report
