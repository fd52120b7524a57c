#include "adapters/lake/read_log.hpp"

#include <algorithm>
#include <exception>

#include "adapters/lake/checkpoint.hpp"
#include "adapters/lake/files.hpp"
#include "adapters/lake/last_checkpoint.hpp"
#include "adapters/lake/log_error.hpp"
#include "adapters/lake/log_listing.hpp"
#include "adapters/lake/replay.hpp"

namespace delta::lake {
namespace {

/// Among checkpoints of one version the one that the last writer of `_last_checkpoint` knew comes first.
void prefer_hinted(std::vector<Checkpoint>& bases, int log, const std::string& path) {
  const auto others =
      std::ranges::find_if(bases, [&](const Checkpoint& base) { return base.version != bases.front().version; });
  if (others - bases.begin() < 2) return;
  std::optional<LastCheckpoint> hint;
  try {
    hint = parse_last_checkpoint(read_file(log, std::string(kLastCheckpoint), path, kMaxChecksumFile));
  } catch (const LogError&) {
    return;  // it is a hint only
  }
  if (!hint || hint->version != bases.front().version) return;
  std::stable_partition(bases.begin(), others, [&](const Checkpoint& base) { return names_checkpoint(*hint, base); });
}

/// The state at the best base that can be read. A checkpoint may be half written or damaged; older ones, and the
/// commits themselves, say the same.
LogState read_base(const LogListing& listing, int log, const std::string& path) {
  std::exception_ptr newest_problem;
  for (const Checkpoint& base : listing.bases) {
    try {
      LogState state;
      read_checkpoint(state, log, base, path);
      state.version = base.version;
      return state;
    } catch (const LogError&) {
      if (!newest_problem) newest_problem = std::current_exception();
    }
  }
  if (!listing.from_start) std::rethrow_exception(newest_problem);
  return {};
}

std::optional<LogState> read_listed(LogListing listing, int log, const std::string& path) {
  if (listing.version < 0) return std::nullopt;
  prefer_hinted(listing.bases, log, path);
  LogState state = read_base(listing, log, path);
  for (const std::int64_t version : listing.commits_after(state.version)) {
    const std::string name = commit_name(version);
    try {
      replay_commit(state, read_file(log, name, path));
    } catch (const FileGone&) {
      throw;
    } catch (const LogError& error) {
      throw LogError("the log is torn or foreign: " + name + ", " + error.what(), error.fix(), error.code());
    }
  }
  state.version = listing.version;
  if (!state.metadata.is_object()) throw LogError("the log has no metaData");
  if (!state.protocol.is_object()) throw LogError("the log has no protocol");
  if (listing.has_checksum) {
    check_against_checksum(state, read_file(log, checksum_name(state.version), path, kMaxChecksumFile));
  }
  return state;
}

}  // namespace

std::optional<LogState> read_log(int log, const std::string& path) {
  return read_log(log, path, [&] { return list_directory(log, path); });
}

std::optional<LogState> read_log(int log, const std::string& path,
                                 const std::function<std::vector<std::string>()>& list) {
  return with_way_out([&] {
    try {
      return read_listed(choose_files(list()), log, path);
    } catch (const FileGone&) {
      // Another process cleaned the log up meanwhile; a newer checkpoint stands for what is gone.
      return read_listed(choose_files(list()), log, path);
    }
  });
}

}  // namespace delta::lake
