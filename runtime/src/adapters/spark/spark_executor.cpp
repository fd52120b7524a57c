#include "adapters/spark/spark_executor.hpp"

namespace delta::spark {
namespace {

ExecutionError execution_error(const SqlError& error) {
  ExecutionError out;
  if (error.kind == SqlError::Kind::conflict || error.kind == SqlError::Kind::exists) {
    out.kind = ExecutionError::Kind::conflict;
  }
  if (error.kind == SqlError::Kind::interrupted) out.kind = ExecutionError::Kind::interrupted;
  out.message = error.message;
  out.fix = error.fix;
  out.unknown_outcome = error.unknown_outcome;
  out.retryable = error.retryable;
  return out;
}

}  // namespace

Expected<UnitResult, ExecutionError> SparkExecutor::execute(const TablePlan&, const Unit& unit) {
  for (const std::string& statement : unit.statements) {
    if (const auto done = session_->run(statement); !done) return execution_error(done.error());
  }
  return UnitResult{};
}

}  // namespace delta::spark
