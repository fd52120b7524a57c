#include "adapters/spark/lock_table.hpp"

#include "adapters/spark/server_error.hpp"
#include "sql/lock_table.hpp"
#include "sql/spark_state.hpp"

namespace delta::spark {
LockTable::LockTable(std::shared_ptr<SqlSession> session, const TableName& schema)
    : session_(std::move(session)), table_(schema) {
  table_.parts.emplace_back("deltac_lock");
}

Expected<bool> LockTable::make(const std::string& text) {
  const auto done = session_->run(sql::create_lock_table(table_, text));
  if (done) return true;
  if (done.error().kind == SqlError::Kind::exists) return false;
  const Error error = state_schema_error("cannot lock " + table_.text(), done.error());
  if (done.error().kind == SqlError::Kind::not_found) return error;
  // Its answer may be lost, or it met another's CREATE in the middle: what is there tells.
  const auto now = holder();
  if (!now || !*now) return error;
  return **now == text;
}

Expected<std::optional<std::string>> LockTable::holder() {
  std::optional<std::string> comment;
  bool details = false;
  const auto done = session_->query(sql::describe_table(table_), [&](SqlRow row) {
    const auto cell = [&](std::size_t i) { return i < row.size() && row[i] ? *row[i] : std::string_view(); };
    details = details || cell(0).starts_with("# Detailed");
    if (details && cell(0) == "Comment") comment = std::string(cell(1));
  });
  if (done) return comment ? comment : std::optional<std::string>("");
  if (done.error().kind == SqlError::Kind::not_found) return nobody();
  return state_schema_error("cannot read " + table_.text(), done.error());
}

// A server does not tell whether the table is not there, or its schema is not: that one was misspelt, or is not
// visible.
Expected<std::optional<std::string>> LockTable::nobody() const {
  const auto done = session_->query(sql::show_table(table_), [](SqlRow) {});
  if (!done && done.error().kind == SqlError::Kind::not_found)
    return state_schema_error("cannot look for " + table_.text(), done.error());
  return std::optional<std::string>();
}

Expected<void> LockTable::remove() {
  const auto done = session_->run(sql::drop_lock_table(table_));
  if (done) return {};
  return state_schema_error("cannot drop " + table_.text() + ", which is this run's lock", done.error());
}

}  // namespace delta::spark
