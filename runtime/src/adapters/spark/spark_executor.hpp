#pragma once
#include <memory>
#include <string>

#include "adapters/odbc/sql_session.hpp"
#include "delta/execute/plan_executor.hpp"

namespace delta::spark {

/// Runs units on a Spark: each is one statement, which the server commits or refuses as a whole.
class SparkExecutor : public PlanExecutor {
 public:
  /// `principal`: whom the server takes the session for, for what is said of missing grants.
  SparkExecutor(std::shared_ptr<SqlSession> session, std::string principal)
      : session_(std::move(session)), principal_(std::move(principal)) {}

  Expected<UnitResult, ExecutionError> execute(const TablePlan& table, const Unit& unit) override;

 private:
  ExecutionError failure(const SqlError& error, const TablePlan& table, const Unit& unit) const;

  std::shared_ptr<SqlSession> session_;
  std::string principal_;
};

}  // namespace delta::spark
