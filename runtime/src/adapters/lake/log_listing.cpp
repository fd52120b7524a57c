#include "adapters/lake/log_listing.hpp"

#include <algorithm>
#include <charconv>
#include <limits>
#include <set>
#include <string_view>

#include "adapters/lake/log_error.hpp"

namespace delta::lake {
namespace {

constexpr std::size_t kVersionDigits = 20;

std::string padded(std::int64_t version) {
  std::string digits = std::to_string(version);
  return std::string(kVersionDigits - digits.size(), '0') + digits;
}

/// The version that a file's name begins with, which takes it off. Throws `LogError` for the one that has no next.
std::optional<std::int64_t> take_version(std::string_view& name) {
  if (name.size() <= kVersionDigits || name[kVersionDigits] != '.') return std::nullopt;
  std::int64_t version = 0;
  const char* end = name.data() + kVersionDigits;
  const auto [stop, error] = std::from_chars(name.data(), end, version);
  if (error != std::errc{} || stop != end || version < 0) return std::nullopt;
  if (version == std::numeric_limits<std::int64_t>::max()) {
    throw LogError("the log names version " + std::to_string(version) + ", and none could follow it",
                   "look at what wrote it: no writer of Delta gets that far");
  }
  name.remove_prefix(kVersionDigits);
  return version;
}

bool digits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// `.checkpoint.0000000001.0000000002.parquet`
bool is_multi_part(std::string_view rest) {
  constexpr std::size_t kPartDigits = 10;
  rest.remove_prefix(std::string_view(".checkpoint.").size());
  return rest.size() > 2 * kPartDigits && digits(rest.substr(0, kPartDigits)) && rest[kPartDigits] == '.' &&
         digits(rest.substr(kPartDigits + 1, kPartDigits));
}

}  // namespace

std::string commit_name(std::int64_t version) { return padded(version) + ".json"; }
std::string checkpoint_name(std::int64_t version) { return padded(version) + ".checkpoint.parquet"; }
std::string checksum_name(std::int64_t version) { return padded(version) + ".crc"; }

std::int64_t newest_version(const std::vector<std::string>& names) {
  std::int64_t newest = -1;
  for (const std::string& name : names) {
    std::string_view rest = name;
    newest = std::max(newest, take_version(rest).value_or(-1));
  }
  return newest;
}

LogListing choose_files(const std::vector<std::string>& names) {
  std::vector<std::int64_t> commits;
  std::optional<std::int64_t> classic;
  std::optional<std::int64_t> other;  // of a kind that is not read
  std::string_view other_kind;
  std::set<std::int64_t> checksums;
  for (const std::string& name : names) {
    std::string_view rest = name;
    const std::optional<std::int64_t> version = take_version(rest);
    if (!version) continue;
    if (rest == ".json") {
      commits.push_back(*version);
    } else if (rest == ".crc") {
      checksums.insert(*version);
    } else if (rest == ".checkpoint.parquet") {
      classic = std::max(classic.value_or(-1), *version);
    } else if (rest.starts_with(".checkpoint.") && (rest.ends_with(".parquet") || rest.ends_with(".json"))) {
      if (*version < other.value_or(-1)) continue;
      other = *version;
      other_kind = is_multi_part(rest) ? "a multi-part checkpoint" : "a V2 checkpoint";
    }
  }
  if (other && other >= classic.value_or(-1)) {
    throw LogError("version " + std::to_string(*other) + " is kept in " + std::string(other_kind) +
                       ", and deltac reads classic checkpoints of one file only",
                   "set delta.checkpointPolicy to classic, then let Spark write a checkpoint in one file");
  }
  std::sort(commits.begin(), commits.end());
  LogListing listing;
  listing.checkpoint = classic;
  std::int64_t next = classic ? *classic + 1 : 0;
  listing.version = next - 1;
  for (const std::int64_t version : commits) {
    if (version < next) continue;
    if (version != next) {
      throw LogError("the log is torn: version " + std::to_string(version) + " is there and version " +
                         std::to_string(next) + " is missing",
                     "restore the missing file of _delta_log from a backup");
    }
    listing.commits.push_back(version);
    listing.version = next++;
  }
  listing.has_checksum = checksums.contains(listing.version);
  return listing;
}

}  // namespace delta::lake
