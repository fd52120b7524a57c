#include "app/target_names.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <string_view>
#include <vector>

#include "adapters/lake_target.hpp"
#include "adapters/odbc/connection_string.hpp"
#include "adapters/target_place.hpp"
#include "delta/plan/permission.hpp"

namespace delta::app {
namespace {

constexpr std::string_view kOdbc = "odbc:";

/// A folder's path from the root, its links as they are.
std::string from_root(const std::string& folder) {
  std::error_code ignored;
  std::string out = std::filesystem::absolute(folder, ignored).lexically_normal().string();
  while (out.size() > 1 && out.back() == '/') out.pop_back();
  return out;
}

/// The pattern with the links of its path followed, as far as it is one path.
std::string without_links(const std::string& pattern) {
  const std::size_t slash = pattern.substr(0, pattern.find_first_of("*?")).rfind('/');
  if (slash == std::string::npos || slash == 0) return pattern;
  if (pattern.find_first_of("*?") == std::string::npos) return absolute_lake(pattern);
  return absolute_lake(pattern.substr(0, slash)) + pattern.substr(slash);
}

bool names_lake(const std::string& pattern, const std::string& folder) {
  for (const std::string& path : {from_root(folder), absolute_lake(folder)}) {
    if (glob_match(pattern, path) || glob_match(without_links(pattern), path)) return true;
  }
  return false;
}

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(' ');
  if (begin == std::string_view::npos) return "";
  return text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

/// The entries that reach the driver, with what the environment and files say; as they are where that cannot be read.
std::vector<odbc::ConnectionString::Entry> entries_of(std::string_view text) {
  auto connection = odbc::parse_connection_string(text);
  if (!connection) return {};
  const auto whole = odbc::resolve(*connection, [](const char* name) -> const char* { return std::getenv(name); });
  if (!whole) return connection->entries;
  auto resolved = odbc::parse_connection_string(whole->text);
  return resolved ? std::move(resolved->entries) : std::move(connection->entries);
}

/// Each KEY=VALUE of the pattern fits an entry of the target.
bool names_server(std::string_view pattern, std::string_view text) {
  const auto entries = entries_of(text);
  bool names_any = false;
  while (!pattern.empty()) {
    const std::string_view part = trimmed(pattern.substr(0, pattern.find(';')));
    pattern.remove_prefix(
        std::min(pattern.size(), pattern.find(';') == std::string_view::npos ? pattern.size() : pattern.find(';') + 1));
    if (part.find_first_not_of('*') == std::string_view::npos) continue;
    const std::size_t equals = part.find('=');
    if (equals == std::string_view::npos) return false;
    names_any = true;
    if (std::none_of(entries.begin(), entries.end(), [&](const auto& each) {
          return glob_match(trimmed(part.substr(0, equals)), each.key) &&
                 glob_match(trimmed(part.substr(equals + 1)), each.value);
        }))
      return false;
  }
  return names_any;
}

}  // namespace

bool names_target(const std::string& glob, const std::string& target) {
  if (glob_match(glob, target)) return true;
  if (const auto folder = lake_folder(target)) {
    const auto pattern = lake_folder(glob);
    return pattern ? names_lake(*pattern, *folder)
                   : glob_match(glob, lake_target(from_root(*folder))) ||
                         glob_match(glob, lake_target(absolute_lake(*folder)));
  }
  if (!target.starts_with(kOdbc) || !glob.starts_with(kOdbc)) return false;
  return names_server(std::string_view(glob).substr(kOdbc.size()), std::string_view(target).substr(kOdbc.size()));
}

}  // namespace delta::app
