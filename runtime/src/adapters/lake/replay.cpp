#include "adapters/lake/replay.hpp"

#include <algorithm>

#include "adapters/lake/log_error.hpp"

namespace delta::lake {
namespace {

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
        throw LogError("line " + std::to_string(number) + ": " + error.what(), error.fix());
      }
    }
    if (end == std::string_view::npos) return;
    text.remove_prefix(end + 1);
    ++number;
  }
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

bool is_built(std::string_view action) {
  return action == "metaData" || action == "protocol" || action == "domainMetadata" || action == "sidecar" ||
         action == "checkpointMetadata";
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/// The last step of a URI, decoded: sidecars always lie in the log's own `_sidecars`, whatever the writer called it.
std::string file_of_uri(std::string_view uri) {
  if (const std::size_t slash = uri.rfind('/'); slash != std::string_view::npos) uri.remove_prefix(slash + 1);
  std::string file;
  for (std::size_t i = 0; i < uri.size(); ++i) {
    const int high = uri[i] == '%' && i + 2 < uri.size() ? hex_digit(uri[i + 1]) : -1;
    const int low = high >= 0 ? hex_digit(uri[i + 2]) : -1;
    if (low >= 0) {
      file += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      file += uri[i];
    }
  }
  const bool plain = !file.empty() && file != "." && file != ".." && file.find('/') == std::string::npos &&
                     file.find('\0') == std::string::npos;
  if (!plain) throw LogError("'sidecar' names no file");
  return file;
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

void ActionReplay::take_lines(std::string_view text) {
  for_each_line(text, [this](std::string_view line) { take_line(line); });
}

void ActionReplay::take_line(std::string_view line) {
  JsonCursor cursor(line);
  cursor.read_object([&](std::string_view action) {
    if (cursor.peek() == 'n') return cursor.skip_value();  // some writers name every action and leave all but one null
    any_action_ = true;
    if (action == "add") {
      state_.files.add(read_path(cursor, action));
    } else if (action == "remove") {
      state_.files.remove(read_path(cursor, action));
    } else if (is_built(action)) {
      take(action, cursor.read_value());
    } else {
      cursor.skip_value();
    }
  });
  cursor.expect_end();
}

void ActionReplay::take(std::string_view action, Json value) {
  if (!value.is_object()) throw LogError("'" + std::string(action) + "' is no object");
  any_action_ = true;
  if (action == "metaData") {
    set_once(metadata_, action);
    state_.metadata = std::move(value);
  } else if (action == "protocol") {
    set_once(protocol_, action);
    state_.protocol = std::move(value);
  } else if (action == "domainMetadata") {
    take_domain(value);
  } else if (action == "sidecar") {
    take_sidecar(value);
  } else if (action == "checkpointMetadata") {
    const Json* version = value.find("version");
    said_version_ = version != nullptr ? version->integer() : std::nullopt;
  }
}

void ActionReplay::set_once(bool& seen, std::string_view action) const {
  if (seen) throw LogError("it holds '" + std::string(action) + "' twice");
  seen = true;
}

void ActionReplay::take_domain(const Json& domain) {
  const std::string* name = domain.find_string("domain");
  if (name == nullptr) throw LogError("'domainMetadata' has no domain");
  const Json* removed = domain.find("removed");
  const std::string* configuration = domain.find_string("configuration");
  if (removed != nullptr && removed->boolean) {
    state_.domains.erase(*name);
  } else {
    state_.domains[*name] = configuration != nullptr ? *configuration : "";
  }
}

void ActionReplay::take_sidecar(const Json& sidecar) {
  const std::string* path = sidecar.find_string("path");
  if (path == nullptr) throw LogError("'sidecar' has no path");
  const Json* size = sidecar.find("sizeInBytes");
  sidecars_.push_back({file_of_uri(*path), size != nullptr ? size->integer() : std::nullopt});
}

void ActionReplay::end_commit() {
  if (!any_action_) throw LogError("it is empty");
  state_.files.end_commit();
}

void ActionReplay::end_checkpoint(std::int64_t version) {
  if (!metadata_) throw LogError("the checkpoint has no metaData");
  if (!protocol_) throw LogError("the checkpoint has no protocol");
  if (said_version_ && *said_version_ != version) {
    throw LogError("the checkpoint says that it is of version " + std::to_string(*said_version_));
  }
  state_.files.end_commit();
}

void replay_commit(LogState& state, std::string_view text) {
  ActionReplay replay(state);
  replay.take_lines(text);
  replay.end_commit();
}

CommitInfo commit_info(std::string_view text) {
  CommitInfo info;
  bool found = false;
  for_each_line(text, [&](std::string_view line) {
    if (found || line.find("commitInfo") == std::string_view::npos) return;
    JsonCursor cursor(line);
    cursor.read_object([&](std::string_view action) {
      if (action != "commitInfo" || cursor.peek() != '{') return cursor.skip_value();
      found = true;
      cursor.read_object([&](std::string_view name) {
        if (name == "engineInfo" || name == "txnId") {
          (name == "txnId" ? info.transaction : info.engine) = cursor.read_value().text;
        } else if (name == "timestamp" || name == "inCommitTimestamp") {
          (name == "timestamp" ? info.timestamp : info.in_commit_timestamp) = cursor.read_value().integer();
        } else {
          cursor.skip_value();
        }
      });
    });
  });
  return info;
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
