#pragma once
#include "delta/model/json.hpp"
#include "delta/model/table.hpp"
#include "delta/rules/finding.hpp"
#include "delta/rules/rule.hpp"
#include "delta/sql/dialect.hpp"

namespace delta::rules {

/// What is known when the rules run.
enum class Stage {
  compile,  ///< one library: names that it does not resolve are left to link
  link,     ///< the whole registry, names still patterns
  plan,     ///< the whole registry, names filled, a target known
};

/// Everything that is wrong with a registry, all at once, in the order of the source. Pure.
/// `dialect` is given at `Stage::plan` only: rules of one dialect are judged against it, and a `delta.*` property is
/// unknown at compile only if no dialect knows it.
Findings check(const Registry& registry, Stage stage, const sql::Dialect* dialect = nullptr);

// Of its rules, those that are looked for among its findings, or found by a plan as well.
extern const RuleInfo kDeclaredTwice;            ///< 101 two structs declare one table
extern const RuleInfo kTableRenamedFrom;         ///< 125 renamed_from() names a table that has not left its name
extern const RuleInfo kClusterColumnStatistics;  ///< 405 a column without statistics cannot be clustered by

}  // namespace delta::rules
