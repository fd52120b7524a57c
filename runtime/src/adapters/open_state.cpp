#include "adapters/open_state.hpp"

#include <cstdlib>

#include "adapters/lake_target.hpp"
#include "adapters/sqlite/sqlite_state.hpp"
#include "adapters/state_beside_lake.hpp"
#include "adapters/target_place.hpp"
#include "delta/model/fingerprint.hpp"
#include "execute/state_files.hpp"

namespace delta {
namespace {

constexpr std::string_view kSqlite = "sqlite:";

/// A name for a target: the same however it is named.
std::string key_of(const std::string& target) {
  return (lake_folder(target) ? "lake-" : "server-") + sha256_hex(target_place(target)).substr(0, 16);
}

Expected<std::string> directory_for(const std::string& target, const std::string& named) {
  if (!named.empty()) return named + "/" + key_of(target);
  if (const auto lake = lake_folder(target)) return state_in_lake(*lake);
  const char* state = std::getenv("XDG_STATE_HOME");
  const char* home = std::getenv("HOME");
  if (state != nullptr && *state == '/') return std::string(state) + "/deltac/" + key_of(target);
  if (home != nullptr && *home == '/') return std::string(home) + "/.local/state/deltac/" + key_of(target);
  return Error{"there is no place for the journal: neither XDG_STATE_HOME nor HOME is set",
               "name a directory that lasts with --state DIR"};
}

constexpr std::string_view kSchema = "schema";

}  // namespace

bool in_schema(const std::string& named) { return named == kSchema || named.starts_with(std::string(kSchema) + ":"); }

Expected<StatePlace> open_state_in(const Target& at, const TableName& schema, const std::string& named) {
  const std::string folder = named.size() > kSchema.size() ? named.substr(kSchema.size() + 1) : "";
  if (folder.empty() && named != kSchema)
    return Error{"--state schema: lacks its folder", "name one, or leave the colon out"};
  auto directory = directory_for(at.reader->capabilities().target, folder);
  if (!directory) return directory.error();
  StatePlace out;
  out.locks = *std::move(directory);
  std::string name = fold_case(schema.text());
  out.store = at.schema_state(schema, open_file_state(out.locks + "/schema-" + sha256_hex(name).substr(0, 16)));
  return out;
}

std::vector<std::string> StatePlace::lock_folders() const {
  std::vector<std::string> out{locks};
  out.insert(out.end(), others.begin(), others.end());
  return out;
}

Expected<std::vector<Lock>, PlaceLockError> lock_all(const StatePlace& place, const LockOwner& owner,
                                                     std::chrono::milliseconds timeout,
                                                     const std::function<bool()>& stop_requested) {
  std::vector<Lock> locks;
  for (const std::string& folder : place.lock_folders()) {
    if (folder.empty()) continue;
    if (auto made = make_directories(folder); !made) {
      return PlaceLockError{folder, {made.error().message, made.error().fix}};
    }
    auto lock = Lock::acquire(folder, owner, timeout, stop_requested);
    if (!lock) return PlaceLockError{folder, std::move(lock).error()};
    locks.push_back(*std::move(lock));
  }
  return locks;
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
  if (const auto lake = lake_folder(target)) {
    std::string own = state_in_lake(*lake);
    if (own != out.locks) out.others.push_back(std::move(own));
    out.store = state_beside(*lake, named, std::move(out.store));
  }
  return out;
}

}  // namespace delta
