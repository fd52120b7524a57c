#pragma once
#include <functional>
#include <memory>
#include <string>

#include "adapters/odbc/sql_session.hpp"

namespace delta::odbc {

/// Tells of each statement before it is sent.
class TellingSession final : public SqlSession {
 public:
  TellingSession(std::unique_ptr<SqlSession> session, std::function<void(const std::string&)> tell)
      : session_(std::move(session)), tell_(std::move(tell)) {}

  Expected<void, SqlError> query(std::string_view statement, const std::function<void(SqlRow)>& each) override {
    tell_(std::string(statement));
    return session_->query(statement, each);
  }
  Expected<void, SqlError> run(std::string_view statement) override {
    tell_(std::string(statement));
    return session_->run(statement);
  }

 private:
  std::unique_ptr<SqlSession> session_;
  std::function<void(const std::string&)> tell_;
};

}  // namespace delta::odbc
