#pragma once
#include "delta/model/json.hpp"
#include "delta/model/table.hpp"
#include "delta/rules/finding.hpp"
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

}  // namespace delta::rules
