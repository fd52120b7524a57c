#include "adapters/open_state.hpp"

#include <cstdlib>
#include <filesystem>

#include "adapters/sqlite/sqlite_state.hpp"
#include "delta/model/fingerprint.hpp"

namespace delta {
namespace {

constexpr std::string_view kLake = "lake:";
constexpr std::string_view kSqlite = "sqlite:";

/// A name for a target: the same however a lake is named.
std::string key_of(std::string target) {
  const bool lake = target.starts_with(kLake);
  std::error_code ignored;
  if (lake) {
    // Made absolute first: of a relative path that does not exist yet, weakly_canonical would leave it relative.
    const auto path = std::filesystem::absolute(target.substr(kLake.size()), ignored);
    target = std::filesystem::weakly_canonical(path, ignored).string();
  }
  return (lake ? "lake-" : "server-") + sha256_hex(target).substr(0, 16);
}

Expected<std::string> directory_for(const std::string& target, const std::string& named) {
  if (!named.empty()) return named + "/" + key_of(target);
  if (target.starts_with(kLake)) return target.substr(kLake.size()) + "/.deltac";
  const char* state = std::getenv("XDG_STATE_HOME");
  const char* home = std::getenv("HOME");
  if (state != nullptr && *state == '/') return std::string(state) + "/deltac/" + key_of(target);
  if (home != nullptr && *home == '/') return std::string(home) + "/.local/state/deltac/" + key_of(target);
  return Error{"there is no place for the journal: neither XDG_STATE_HOME nor HOME is set",
               "name a directory that lasts with --state DIR"};
}

}  // namespace

std::vector<std::string> StatePlace::lock_folders() const {
  std::vector<std::string> out{locks};
  out.insert(out.end(), others.begin(), others.end());
  return out;
}

Expected<StatePlace> open_state(const std::string& target, const std::string& named) {
  StatePlace out;
  if (named.starts_with(kSqlite)) {
    const std::string path = named.substr(kSqlite.size());
    if (path.empty()) return Error{"--state sqlite: lacks its file", "name one, as in --state sqlite:state.db"};
    out.locks = path + ".locks/" + key_of(target);
    out.store = sqlite::open_state(path, key_of(target));
  } else {
    auto directory = directory_for(target, named);
    if (!directory) return directory.error();
    out.locks = *directory;
    out.store = open_file_state(*std::move(directory));
  }
  if (target.starts_with(kLake)) {
    std::string own = target.substr(kLake.size()) + "/.deltac";
    if (own != out.locks) out.others.push_back(std::move(own));
  }
  return out;
}

}  // namespace delta
