#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/lake/log_state.hpp"

/// From the text of a log's actions to what they say of the table. Opens no file: whoever has the text, from a folder
/// or through SQL, gets the same state. All throw `LogError`.
namespace delta::lake {

/// A file that a V2 checkpoint keeps part of its adds and removes in.
struct Sidecar {
  std::string file;                  ///< its name in `_delta_log/_sidecars`
  std::optional<std::int64_t> size;  ///< bytes
};

/// Takes over the actions of one commit or one checkpoint, in the pieces in which they come: the order of actions in it
/// means nothing.
///
/// Only metaData, protocol and domainMetadata are built; adds and removes are walked for their paths, all else is
/// passed over, but read to its end: a torn line is found wherever it is torn.
class ActionReplay {
 public:
  explicit ActionReplay(LogState& state) : state_(state) {}

  /// Lines of one action each, as commits and JSON checkpoints have them. An error names the line.
  void take_lines(std::string_view text);
  /// An action that is built already, such as a row of a Parquet checkpoint.
  void take(std::string_view action, Json value);
  /// The path of an add.
  void take_file(std::string_view path) { state_.files.add(path); }

  /// Ends a commit. It must hold some action.
  void end_commit();
  /// Ends the checkpoint of this version: it must hold exactly one metaData and one protocol, and if it says of itself
  /// which version it is of, that one.
  void end_checkpoint(std::int64_t version);

  /// Those that the checkpoint named so far.
  const std::vector<Sidecar>& sidecars() const noexcept { return sidecars_; }

 private:
  void take_line(std::string_view line);
  void take_domain(const Json& domain);
  void take_sidecar(const Json& sidecar);
  void set_once(bool& seen, std::string_view action) const;

  LogState& state_;
  bool metadata_ = false;
  bool protocol_ = false;
  bool any_action_ = false;
  std::optional<std::int64_t> said_version_;
  std::vector<Sidecar> sidecars_;
};

/// Takes over one commit file.
void replay_commit(LogState& state, std::string_view text);

/// The first commitInfo of a commit's text; empty values if it has none.
CommitInfo commit_info(std::string_view text);

/// Throws if what VERSION.crc says of metaData, protocol or the number of files is not what the log says. A checksum
/// file that is no JSON says nothing: writers may leave it half written, and no reader depends on it.
void check_against_checksum(const LogState& state, std::string_view checksum);

}  // namespace delta::lake
