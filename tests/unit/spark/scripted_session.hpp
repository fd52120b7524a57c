#pragma once
#include <gtest/gtest.h>

#include <deque>
#include <string>
#include <vector>

#include "adapters/odbc/sql_session.hpp"

namespace delta::spark {

/// A server that answers each statement in turn as told, and remembers what it was asked.
class ScriptedSession : public SqlSession {
 public:
  using Row = std::vector<std::optional<std::string>>;

  struct Answer {
    std::string begins;  ///< how the statement must begin
    std::vector<Row> rows;
    std::optional<SqlError> error;
  };

  void answer(std::string begins, std::vector<Row> rows) {
    answers_.push_back({std::move(begins), std::move(rows), {}});
  }
  void refuse(std::string begins, SqlError::Kind kind, std::string sqlstate, std::string message) {
    SqlError error;
    error.kind = kind;
    error.sqlstate = std::move(sqlstate);
    error.message = std::move(message);
    answers_.push_back({std::move(begins), {}, error});
  }

  /// Breaks the connection: whether the statement ran is not known.
  void lose(std::string begins) {
    SqlError error;
    error.kind = SqlError::Kind::lost;
    error.sqlstate = "08S01";
    error.message = "the connection broke";
    error.unknown_outcome = true;
    answers_.push_back({std::move(begins), {}, error});
  }

  Expected<void, SqlError> query(std::string_view statement, const std::function<void(SqlRow)>& each) override {
    asked.emplace_back(statement);
    if (answers_.empty()) {
      ADD_FAILURE() << "nobody expected: " << statement;
      return {};
    }
    const Answer answer = answers_.front();
    answers_.pop_front();
    EXPECT_TRUE(statement.starts_with(answer.begins)) << statement << "\nis not: " << answer.begins;
    if (answer.error) return *answer.error;
    for (const Row& row : answer.rows) {
      std::vector<std::optional<std::string_view>> cells;
      for (const auto& cell : row) cells.push_back(cell ? std::optional<std::string_view>(*cell) : std::nullopt);
      each(cells);
    }
    return {};
  }

  Expected<void, SqlError> run(std::string_view statement) override {
    return query(statement, [](SqlRow) {});
  }

  bool done() const { return answers_.empty(); }

  std::vector<std::string> asked;

 private:
  std::deque<Answer> answers_;
};

}  // namespace delta::spark
