// Commit files, checkpoints of lines and `_last_checkpoint`: JSON that other writers left in a log; and what the model
// makes of it.
#include "adapters/lake/last_checkpoint.hpp"
#include "adapters/lake/log_error.hpp"
#include "adapters/lake/metadata_edit.hpp"
#include "adapters/lake/observe.hpp"
#include "adapters/lake/replay.hpp"
#include "delta/model/fingerprint.hpp"
#include "fuzz_input.hpp"

namespace {

using namespace delta;
using namespace delta::lake;

/// A commit on top of what was read: an edit that changes one property keeps all else.
void edit(const LogState& state, const ObservedTable& before) {
  MetadataEdit edit(state);
  edit.apply(action::SetProperty{"deltac.fuzz", "1", std::nullopt});
  const MetadataCommit commit = edit.finish(state.version + 1, 1);
  LogState after = state;
  if (commit.metadata) after.metadata = *commit.metadata;
  if (commit.protocol) after.protocol = *commit.protocol;
  const ObservedTable now = observe(before.name, after);
  fuzz::require(now.table.columns == before.table.columns, "a property changes no column");
  fuzz::require(now.table.checks == before.table.checks, "a property changes no CHECK");
}

void checkpoint(std::string_view text) {
  LogState state;
  ActionReplay replay(state);
  try {
    replay.take_lines(text);
    for (const Sidecar& sidecar : replay.sidecars()) {
      fuzz::require(!sidecar.file.empty() && sidecar.file.find('/') == std::string::npos, "a sidecar is a file's name");
    }
    replay.end_checkpoint(0);
  } catch (const LogError& error) {
    fuzz::require(*error.what() != '\0', "a refusal says why");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = fuzz::text_of(data, size);
  parse_last_checkpoint(text);
  checkpoint(text);
  LogState state;
  state.version = 0;
  try {
    replay_commit(state, text);
    commit_info(text);
    check_against_checksum(state, text);
    if (!state.metadata.is_object() || !state.protocol.is_object()) return 0;
    const ObservedTable table = observe(TableName::parse("a.b"), state);
    fuzz::require(table.present(), "a table that is observed is present");
    fingerprint(table.table);
    edit(state, table);
  } catch (const LogError& error) {
    fuzz::require(*error.what() != '\0', "a refusal says why");
  }
  return 0;
}
