#pragma once
#include <string>

#include "delta/plan/plan.hpp"
#include "delta/report/sync_report.hpp"

namespace delta {

/// A plan as JSON, format "deltac.plan/1", ending with a newline: `format`, `in_sync`, `registry`, `target`, `dialect`,
/// `variables`, `tables`, `orphans`, `notes`, `findings`. A table has `name`, `state` (absent, present, not_visible,
/// failed), `unmanaged`, `units` and `findings`; a unit `before`, `after`, `statements` (without skipped steps) and
/// `steps`; a step `action`, `subject`, `kind` (the `--allow` word, or ""), `skipped`. What is empty by nature (a
/// problem, a reason) is left out. The same plan always gives the same bytes.
std::string to_json(const Plan& plan);

/// A run as JSON, format "deltac.report/1", ending with a newline: `ok`, `exit_code`, `interrupted`, and per table
/// `name`, `status`, `steps_done`, `steps_skipped`, `commits`, `version_before`, `version_after`, `verified`, `reason`,
/// `fix`, `elapsed_ms`, `findings`; then the plan that ran.
std::string to_json(const SyncReport& report);

}  // namespace delta
