#include "adapters/lake/newest_commit.hpp"

#include <sys/stat.h>

#include <algorithm>

#include "adapters/lake/files.hpp"
#include "adapters/lake/log_error.hpp"
#include "adapters/lake/log_listing.hpp"
#include "adapters/lake/replay.hpp"

namespace delta::lake {
namespace {

/// "800 ms", "12 s", "5 min", "3 h", "20 days".
std::string duration_text(std::int64_t milliseconds) {
  struct Scale {
    std::int64_t size;
    std::int64_t below;
    const char* word;
  };
  constexpr Scale kScales[] = {
      {1, 1000, " ms"}, {1000, 120'000, " s"}, {60'000, 7'200'000, " min"}, {3'600'000, 172'800'000, " h"}};
  for (const Scale& scale : kScales) {
    if (milliseconds < scale.below) return std::to_string(milliseconds / scale.size) + scale.word;
  }
  return std::to_string(milliseconds / 86'400'000) + " days";
}

std::int64_t written_at(int log, const std::string& name) {
  struct stat status{};
  if (::fstatat(log, name.c_str(), &status, 0) != 0) return 0;
  return static_cast<std::int64_t>(status.st_mtim.tv_sec) * 1000 + status.st_mtim.tv_nsec / 1'000'000;
}

}  // namespace

std::optional<NewestCommit> commit_of_version(int log, const std::string& path, std::int64_t version) {
  const std::string name = commit_name(version);
  NewestCommit newest;
  newest.version = version;
  try {
    const std::string text = read_file(log, name, path);
    const std::size_t end = text.find_last_not_of(" \t\r\n");
    newest.torn = end == std::string::npos || text[end] != '}';
    if (!newest.torn) newest.info = commit_info(text);
  } catch (const FileGone&) {
    return std::nullopt;
  }
  if (newest.info.in_commit_timestamp) {
    newest.time = *newest.info.in_commit_timestamp;
  } else {
    newest.time = newest.info.timestamp ? *newest.info.timestamp : written_at(log, name);
  }
  return newest;
}

std::optional<NewestCommit> newest_commit(int log, const std::string& path) {
  const std::int64_t version = newest_version(list_directory(log, path));
  if (version < 0) return std::nullopt;
  return commit_of_version(log, path, version);
}

std::string disturbance(const std::string& table, const NewestCommit& newest, std::chrono::milliseconds quiet_for,
                        std::int64_t now) {
  const std::int64_t age = now - newest.time;
  if (newest.is_ours() || age >= quiet_for.count()) return "";
  if (newest.torn) {
    return table + ": version " + std::to_string(newest.version) + " is not whole; who writes it may still be at work";
  }
  const std::string who = newest.info.engine.empty() ? "an engine that gives no name" : newest.info.engine;
  const std::string what = table + ": version " + std::to_string(newest.version) + " was committed by " + who;
  if (age < 0) {
    return what + ", dated " + duration_text(-age) +
           " after this machine's time, so that nobody can tell whether it is still at work";
  }
  return what + " " + duration_text(age) +
         " ago; it may still be at work, and may then overwrite a commit of deltac's that races with its own";
}

std::string disturbance_fix(std::chrono::milliseconds quiet_for) {
  return "stop that writer and wait " + duration_text(std::max<std::int64_t>(quiet_for.count(), 0)) +
         " (--quiet-for), or say with --exclusive that nobody else writes now";
}

}  // namespace delta::lake
