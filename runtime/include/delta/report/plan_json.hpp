#pragma once
#include <string>
#include <string_view>

#include "delta/expected.hpp"
#include "delta/plan/plan.hpp"
#include "delta/report/sync_report.hpp"

namespace delta {

/// A plan as JSON, format "deltac.plan/1", ending with a newline: `format`, `tool` (the version that made it),
/// `in_sync`, `registry`, `target`, `dialect`, `variables`, `tables`, `orphans`, `notes`, `findings`, and as the last
/// member `checksum`, "sha256:…" of all bytes before it. A table has `name`, `state` (absent, present, not_visible,
/// failed), `unmanaged`, `units`, `observed` (what it was compared with, where there is something to do) and
/// `findings`; a unit `before`, `after`, `statements` (without skipped steps) and `steps`; a step `action`, `subject`,
/// `kind` (the `--allow` word, or ""), `skipped`, and `with`: all that the action needs to be run. What is empty by
/// nature (a problem, a reason) is left out (`rolls_back`, the run that it takes back; `lake`, the absolute folder of a
/// lake; `only_at`, the version at which alone a unit may run). The same plan always gives the same bytes.
std::string to_json(const Plan& plan);

/// A plan that was saved.
struct SavedPlan {
  Plan plan;
  std::string tool;      ///< the version that made it
  std::string checksum;  ///< "sha256:…"
};

/// Reads what `to_json` wrote. `origin` names the text in error messages. Another format, a checksum that differs and a
/// step that this version does not know are errors.
Expected<SavedPlan> plan_from_json(std::string_view json, std::string_view origin);

/// A run as JSON, format "deltac.report/1", ending with a newline: `run` (its id in the history), `ok`, `exit_code`,
/// `interrupted`, and per table `name`, `status`, `steps_done`, `steps_skipped`, `commits`, `version_before`,
/// `version_after`, `verified`, `fingerprint`, `unseen`, `outcome_unknown`, `reason`, `fix`, `elapsed_ms`, `units`,
/// `findings` (and `steps_undone`, where there are any); then `notes`, the `plan` that ran, and the plan that took
/// steps of it back, `undo`. A unit has `status`, `earlier`, `attempts`, `elapsed_ms`, `sqlstate`, `error`,
/// `statements` and `steps`; a step `action`, `subject`, `status`, `reason`, `at`.
std::string to_json(const SyncReport& report);

}  // namespace delta
