#include "adapters/lake/log_state.hpp"

#include <algorithm>

#include "adapters/lake/checkpoint.hpp"
#include "adapters/lake/files.hpp"
#include "adapters/lake/log_error.hpp"
#include "adapters/lake/log_listing.hpp"

namespace delta::lake {
namespace {

/// What one commit may say once.
struct CommitFacts {
  bool metadata = false;
  bool protocol = false;
  bool any_action = false;
};

Json read_object(JsonCursor& cursor, std::string_view action) {
  Json value = cursor.read_value();
  if (!value.is_object()) throw LogError("'" + std::string(action) + "' is no object");
  return value;
}

/// The path of an add or remove, the rest passed over.
std::string read_path(JsonCursor& cursor, std::string_view action) {
  std::string path;
  cursor.read_object([&](std::string_view name) {
    if (name == "path" && cursor.peek() == '"') {
      path = cursor.read_string();
    } else {
      cursor.skip_value();
    }
  });
  if (path.empty()) throw LogError("'" + std::string(action) + "' has no path");
  return path;
}

void set_once(bool& seen, std::string_view action) {
  if (seen) throw LogError("a commit holds '" + std::string(action) + "' twice");
  seen = true;
}

void replay_domain(LogState& state, const Json& domain) {
  const std::string* name = domain.find_string("domain");
  if (name == nullptr) throw LogError("'domainMetadata' has no domain");
  const Json* removed = domain.find("removed");
  const std::string* configuration = domain.find_string("configuration");
  if (removed != nullptr && removed->boolean) {
    state.domains.erase(*name);
  } else {
    state.domains[*name] = configuration != nullptr ? *configuration : "";
  }
}

void replay_action(LogState& state, CommitFacts& facts, JsonCursor& cursor, std::string_view action) {
  if (cursor.peek() == 'n') {  // some writers name every kind of action and leave all but one null
    cursor.skip_value();
    return;
  }
  facts.any_action = true;
  if (action == "add") {
    state.files.add(read_path(cursor, action));
  } else if (action == "remove") {
    state.files.remove(read_path(cursor, action));
  } else if (action == "metaData") {
    set_once(facts.metadata, action);
    state.metadata = read_object(cursor, action);
  } else if (action == "protocol") {
    set_once(facts.protocol, action);
    state.protocol = read_object(cursor, action);
  } else if (action == "domainMetadata") {
    replay_domain(state, read_object(cursor, action));
  } else {
    cursor.skip_value();
  }
}

template <class Line>
void for_each_line(std::string_view text, const Line& line) {
  std::size_t number = 1;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::string_view current = text.substr(0, end);
    if (current.find_first_not_of(" \t\r") != std::string_view::npos) {
      try {
        line(current);
      } catch (const LogError& error) {
        throw LogError("line " + std::to_string(number) + ": " + error.what());
      }
    }
    if (end == std::string_view::npos) return;
    text.remove_prefix(end + 1);
    ++number;
  }
}

/// Feature lists are sets: their order means nothing.
Json sorted_lists(Json action) {
  for (JsonMember& member : action.members) std::ranges::sort(member.value.items, {}, &Json::text);
  return action;
}

void check_member(const Json& checksum, std::string_view name, const Json& log) {
  const Json* said = checksum.find(name);
  if (said == nullptr) return;
  const bool same = name == "protocol" ? same_value(sorted_lists(*said), sorted_lists(log)) : same_value(*said, log);
  if (!same) {
    throw LogError("its checksum file and its log differ in " + std::string(name),
                   "find out what wrote to _delta_log last; deltac changes no table of which two accounts exist");
  }
}

}  // namespace

void replay_commit(LogState& state, std::string_view text) {
  CommitFacts facts;
  for_each_line(text, [&](std::string_view line) {
    JsonCursor cursor(line);
    cursor.read_object([&](std::string_view action) { replay_action(state, facts, cursor, action); });
    cursor.expect_end();
  });
  if (!facts.any_action) throw LogError("it is empty");
  state.files.end_commit();
}

std::optional<std::int64_t> in_commit_timestamp(std::string_view text) {
  std::optional<std::int64_t> timestamp;
  for_each_line(text, [&](std::string_view line) {
    if (line.find("commitInfo") == std::string_view::npos) return;
    JsonCursor cursor(line);
    cursor.read_object([&](std::string_view action) {
      if (action != "commitInfo" || cursor.peek() != '{') return cursor.skip_value();
      cursor.read_object([&](std::string_view name) {
        if (name == "inCommitTimestamp") {
          timestamp = cursor.read_value().integer();
        } else {
          cursor.skip_value();
        }
      });
    });
  });
  return timestamp;
}

namespace {

std::optional<LogState> read_listed(const LogListing& listing, int log, const std::string& path) {
  if (listing.version < 0) return std::nullopt;
  LogState state;
  if (listing.checkpoint) read_checkpoint(state, log, checkpoint_name(*listing.checkpoint), path);
  for (const std::int64_t version : listing.commits) {
    const std::string name = commit_name(version);
    try {
      replay_commit(state, read_file(log, name, path));
    } catch (const FileGone&) {
      throw;
    } catch (const LogError& error) {
      throw LogError("the log is torn or foreign: " + name + ", " + error.what(), error.fix());
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
  try {
    return read_listed(choose_files(list()), log, path);
  } catch (const FileGone&) {
    // Another process cleaned the log up meanwhile; a newer checkpoint stands for what is gone.
    return read_listed(choose_files(list()), log, path);
  }
}

void check_against_checksum(const LogState& state, std::string_view checksum) {
  Json said;
  try {
    said = parse_json(checksum);
  } catch (const LogError&) {
    return;
  }
  check_member(said, "metadata", state.metadata);
  check_member(said, "protocol", state.protocol);
  check_member(said, "numFiles", Json::of(static_cast<std::int64_t>(state.files.count())));
}

}  // namespace delta::lake
