#include "adapters/odbc/connection_string.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>

#include "adapters/odbc/secrets.hpp"
#include "read_whole.hpp"

namespace delta::odbc {
namespace {

SqlError setup(std::string message, std::string fix) {
  SqlError error;
  error.kind = SqlError::Kind::setup;
  error.message = std::move(message);
  error.fix = std::move(fix);
  return error;
}

std::string lower(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return result;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

/// Takes a value off the front of `text`, up to and with its `;`. False if a brace is not closed.
bool take_value(std::string_view& text, std::string& value) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  if (!text.starts_with('{')) {
    const std::size_t end = std::min(text.find(';'), text.size());
    value = trimmed(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    return true;
  }
  for (std::size_t at = 1; at < text.size(); ++at) {
    if (text[at] != '}') {
      value += text[at];
    } else if (at + 1 < text.size() && text[at + 1] == '}') {
      value += text[at++];
    } else {
      text.remove_prefix(at + 1);
      const std::size_t end = std::min(text.find(';'), text.size());
      const std::string_view rest = trimmed(text.substr(0, end));
      text.remove_prefix(std::min(end + 1, text.size()));
      return rest.empty();
    }
  }
  return false;
}

std::string quoted(const std::string& value) {
  const bool plain = value.find_first_of(";{}") == std::string::npos && trimmed(value).size() == value.size();
  if (plain) return value;
  std::string text = "{";
  for (const char c : value) {
    text += c;
    if (c == '}') text += c;
  }
  return text + '}';
}

Expected<std::chrono::seconds, SqlError> seconds_of(const ConnectionString::Entry& entry) {
  int seconds = 0;
  const char* end = entry.value.data() + entry.value.size();
  const auto parsed = std::from_chars(entry.value.data(), end, seconds);
  if (parsed.ec != std::errc() || parsed.ptr != end || seconds < 0) {
    return setup(fmt::format("{}={} in the target is no number of seconds", entry.key, entry.value),
                 fmt::format("write whole seconds, as in {}=60; 0 means no limit", entry.key));
  }
  return std::chrono::seconds(seconds);
}

Expected<std::int64_t, SqlError> commits_of(const ConnectionString::Entry& entry) {
  std::int64_t commits = 0;
  const char* end = entry.value.data() + entry.value.size();
  const auto parsed = std::from_chars(entry.value.data(), end, commits);
  if (parsed.ec == std::errc() && parsed.ptr == end && commits >= 0 && commits <= 1'000'000) return commits;
  return setup(fmt::format("{}={} in the target is no number of commits", entry.key, entry.value),
               fmt::format("write how many commits of a log may be read, as in {}=256; 0 reads no log", entry.key));
}

Expected<void, SqlError> set_own(ConnectionString& connection, const ConnectionString::Entry& entry) {
  const std::string key = lower(entry.key);
  if (key == "deltac.log_commits") {
    auto commits = commits_of(entry);
    if (!commits) return std::move(commits).error();
    connection.log_commits = *commits;
    return {};
  }
  std::optional<std::chrono::seconds>* place = key == "deltac.login_timeout"       ? &connection.login_timeout
                                               : key == "deltac.statement_timeout" ? &connection.statement_timeout
                                               : key == "deltac.retry_budget"      ? &connection.retry_budget
                                                                                   : nullptr;
  if (place == nullptr) {
    return setup(fmt::format("'{}' in the target is no setting of deltac", entry.key),
                 "the settings are deltac.login_timeout, deltac.statement_timeout and deltac.retry_budget, in seconds, "
                 "and deltac.log_commits");
  }
  auto seconds = seconds_of(entry);
  if (!seconds) return std::move(seconds).error();
  *place = *seconds;
  return {};
}

Expected<std::string, SqlError> read_file(const std::string& key, const std::string& path) {
  auto read = read_whole(path);
  if (!read) {
    return setup(fmt::format("{}=file:{}: the file cannot be read: {}", key, path, std::strerror(read.error())),
                 "check that it is there and readable by the user who runs the command");
  }
  std::string text = *std::move(read);
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
  return text;
}

/// The value that `entry` stands for, and whether it came from outside.
Expected<std::string, SqlError> value_of(const ConnectionString::Entry& entry,
                                         const std::function<const char*(const char*)>& variable) {
  constexpr std::string_view env = "env:";
  constexpr std::string_view file = "file:";
  if (entry.value.starts_with(file)) return read_file(entry.key, entry.value.substr(file.size()));
  if (!entry.value.starts_with(env)) return entry.value;
  const std::string name = entry.value.substr(env.size());
  const char* value = variable(name.c_str());
  if (value == nullptr) {
    return setup(fmt::format("{}=env:{}: the environment variable {} is not set", entry.key, name, name),
                 fmt::format("set it before the command: export {}=…", name));
  }
  return std::string(value);
}

/// What may stand in messages though it came from outside. The value of any other key may be a credential.
bool is_public_key(std::string_view key) {
  constexpr std::array<std::string_view, 14> keys{"dsn",        "filedsn",  "driver",   "uid",    "user",
                                                  "username",   "host",     "httppath", "server", "port",
                                                  "servername", "database", "schema",   "catalog"};
  return std::find(keys.begin(), keys.end(), lower(key)) != keys.end();
}

/// False for what tells who connects and how, of which a server is the same. `key` is in lower case.
bool tells_where(std::string_view key) {
  constexpr std::array<std::string_view, 8> keys{"uid",          "user",     "username", "usenativequery",
                                                 "connsettings", "loglevel", "logpath",  "commlog"};
  constexpr std::array<std::string_view, 4> beginnings{"auth", "ssl", "debug", "trace"};
  return std::find(keys.begin(), keys.end(), key) == keys.end() &&
         std::none_of(beginnings.begin(), beginnings.end(), [&](auto each) { return key.starts_with(each); }) &&
         key.find("timeout") == std::string_view::npos && !is_secret_key(key);
}

const ConnectionString::Entry* find(const ConnectionString& connection, std::string_view key) {
  const auto found = std::find_if(connection.entries.begin(), connection.entries.end(),
                                  [&](const auto& entry) { return lower(entry.key) == key; });
  return found == connection.entries.end() ? nullptr : &*found;
}

}  // namespace

Expected<ConnectionString, SqlError> parse_connection_string(std::string_view text) {
  ConnectionString connection;
  while (!trimmed(text).empty()) {
    if (text.front() == ';') {
      text.remove_prefix(1);
      continue;
    }
    const std::size_t equals = text.find('=');
    const std::size_t semicolon = std::min(text.find(';'), text.size());
    // The text is not shown: it may hold a password whose key was forgotten.
    if (equals > semicolon || trimmed(text.substr(0, equals)).empty()) {
      return setup(fmt::format("entry {} of the target is not KEY=VALUE", connection.entries.size() + 1),
                   "write odbc:DSN=NAME;UID=…;PWD=env:VARIABLE; a value with a ; stands in {braces}");
    }
    ConnectionString::Entry entry{std::string(trimmed(text.substr(0, equals))), {}};
    text.remove_prefix(equals + 1);
    if (!take_value(text, entry.value)) {
      return setup(fmt::format("the value of {} in the target begins with {{ and lacks its }}", entry.key),
                   "close the brace; a } inside is written }}");
    }
    if (lower(entry.key).starts_with("deltac.")) {
      if (auto set = set_own(connection, entry); !set) return std::move(set).error();
      connection.own.push_back(std::move(entry));
    } else {
      connection.entries.push_back(std::move(entry));
    }
  }
  if (find(connection, "dsn") == nullptr && find(connection, "driver") == nullptr &&
      find(connection, "filedsn") == nullptr) {
    return setup("the target names neither a DSN nor a driver", "write odbc:DSN=NAME, or odbc:Driver=…;Host=…");
  }
  return connection;
}

Expected<ResolvedConnection, SqlError> resolve(const ConnectionString& connection,
                                               const std::function<const char*(const char*)>& variable) {
  ResolvedConnection resolved;
  for (const auto& entry : connection.entries) {
    auto value = value_of(entry, variable);
    if (!value) return std::move(value).error();
    const std::string text = quoted(*value);
    resolved.text += entry.key + '=' + text + ';';
    if (!is_secret_key(entry.key) && (*value == entry.value || is_public_key(entry.key))) continue;
    resolved.secrets.push_back(*value);
    if (text != *value) resolved.secrets.push_back(text.substr(1, text.size() - 2));
  }
  // The longest first: a secret may hold another.
  std::sort(resolved.secrets.begin(), resolved.secrets.end(),
            [](const auto& a, const auto& b) { return a.size() > b.size(); });
  return resolved;
}

std::string display_name(const ConnectionString& connection) {
  if (const auto* dsn = find(connection, "dsn")) return "DSN=" + dsn->value;
  for (const std::string_view key : {"host", "server", "servername", "filedsn", "driver"}) {
    if (const auto* entry = find(connection, key)) return entry->key + '=' + entry->value;
  }
  return "the target";
}

std::string place_of(const ConnectionString& connection) {
  std::vector<std::pair<std::string, std::string>> entries;
  for (const auto& entry : connection.entries) {
    std::string key = lower(entry.key);
    if (tells_where(key)) entries.emplace_back(std::move(key), quoted(entry.value));
  }
  std::stable_sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::string text;
  for (const auto& [key, value] : entries) text += key + '=' + value + ';';
  return text;
}

std::string without_secrets(const ConnectionString& connection) {
  std::string text;
  for (const auto& entry : connection.entries) {
    const bool named = entry.value.starts_with("env:") || entry.value.starts_with("file:");
    if (!text.empty()) text += ';';
    text += entry.key + '=' + (is_secret_key(entry.key) && !named ? "***" : quoted(entry.value));
  }
  return text;
}

std::string as_given(const ConnectionString& connection) {
  std::string text = without_secrets(connection);
  for (const auto& entry : connection.own) text += ';' + entry.key + '=' + quoted(entry.value);
  return text;
}

}  // namespace delta::odbc
