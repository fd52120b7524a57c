#include "adapters/spark/spark_executor.hpp"

#include <algorithm>
#include <variant>

#include "adapters/spark/error_rule.hpp"
#include "sql/spark_state.hpp"

namespace delta::spark {
namespace {

using Kind = ExecutionError::Kind;

template <class Wanted>
bool has(const Unit& unit) {
  return std::any_of(unit.steps.begin(), unit.steps.end(),
                     [](const Step& step) { return !step.skipped && std::holds_alternative<Wanted>(step.action); });
}

/// Whether the table that the unit works on is what the failure is about.
bool changes_a_table(const Unit& unit) {
  return !unit.before.empty() && !has<action::CreateSchema>(unit) && !has<action::CreateTable>(unit);
}

}  // namespace

ExecutionError SparkExecutor::failure(const SqlError& error, const TablePlan& table, const Unit& unit) const {
  ExecutionError out;
  out.message = error.message;
  out.fix = error.fix;
  if (const ErrorRule* rule = find_error_rule(error)) {
    out.code = rule->code;
    if (out.fix.empty()) out.fix = rule->fix;
  }
  out.sqlstate = error.sqlstate;
  out.unknown_outcome = error.unknown_outcome;
  out.retryable = error.retryable;
  out.retry_after = error.retry_after;
  switch (error.kind) {
    case SqlError::Kind::interrupted: out.kind = Kind::interrupted; break;
    case SqlError::Kind::conflict:
      out.kind = Kind::conflict;
      out.retryable = true;
      break;
    case SqlError::Kind::exists:
      if (has<action::CreateTable>(unit)) {
        out.kind = Kind::exists;
        out.message = table.name.text() + " exists, and is not visible to " + principal_ + ": " + error.message;
        out.fix = "have it shown to " + principal_ + ", as by " + sql::grant_to_see(table.name, principal_) +
                  "; or declare the table under another name";
        break;
      }
      [[fallthrough]];
    case SqlError::Kind::not_found:
      if (!changes_a_table(unit)) break;
      out.kind = Kind::conflict;
      out.unknown_outcome = true;  // the same again would end the same way, but the table may be as it shall be
      out.message = "another client changed the table meanwhile: " + error.message;
      break;
    default: break;
  }
  return out;
}

Expected<UnitResult, ExecutionError> SparkExecutor::execute(const TablePlan& table, const Unit& unit) {
  UnitResult result;
  for (const std::string& statement : unit.statements) {
    const auto done = session_->run(statement);
    if (done) continue;
    if (done.error().kind != SqlError::Kind::exists || !has<action::CreateSchema>(unit)) {
      return failure(done.error(), table, unit);
    }
    result.notes.push_back(table.name.name_space().text() + ": another client had made the schema meanwhile");
  }
  return result;
}

}  // namespace delta::spark
