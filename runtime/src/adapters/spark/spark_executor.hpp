#pragma once
#include <memory>

#include "adapters/odbc/sql_session.hpp"
#include "delta/execute/plan_executor.hpp"

namespace delta::spark {

/// Runs units on a Spark: each is one statement, which the server commits or refuses as a whole.
class SparkExecutor : public PlanExecutor {
 public:
  explicit SparkExecutor(std::shared_ptr<SqlSession> session) : session_(std::move(session)) {}

  Expected<UnitResult, ExecutionError> execute(const TablePlan& table, const Unit& unit) override;

 private:
  std::shared_ptr<SqlSession> session_;
};

}  // namespace delta::spark
