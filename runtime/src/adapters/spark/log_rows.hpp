#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/lake/log_state.hpp"
#include "adapters/odbc/sql_session.hpp"

namespace delta::spark {

/// The newest actions of one table's log, as the server picked them out of commits and checkpoints.
class LogRows {
 public:
  /// A row of `sql::newest_log_actions`.
  void take_commit(SqlRow row);
  /// A row of `sql::newest_checkpoint_actions`.
  void take_checkpoint(SqlRow row);

  /// True if commits from before the oldest file are gone, so that only a checkpoint has what they said.
  bool starts_late() const { return !oldest_ || *oldest_ > 0; }
  /// False only if no commit that is still there added a file, and none is gone.
  bool may_have_rows() const { return adds_ || starts_late(); }

  /// What the log adds up to. Throws `lake::LogError` for actions that make no sense, or if there are none.
  lake::LogState state() const;

 private:
  struct CheckpointAction {
    std::string line;  ///< as a commit would have it
    std::string file;  ///< where it stands
  };

  std::map<std::string, std::string> commits_;  // newest line by kind and domain
  std::map<std::string, CheckpointAction> checkpoints_;
  std::optional<std::int64_t> newest_;
  std::optional<std::int64_t> oldest_;
  bool adds_ = false;
};

/// By `directory_key`.
using LogsByDirectory = std::map<std::string, LogRows>;

}  // namespace delta::spark
