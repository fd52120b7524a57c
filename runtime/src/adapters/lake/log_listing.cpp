#include "adapters/lake/log_listing.hpp"

#include <algorithm>
#include <charconv>
#include <limits>
#include <map>
#include <optional>
#include <set>

#include "adapters/lake/log_error.hpp"

namespace delta::lake {
namespace {

constexpr std::size_t kVersionDigits = 20;
constexpr std::size_t kPartDigits = 10;
constexpr std::string_view kCheckpoint = ".checkpoint.";

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

struct Part {
  std::int64_t number = 0;
  std::int64_t of = 0;
};

std::optional<std::int64_t> part_number(std::string_view digits) {
  std::int64_t number = 0;
  const auto [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc{} || stop != digits.data() + digits.size() || number < 1) return std::nullopt;
  return number;
}

/// `0000000001.0000000002.parquet`: what follows `.checkpoint.` in the name of a part.
std::optional<Part> part_of(std::string_view rest) {
  if (rest.size() != 2 * kPartDigits + std::string_view("..parquet").size() || rest[kPartDigits] != '.' ||
      rest.substr(2 * kPartDigits + 1) != ".parquet") {
    return std::nullopt;
  }
  const std::optional<std::int64_t> number = part_number(rest.substr(0, kPartDigits));
  const std::optional<std::int64_t> of = part_number(rest.substr(kPartDigits + 1, kPartDigits));
  if (!number || !of || *number > *of) return std::nullopt;
  return Part{*number, *of};
}

/// `UUID.json`, `UUID.parquet`.
bool is_v2(std::string_view rest) {
  const std::size_t dot = rest.find('.');
  if (dot == 0 || dot == std::string_view::npos) return false;
  return rest.substr(dot) == ".json" || rest.substr(dot) == ".parquet";
}

/// Collects names; parts of a checkpoint come in any order, and two writers may have cut one version differently.
class Collector {
 public:
  void take(const std::string& name) {
    std::string_view rest = name;
    const std::optional<std::int64_t> version = take_version(rest);
    if (!version) return;
    if (rest == ".json") {
      commits_.push_back(*version);
    } else if (rest == ".crc") {
      checksums_.insert(*version);
    } else if (rest == ".checkpoint.parquet") {
      complete_.push_back({*version, {name}});
    } else if (rest.starts_with(kCheckpoint)) {
      rest.remove_prefix(kCheckpoint.size());
      if (const std::optional<Part> part = part_of(rest)) {
        parts_[{*version, part->of}][part->number] = name;
      } else if (is_v2(rest)) {
        complete_.push_back({*version, {name}});
      }
    }
  }

  LogListing finish() {
    std::ranges::sort(commits_);
    join_parts();
    std::ranges::sort(complete_, [](const Checkpoint& a, const Checkpoint& b) {
      if (a.version != b.version) return a.version > b.version;
      if (a.files.size() != b.files.size()) return a.files.size() < b.files.size();
      return a.files < b.files;
    });
    LogListing listing;
    const std::int64_t last_commit = commits_.empty() ? -1 : commits_.back();
    const std::int64_t last_checkpoint = complete_.empty() ? -1 : complete_.front().version;
    listing.version = std::max(last_commit, last_checkpoint);
    if (torn_version_ > listing.version) refuse("the log is torn");
    std::size_t first = commits_.size();
    while (first > 0 && (first == commits_.size() || commits_[first - 1] + 1 == commits_[first])) --first;
    listing.commits.assign(commits_.begin() + static_cast<std::ptrdiff_t>(first), commits_.end());
    const std::int64_t unbroken = listing.commits.empty() ? 0 : listing.commits.front();
    for (Checkpoint& checkpoint : complete_) {
      const bool reaches = last_commit == listing.version && checkpoint.version + 1 >= unbroken;
      if (checkpoint.version == listing.version || reaches) listing.bases.push_back(std::move(checkpoint));
    }
    listing.from_start = last_commit == listing.version && last_commit >= 0 && unbroken == 0;
    if (listing.version >= 0 && listing.bases.empty() && !listing.from_start) refuse_gap(last_checkpoint + 1);
    listing.has_checksum = checksums_.contains(listing.version);
    return listing;
  }

 private:
  void join_parts() {
    for (auto& [key, parts] : parts_) {
      const auto& [version, count] = key;
      if (static_cast<std::int64_t>(parts.size()) == count) {
        Checkpoint& checkpoint = complete_.emplace_back();
        checkpoint.version = version;
        for (auto& [number, name] : parts) checkpoint.files.push_back(std::move(name));
        continue;
      }
      std::int64_t missing = 1;
      while (parts.contains(missing)) ++missing;
      torn_version_ = version;  // ascending: the newest is kept
      torn_ = "its checkpoint of version " + std::to_string(version) + " lacks part " + std::to_string(missing) +
              " of " + std::to_string(count);
    }
  }

  [[noreturn]] void refuse_gap(std::int64_t missing) const {
    const auto later = std::ranges::lower_bound(commits_, missing);
    auto there = later;
    while (there != commits_.end() && *there == missing) {
      ++missing;
      ++there;
    }
    refuse("the log is torn: version " + std::to_string(there == commits_.end() ? commits_.back() : *there) +
           " is there and version " + std::to_string(missing) + " is missing");
  }

  [[noreturn]] void refuse(const std::string& what) const {
    throw LogError(torn_.empty() ? what : what + "; " + torn_, "restore the missing file of _delta_log from a backup");
  }

  std::vector<std::int64_t> commits_;
  std::vector<Checkpoint> complete_;
  std::map<std::pair<std::int64_t, std::int64_t>, std::map<std::int64_t, std::string>> parts_;
  std::set<std::int64_t> checksums_;
  std::int64_t torn_version_ = -1;  ///< of the newest checkpoint that lacks a part
  std::string torn_;
};

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

std::vector<std::int64_t> LogListing::commits_after(std::int64_t base) const {
  return {std::ranges::upper_bound(commits, base), commits.end()};
}

LogListing choose_files(const std::vector<std::string>& names) {
  Collector collector;
  for (const std::string& name : names) collector.take(name);
  return collector.finish();
}

}  // namespace delta::lake
