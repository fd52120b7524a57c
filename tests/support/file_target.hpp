#pragma once
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <sstream>

#include "adapters/snapshot/snapshot.hpp"
#include "support/memory_target.hpp"

namespace delta::testing {

/// A server in a file: it outlives the processes that talk to it, takes one statement a unit, and counts how often each
/// ran.
class FileTarget : public CatalogReader, public PlanExecutor {
 public:
  FileTarget(Capabilities capabilities, std::string path) : path_(std::move(path)), memory_(std::move(capabilities)) {}

  const Capabilities& capabilities() const override { return memory_.capabilities(); }

  Expected<std::vector<ObservedTable>> read(std::span<const TableName> names) override {
    load();
    return memory_.read(names);
  }
  Expected<std::vector<TableName>> list(std::span<const TableName> namespaces) override {
    load();
    return memory_.list(namespaces);
  }

  Expected<UnitResult, ExecutionError> execute(const TablePlan& plan, const Unit& unit) override {
    load();
    auto result = memory_.execute(plan, unit);
    if (result) {
      for (std::string statement : unit.statements) {
        std::replace(statement.begin(), statement.end(), '\n', ' ');
        ++ran_[statement];
      }
      store();
    }
    return result;
  }

  void put(ObservedTable table) {
    load();
    memory_.put(std::move(table));
    store();
  }

  /// Every table and how often each statement ran.
  std::string content() const {
    std::ifstream file(path_);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
  }

 private:
  // The state as a snapshot, then a line per statement: replaced as a whole, so that a killed process leaves one or the
  // other.
  void load() {
    std::istringstream text(content());
    std::string state;
    std::string line;
    while (std::getline(text, line) && line != "--") state += line + "\n";
    if (state.empty()) return;
    auto snapshot = snapshot::from_json(state, path_);
    if (!snapshot) throw std::runtime_error(snapshot.error().message);
    memory_.tables.clear();
    for (ObservedTable& table : snapshot->tables) memory_.put(std::move(table));
    ran_.clear();
    while (std::getline(text, line)) {
      const std::size_t blank = line.find(' ');
      ran_[line.substr(blank + 1)] = std::stoi(line.substr(0, blank));
    }
  }

  void store() const {
    snapshot::Snapshot snapshot;
    snapshot.capabilities = memory_.capabilities();
    for (const auto& [name, table] : memory_.tables) {
      snapshot.tables.push_back(table);
      if (!table.mark) continue;
      auto& properties = snapshot.tables.back().table.properties;
      std::erase_if(properties, [](const Property& each) { return each.key.value == kManagedMarkKey; });
      properties.push_back({LocatedText(std::string(kManagedMarkKey)), LocatedText(encode(*table.mark))});
    }
    const std::string hidden = path_ + ".tmp";
    std::ofstream file(hidden);
    file << snapshot::to_json(snapshot) << "--\n";
    for (const auto& [statement, times] : ran_) file << times << ' ' << statement << '\n';
    file.close();
    std::rename(hidden.c_str(), path_.c_str());
  }

  std::string path_;
  MemoryTarget memory_;
  std::map<std::string, int> ran_;
};

}  // namespace delta::testing
