#include "adapters/lake/lake_executor.hpp"

#include <algorithm>
#include <exception>
#include <new>

#include "adapters/lake/commit_text.hpp"
#include "adapters/lake/layout.hpp"
#include "adapters/lake/log_error.hpp"
#include "adapters/lake/log_listing.hpp"
#include "adapters/lake/observe.hpp"
#include "adapters/lake/operation.hpp"
#include "adapters/lake/protocol.hpp"
#include "adapters/lake/publish.hpp"
#include "adapters/lake/replay.hpp"
#include "delta/model/fingerprint.hpp"

namespace delta::lake {
namespace {

/// The table changed since it was read. Thrown in this file only.
struct Conflict {
  std::string message;
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
  if (const std::string problem = layout_problem(root, name); !problem.empty()) throw LogError(problem);
  return directory_of(root, name);
}

/// Opens the table as it is now, if it is still what the plan was made for.
OpenTable open_unchanged(const TableName& name, const std::string& directory, const std::string& before) {
  OpenTable table = open_table(directory);
  if (!table.exists()) changed(name, "it is gone");
  const ObservedTable observed = observe(name, *table.state);
  if (const std::string refusal = write_refusal(observed.protocol); !refusal.empty()) throw LogError(refusal);
  if (!before.empty() && fingerprint(observed.table) != before) changed(name, "its schema is another one now");
  return table;
}

/// Where the table is while this plan runs: a rename that was done has moved it.
const TableName& current_name(const TablePlan& table) {
  for (const Unit& unit : table.units) {
    for (const Step& step : unit.steps) {
      if (const auto* rename = std::get_if<action::RenameTable>(&step.action))
        return step.skipped ? rename->from : rename->to;
    }
  }
  return table.observed_name.empty() ? table.name : table.observed_name;
}

bool depends_on_rows(const Action& action) {
  if (std::holds_alternative<action::AddCheck>(action)) return true;
  const auto* clustering = std::get_if<action::SetClustering>(&action);
  return clustering != nullptr && !clustering->columns.empty();
}

/// The commit's time: on tables with in-commit timestamps later than that of the commit before.
std::int64_t next_timestamp(const OpenTable& table) {
  const std::int64_t now = now_milliseconds();
  std::string text;
  try {
    text = read_file(table.log.number(), commit_name(table.state->version), table.log_path);
  } catch (const LogError&) {
    return now;  // cleaned up: a checkpoint stands for it, and its time is long past
  }
  const std::optional<std::int64_t> last = commit_info(text).in_commit_timestamp;
  return last ? std::max(now, *last + 1) : now;
}

}  // namespace

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
    return ExecutionError{ExecutionError::Kind::conflict, conflict.message,
                          "plan again, look at it, and apply the new plan"};
  } catch (const LogError& error) {
    return ExecutionError{ExecutionError::Kind::failed, error.what(), error.fix()};
  } catch (const std::bad_alloc&) {
    return ExecutionError{ExecutionError::Kind::failed, "there is not enough memory for it", ""};
  } catch (const std::exception& error) {  // one table must not end the others' run
    return ExecutionError{ExecutionError::Kind::failed, error.what(), ""};
  }
}

UnitResult LakeExecutor::create(const TablePlan& table, const Unit& unit, const action::CreateTable& step,
                                const std::vector<Action>& steps) const {
  const TableName& name = step.table.name.empty() ? table.name : step.table.name;
  if (step.table.location) {
    throw LogError("a table of a lake has no location of its own", "remove location(…) for this target");
  }
  const std::string directory = place_of(root_, name);
  if (open_table(directory).exists()) changed(name, "it exists now");

  MetadataEdit edit(step);
  for (std::size_t i = 1; i < steps.size(); ++i) edit.apply(steps[i]);
  if (unit.mark) edit.set_mark(*unit.mark);
  const std::int64_t now = now_milliseconds();
  const MetadataCommit commit = edit.finish(0, now);
  const std::string text = commit_text(commit, operation_of(steps, edit.schema()), std::nullopt, now);
  try {
    const OpenTable made = make_table_directory(root_, directory);
    if (publish_commit(made.log.number(), made.log_path, 0, text) == Published::conflict)
      changed(name, "it exists now");
  } catch (const std::exception&) {
    remove_empty_directories(root_, directory);
    throw;
  }
  return {std::nullopt, 0};
}

UnitResult LakeExecutor::drop(const Unit& unit, const action::DropTable& step) const {
  const std::string directory = place_of(root_, step.name);
  const OpenTable table = open_unchanged(step.name, directory, unit.before);
  if (!delete_table(directory, table.state->version)) changed(step.name, "a commit came just before it was dropped");
  return {table.state->version, std::nullopt};
}

UnitResult LakeExecutor::rename(const Unit& unit, const action::RenameTable& step) const {
  const std::string from = place_of(root_, step.from);
  const std::string to = place_of(root_, step.to);
  const OpenTable table = open_unchanged(step.from, from, unit.before);
  if (!move_table(root_, from, to)) {
    throw Conflict{"cannot rename " + step.from.text() + " to " + step.to.text() + ": there is something at " + to +
                   " now, which was not there when the plan was made"};
  }
  return {table.state->version, table.state->version};
}

UnitResult LakeExecutor::alter(const TablePlan& table, const Unit& unit, const std::vector<Action>& steps) const {
  const TableName& name = current_name(table);
  const std::string directory = place_of(root_, name);
  // A version newer than the one just read is a conflict; it is settled by one more look, for a writer of rows may
  // have been quicker once.
  for (int attempt = 0; attempt < 2; ++attempt) {
    const OpenTable open = open_unchanged(name, directory, unit.before);
    const LogState& state = *open.state;
    const bool rows_came = state.files.count() > 0 && !table.observed.may_have_rows;
    if (rows_came && std::ranges::any_of(steps, depends_on_rows)) changed(name, "it has rows now");
    MetadataEdit edit(state);
    for (const Action& step : steps) edit.apply(step);
    if (unit.mark) edit.set_mark(*unit.mark);
    const std::int64_t timestamp = next_timestamp(open);
    const std::int64_t version = state.version + 1;
    const MetadataCommit commit = edit.finish(version, timestamp);
    if (!commit.metadata && !commit.protocol && !commit.clustering) return {state.version, state.version};
    const std::string text = commit_text(commit, operation_of(steps, edit.schema()), state.version, timestamp);
    if (publish_commit(open.log.number(), open.log_path, version, text) == Published::done)
      return {state.version, version};
  }
  changed(name, "others keep writing to it");
}

}  // namespace delta::lake
