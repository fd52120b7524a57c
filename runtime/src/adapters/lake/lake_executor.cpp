#include "adapters/lake/lake_executor.hpp"

#include <algorithm>
#include <cerrno>
#include <exception>
#include <new>
#include <set>

#include "adapters/lake/commit_text.hpp"
#include "adapters/lake/layout.hpp"
#include "adapters/lake/log_error.hpp"
#include "adapters/lake/log_listing.hpp"
#include "adapters/lake/observe.hpp"
#include "adapters/lake/operation.hpp"
#include "adapters/lake/protocol.hpp"
#include "adapters/lake/publish.hpp"
#include "adapters/lake/replay.hpp"
#include "adapters/lake/trash.hpp"
#include "delta/model/fingerprint.hpp"
#include "delta/rules/changes.hpp"

namespace delta::lake {
namespace {

/// The table changed since it was read. Thrown in this file only.
struct Conflict {
  std::string message;
  std::string fix = "plan again, look at it, and apply the new plan";
  int code = rules::kConflict.code;
};

[[noreturn]] void changed(const TableName& name, const std::string& how) {
  throw Conflict{name.text() + " changed since the plan was made: " + how};
}

std::vector<Action> running_steps(const Unit& unit) {
  std::vector<Action> steps;
  for (const Step& step : unit.steps) {
    if (!step.skipped) steps.push_back(step.action);
  }
  return steps;
}

/// The directory of a table that must have a place.
std::string place_of(const std::string& root, const TableName& name) {
  require_place(root, name);
  return directory_of(root, name);
}

OpenTable open_at(const std::string& directory) {
  try {
    return open_table(directory);
  } catch (const LogError& error) {
    throw LogError(directory + ": " + error.what(), error.fix(), error.code());
  }
}

/// Opens the table as it is now, if it is still what the plan was made for.
OpenTable open_unchanged(const TableName& name, const std::string& directory, const std::string& before) {
  OpenTable table = open_at(directory);
  if (!table.exists()) changed(name, "it is gone");
  const ObservedTable observed = observe(name, *table.state);
  if (const auto refusal = write_refusal(observed.protocol)) {
    throw LogError(refusal->message, refusal->fix, rules::kUnknownFeature.code);
  }
  if (!before.empty() && fingerprint(observed.table) != before) changed(name, "its schema is another one now");
  return table;
}

/// Where the table is when this unit runs: a rename before it has moved the table.
const TableName& current_name(const TablePlan& table, const Unit& unit) {
  const TableName* name = table.observed_name.empty() ? &table.name : &table.observed_name;
  for (const Unit& each : table.units) {
    if (&each == &unit) break;
    for (const Step& step : each.steps) {
      const auto* rename = std::get_if<action::RenameTable>(&step.action);
      if (rename != nullptr && !step.skipped) name = &rename->to;
    }
  }
  return *name;
}

void refuse_written(const TableName& name, const Unit& unit, const LogState& state) {
  if (unit.only_at && state.version != *unit.only_at) changed(name, "something was written to what is to be dropped");
}

/// The commit's time: on tables with in-commit timestamps later than that of the commit before, even if the clock ran
/// back meanwhile.
std::int64_t next_timestamp(const std::optional<NewestCommit>& before) {
  const std::int64_t now = now_milliseconds();
  const bool in_commit = before && before->info.in_commit_timestamp;
  return in_commit ? std::max(now, *before->info.in_commit_timestamp + 1) : now;
}

/// Why the commit is not what this run wrote, or empty.
std::string loss(const std::string& directory, std::int64_t version, const std::string& transaction) {
  const std::string path = directory + "/_delta_log";
  const std::string name = path + "/" + commit_name(version);
  try {
    const Descriptor log = open_directory(path);
    if (!log) return name + " cannot be looked at: " + system_error(errno);
    const std::optional<NewestCommit> there = commit_of_version(log.number(), path, version);
    if (!there) return name + " is gone";
    if (there->info.transaction == transaction) return "";
    return name + " was replaced by a commit of " +
           (there->info.engine.empty() ? "an engine that gives no name" : there->info.engine);
  } catch (const LogError& error) {
    return error.what();
  }
}

/// The folders in which the plan's tables are.
std::set<std::string> folders_of(const std::string& root, const Plan& plan) {
  std::set<std::string> folders;
  for (const TablePlan& table : plan.tables) {
    for (const TableName& name : {table.name, table.observed_name}) {
      if (!name.empty()) folders.insert(parent_of(directory_of(root, name)));
    }
  }
  return folders;
}

/// The logs of those of its tables that it has something for.
std::set<std::string> logs_of(const std::string& root, const Plan& plan) {
  std::set<std::string> logs;
  for (const TablePlan& table : plan.tables) {
    if (table.units.empty()) continue;
    for (const TableName& name : {table.name, table.observed_name}) {
      if (!name.empty()) logs.insert(directory_of(root, name) + "/_delta_log");
    }
  }
  return logs;
}

}  // namespace

Expected<void, ExecutionError> LakeExecutor::begin(const Plan& plan, const RunConditions& conditions) {
  run_->quiet_for = conditions.exclusive ? std::nullopt : std::optional(conditions.quiet_for);
  run_->commits.clear();
  for (const TablePlan& table : plan.tables) {
    const TableName& name = table.observed_name.empty() ? table.name : table.observed_name;
    if (table.state != Presence::present) continue;
    try {
      const std::string path = directory_of(root_, name) + "/_delta_log";
      if (const Descriptor log = open_directory(path)) {
        refuse_disturbed(name, newest_commit(log.number(), path));
      }
    } catch (const Conflict& conflict) {
      return ExecutionError{ExecutionError::Kind::conflict, conflict.message, conflict.fix, conflict.code};
    } catch (const LogError&) {
      continue;  // the table itself will tell of it
    }
  }
  return {};
}

RunEnd LakeExecutor::end(const Plan& plan) {
  RunEnd end;
  for (const LakeRun::OwnCommit& commit : run_->commits) {
    const std::string reason = loss(commit.directory, commit.version, commit.transaction);
    if (reason.empty()) continue;
    end.lost.push_back({commit.table,
                        "version " + std::to_string(commit.version) + ", which this run committed, is lost: " + reason,
                        "stop the other writer, look at the table's history, and plan again"});
  }
  run_->commits.clear();
  for (const std::string& folder : folders_of(root_, plan)) {
    try {
      for (const std::string& path : delete_leftovers(folder)) {
        end.notes.push_back("a drop that was broken off is finished: " + path + " is deleted");
      }
    } catch (const LogError&) {
      continue;  // it is in nobody's way
    }
  }
  for (const std::string& log : logs_of(root_, plan)) {
    try {
      const Descriptor open = open_directory(log);
      if (!open) continue;
      for (const std::string& path : delete_unpublished(open.number(), log)) {
        end.notes.push_back("a commit that was broken off before anybody saw it is cleared away: " + path);
      }
    } catch (const LogError&) {
      continue;
    }
  }
  return end;
}

void LakeExecutor::refuse_disturbed(const TableName& name, const std::optional<NewestCommit>& newest) const {
  if (!run_->quiet_for || !newest) return;
  const std::string reason = disturbance(name.text(), *newest, *run_->quiet_for, now_milliseconds());
  if (!reason.empty()) throw Conflict{reason, disturbance_fix(*run_->quiet_for), rules::kOthersAtWork.code};
}

bool LakeExecutor::publish(const TableName& table, const std::string& directory, const OpenTable& open,
                           std::int64_t version, const std::string& text) {
  const auto remember = [&] {
    const std::lock_guard lock(run_->mutex);
    run_->commits.push_back({table, directory, version, commit_info(text).transaction});
  };
  try {
    if (publish_commit(open.log.number(), open.log_path, version, text) == Published::conflict) return false;
  } catch (const AfterTheFact&) {
    remember();
    throw;
  }
  remember();
  return true;
}

Expected<UnitResult, ExecutionError> LakeExecutor::execute(const TablePlan& table, const Unit& unit) {
  try {
    const std::vector<Action> steps = running_steps(unit);
    if (!steps.empty()) {
      if (const auto* step = std::get_if<action::CreateTable>(&steps.front())) return create(table, unit, *step, steps);
      if (const auto* step = std::get_if<action::DropTable>(&steps.front())) return drop(unit, *step);
      if (const auto* step = std::get_if<action::RenameTable>(&steps.front())) return rename(unit, *step);
    } else if (!unit.mark) {
      return UnitResult{};
    }
    return alter(table, unit, steps);
  } catch (const Conflict& conflict) {
    return ExecutionError{ExecutionError::Kind::conflict, conflict.message, conflict.fix, conflict.code};
  } catch (const DoneInPart& error) {
    UnitResult done;
    done.notes.push_back(in_one_line(error.what(), error.fix()));
    return done;
  } catch (const Overwritten& error) {
    ExecutionError doubt{ExecutionError::Kind::failed, error.what(), error.fix(), error.code()};
    doubt.unknown_outcome = true;
    return doubt;
  } catch (const LogError& error) {
    const bool known = !error.fix().empty();
    return ExecutionError{ExecutionError::Kind::failed, error.what(),
                          known ? error.fix() : "plan again from what is there, and look at the new plan",
                          error.code()};
  } catch (const std::bad_alloc&) {
    return ExecutionError{ExecutionError::Kind::failed, "there is not enough memory for it",
                          "run it where there is more"};
  } catch (const std::exception& error) {  // one table must not end the others' run
    return ExecutionError{ExecutionError::Kind::failed, error.what(), kDefectFix};
  }
}

UnitResult LakeExecutor::create(const TablePlan& table, const Unit& unit, const action::CreateTable& step,
                                const std::vector<Action>& steps) {
  const TableName& name = step.table.name.empty() ? table.name : step.table.name;
  if (step.table.location) {
    throw LogError("a table of a lake has no location of its own", "remove location(…) for this target",
                   rules::kLocationRefused.code);
  }
  const std::string directory = place_of(root_, name);
  if (open_at(directory).exists()) changed(name, "it exists now");

  MetadataEdit edit(step);
  for (std::size_t i = 1; i < steps.size(); ++i) edit.apply(steps[i]);
  if (unit.mark) edit.set_mark(*unit.mark);
  const std::int64_t now = now_milliseconds();
  const MetadataCommit commit = edit.finish(0, now);
  const std::string text = commit_text(commit, operation_of(steps, edit.schema()), std::nullopt, now);
  try {
    const OpenTable made = [&] {
      const std::lock_guard lock(run_->folders);
      return make_table_directory(root_, directory);
    }();
    if (!publish(table.name, directory, made, 0, text)) changed(name, "it exists now");
  } catch (const std::exception&) {
    const std::lock_guard lock(run_->folders);
    remove_empty_directories(root_, directory);
    throw;
  }
  return {std::nullopt, 0};
}

UnitResult LakeExecutor::drop(const Unit& unit, const action::DropTable& step) {
  const std::string directory = place_of(root_, step.name);
  const OpenTable table = open_unchanged(step.name, directory, unit.before);
  refuse_written(step.name, unit, *table.state);
  if (!delete_table(directory, table.state->version)) changed(step.name, "a commit came just before it was dropped");
  return {table.state->version, std::nullopt};
}

UnitResult LakeExecutor::rename(const Unit& unit, const action::RenameTable& step) {
  const std::string from = place_of(root_, step.from);
  const std::string to = place_of(root_, step.to);
  const OpenTable table = open_unchanged(step.from, from, unit.before);
  {
    const std::lock_guard lock(run_->folders);
    if (!move_table(root_, from, to)) {
      throw Conflict{"cannot rename " + step.from.text() + " to " + step.to.text() + ": there is something at " + to +
                     " now, which was not there when the plan was made"};
    }
  }
  const std::lock_guard lock(run_->mutex);
  for (LakeRun::OwnCommit& commit : run_->commits) {
    if (commit.directory == from) commit.directory = to;
  }
  return {table.state->version, table.state->version};
}

UnitResult LakeExecutor::alter(const TablePlan& table, const Unit& unit, const std::vector<Action>& steps) {
  const TableName& name = current_name(table, unit);
  const std::string directory = place_of(root_, name);
  // A version newer than the one just read is a conflict; it is settled by one more look, for a writer of rows may
  // have been quicker once.
  for (int attempt = 0; attempt < 2; ++attempt) {
    const OpenTable open = open_unchanged(name, directory, unit.before);
    const LogState& state = *open.state;
    const std::optional<NewestCommit> newest = commit_of_version(open.log.number(), open.log_path, state.version);
    refuse_disturbed(name, newest);
    const bool rows_came = state.files.count() > 0 && !table.observed.may_have_rows;
    if (rows_came && std::ranges::any_of(steps, [](const Action& step) { return depends_on_rows(step); }))
      changed(name, "it has rows now");
    refuse_written(name, unit, state);
    MetadataEdit edit(state);
    if (unit.only_at) edit.drops_empty_columns();
    for (const Action& step : steps) edit.apply(step);
    if (unit.mark) edit.set_mark(*unit.mark);
    const std::int64_t timestamp = next_timestamp(newest);
    const std::int64_t version = state.version + 1;
    const MetadataCommit commit = edit.finish(version, timestamp);
    if (!commit.metadata && !commit.protocol && !commit.clustering) return {state.version, state.version};
    const std::string text = commit_text(commit, operation_of(steps, edit.schema()), state.version, timestamp);
    if (publish(table.name, directory, open, version, text)) return {state.version, version};
  }
  changed(name, "others keep writing to it");
}

}  // namespace delta::lake
