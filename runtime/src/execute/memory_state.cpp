#include <map>

#include "delta/execute/state_store.hpp"

namespace delta {
namespace {

class MemoryState : public StateStore {
 public:
  std::string place() const override { return "memory"; }
  Expected<void> prepare() override { return {}; }

  Expected<Runs> runs() const override {
    Runs out;
    for (const auto& [name, run] : runs_) (run.closed ? out.closed : out.open).push_back(name);
    return out;
  }
  Expected<std::string> plan(const std::string& run) const override {
    const auto found = runs_.find(run);
    return found == runs_.end() ? Expected<std::string>(unknown(run)) : found->second.plan;
  }
  Expected<std::string> journal(const std::string& run) const override {
    const auto found = runs_.find(run);
    return found == runs_.end() ? Expected<std::string>(unknown(run)) : found->second.journal;
  }

  Expected<void> begin(const std::string& run, std::string_view plan, std::string_view journal) override {
    if (!runs_.emplace(run, Run{std::string(plan), std::string(journal), false}).second) {
      return Error{"there is a run " + run + " already", ""};
    }
    return {};
  }
  Expected<void> append(const std::string& run, std::size_t size, std::string_view line) override {
    const auto found = runs_.find(run);
    if (found == runs_.end() || found->second.closed) return unknown(run);
    return append_to(found->second.journal, size, line);
  }
  Expected<void> close(const std::string& run) override {
    const auto found = runs_.find(run);
    if (found == runs_.end()) return unknown(run);
    found->second.closed = true;
    return {};
  }

  Expected<std::string> ledger() const override { return ledger_; }
  Expected<void> append_ledger(std::size_t size, std::string_view lines) override {
    return append_to(ledger_, size, lines);
  }

  Expected<void> keep_snapshot(const std::string& hash, std::string_view text) override {
    snapshots_.emplace(hash, text);
    return {};
  }
  Expected<std::string> snapshot(const std::string& hash) const override {
    const auto found = snapshots_.find(hash);
    return found == snapshots_.end() ? Expected<std::string>(Error{"there is no snapshot " + hash, ""}) : found->second;
  }
  Expected<std::vector<std::string>> snapshots() const override {
    std::vector<std::string> out;
    for (const auto& [hash, text] : snapshots_) out.push_back(hash);
    return out;
  }

 private:
  struct Run {
    std::string plan;
    std::string journal;
    bool closed = false;
  };

  static Error unknown(const std::string& run) { return {"there is no run " + run, ""}; }

  static Expected<void> append_to(std::string& text, std::size_t size, std::string_view line) {
    if (size > text.size()) return Error{"the log is shorter than it was", ""};
    text.resize(size);
    text += line;
    return {};
  }

  std::map<std::string, Run> runs_;
  std::string ledger_;
  std::map<std::string, std::string> snapshots_;
};

}  // namespace

std::unique_ptr<StateStore> make_memory_state() { return std::make_unique<MemoryState>(); }

}  // namespace delta
