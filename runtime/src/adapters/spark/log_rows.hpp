#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/lake/log_state.hpp"
#include "adapters/odbc/sql_session.hpp"

namespace delta::spark {

/// The version that a log file's name begins with.
std::optional<std::int64_t> version_of(std::string_view file);

/// The newest actions of one table's log, as the server picked them out of commits and checkpoints.
class LogRows {
 public:
  /// The log is read from this checkpoint on.
  void set_base(std::int64_t version) { base_ = version; }
  /// A row of `sql::newest_log_actions`.
  void take_commit(SqlRow row);
  /// A row of `sql::newest_checkpoint_actions`.
  void take_checkpoint(SqlRow row);

  /// False only if no commit added a file.
  bool may_have_rows() const { return adds_ || !oldest_ || *oldest_ > 0; }
  /// True if there is a commit more than this many after the base: not all of them were read.
  bool is_past(std::int64_t most_commits) const { return newest_ && *newest_ - base_.value_or(-1) > most_commits; }
  /// True if its protocol lets it have domains.
  bool has_domains() const;

  /// What the log adds up to. Throws `lake::LogError` for actions that make no sense, or if there are none.
  lake::LogState state() const;

 private:
  struct CheckpointAction {
    std::string line;  ///< as a commit would have it
    std::string file;  ///< where it stands
  };

  std::map<std::string, std::string> commits_;  // newest line by kind and domain
  std::map<std::string, CheckpointAction> checkpoints_;
  std::optional<std::int64_t> base_;
  std::optional<std::int64_t> newest_;
  std::optional<std::int64_t> oldest_;
  bool adds_ = false;
};

/// By `directory_key`.
using LogsByDirectory = std::map<std::string, LogRows>;

}  // namespace delta::spark
