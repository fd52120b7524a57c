#pragma once
#include <memory>
#include <string>

#include "adapters/odbc/sql_session.hpp"
#include "delta/execute/lock_place.hpp"
#include "delta/model/identifier.hpp"

namespace delta::spark {

/// A lock that a server keeps: the table SCHEMA.deltac_lock, with the holder in its comment. The server makes a table
/// once, whoever asks.
class LockTable final : public LockPlace {
 public:
  LockTable(std::shared_ptr<SqlSession> session, const TableName& schema);

  std::string name() const override { return table_.text(); }
  Expected<bool> make(const std::string& holder) override;
  Expected<std::optional<std::string>> holder() override;
  Expected<void> remove() override;

 private:
  Expected<std::optional<std::string>> nobody() const;

  std::shared_ptr<SqlSession> session_;
  TableName table_;
};

}  // namespace delta::spark
