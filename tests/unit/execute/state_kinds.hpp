#pragma once
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include "adapters/sqlite/sqlite_state.hpp"
#include "delta/engine.hpp"
#include "delta/execute/state_store.hpp"
#include "execute/run_store.hpp"

/// The kinds of state stores, and what a test puts into them.
namespace delta {

using Event = JournalRecord::Event;

/// A store that is opened again as another process would open it, where it outlives processes.
struct FileKind {
  static constexpr bool kLasts = true;
  static constexpr bool kTears = true;
  static std::shared_ptr<StateStore> open(const std::string& folder) { return open_file_state(folder + "/state"); }
};
struct SqliteKind {
  static constexpr bool kLasts = true;
  static constexpr bool kTears = false;
  static std::shared_ptr<StateStore> open(const std::string& folder) {
    return sqlite::open_state(folder + "/state.db", "server");
  }
};
/// A schema of a server, and this machine's folder beside it.
struct SchemaKind {
  static constexpr bool kLasts = true;
  static constexpr bool kTears = true;
  static std::shared_ptr<StateStore> open(const std::string& folder) {
    const std::string server = folder + "-server";
    if (!std::filesystem::exists(server)) {
      std::filesystem::create_directory(server);
      std::ofstream(server + "/script.json") << R"({"catalogue": "server.json"})";
      std::ofstream(server + "/server.json") << R"({"schemas": {"ops": true}, "tables": {}, "ran": {}})";
    }
    const auto target = open_target("odbc:Driver=" DELTAC_FAKE_DRIVER ";Script=" + server + "/script.json");
    return target->schema_state(TableName::parse("ops"), open_file_state(folder + "/state"));
  }
};
struct MemoryKind {
  static constexpr bool kLasts = false;
  static constexpr bool kTears = true;
  static std::shared_ptr<StateStore> open(const std::string&) { return make_memory_state(); }
};

class Folder {
 public:
  Folder() {
    const bool memory = access("/dev/shm", W_OK) == 0;
    std::string pattern =
        (memory ? "/dev/shm" : std::filesystem::temp_directory_path().string()) + "/deltac-state-XXXXXX";
    path = mkdtemp(pattern.data());
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() {
    std::filesystem::remove_all(path);
    std::filesystem::remove_all(path + "-server");
  }
  std::string path;
};

inline Plan plan_of(const std::string& target) {
  Plan plan;
  plan.registry_name = "shop";
  plan.registry_fingerprint = "3f9a1c";
  plan.target = target;
  plan.dialect = "spark 4.2";
  return plan;
}

inline JournalRecord record(Event event, const std::string& text = "") {
  JournalRecord out;
  out.event = event;
  out.text = text;
  return out;
}

}  // namespace delta
