#include "adapters/spark/log_rows.hpp"

#include <algorithm>
#include <charconv>

#include "adapters/lake/log_error.hpp"
#include "adapters/lake/replay.hpp"

namespace delta::spark {
namespace {

/// Several rows of a kind are several domains.
std::string key_of(std::string_view kind, std::string_view line) {
  std::string key(kind);
  if (kind != "domainMetadata") return key;
  const lake::Json action = lake::parse_json(line);
  const lake::Json* domain = action.find("domainMetadata");
  const std::string* name = domain != nullptr ? domain->find_string("domain") : nullptr;
  return key + ':' + (name != nullptr ? *name : "");
}

}  // namespace

std::optional<std::int64_t> version_of(std::string_view file) {
  std::int64_t version = 0;
  const std::string_view digits = file.substr(0, 20);
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), version);
  if (digits.size() != 20 || error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  return version;
}

void LogRows::take_commit(SqlRow row) {
  const std::string_view kind = cell_view(row, 1);
  if (const auto version = version_of(cell_view(row, 3))) newest_ = std::max(newest_.value_or(*version), *version);
  if (const auto version = version_of(cell_view(row, 4))) oldest_ = std::min(oldest_.value_or(*version), *version);
  if (kind == "add") adds_ = true;
  if (const std::string_view line = cell_view(row, 2); !line.empty()) commits_[key_of(kind, line)] = line;
}

void LogRows::take_checkpoint(SqlRow row) {
  const std::string_view kind = cell_view(row, 1);
  const std::string line = "{\"" + std::string(kind) + "\":" + std::string(cell_view(row, 2)) + '}';
  checkpoints_[key_of(kind, line)] = {line, std::string(cell_view(row, 3))};
}

bool LogRows::has_domains() const {
  constexpr std::string_view feature = "domainMetadata";
  if (const auto commit = commits_.find("protocol"); commit != commits_.end()) {
    return commit->second.find(feature) != std::string::npos;
  }
  const auto checkpoint = checkpoints_.find("protocol");
  return checkpoint != checkpoints_.end() && checkpoint->second.line.find(feature) != std::string::npos;
}

lake::LogState LogRows::state() const {
  std::map<std::string, std::string> lines;
  for (const auto& [key, action] : checkpoints_) {
    if (version_of(action.file) == base_) lines[key] = action.line;
  }
  for (const auto& [key, line] : commits_) lines[key] = line;
  std::string commit;
  for (const auto& [key, line] : lines) commit += line + '\n';
  if (commit.empty()) throw lake::LogError("it has no log that the server can read");
  lake::LogState state;
  lake::replay_commit(state, commit);
  if (!state.metadata.is_object()) throw lake::LogError("the log has no metaData");
  if (!state.protocol.is_object()) throw lake::LogError("the log has no protocol");
  state.version = std::max(newest_, base_).value_or(-1);
  return state;
}

}  // namespace delta::spark
