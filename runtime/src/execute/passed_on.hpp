#pragma once
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "delta/execute/state_store.hpp"

namespace delta {

/// A state store that hands everything on to another one: for what comes in between.
class PassedOn : public StateStore {
 public:
  explicit PassedOn(std::shared_ptr<StateStore> inner) : inner_(std::move(inner)) {}
  std::string place() const override { return inner_->place(); }
  std::string journal_name(const std::string& run) const override { return inner_->journal_name(run); }
  std::string ledger_name() const override { return inner_->ledger_name(); }
  Expected<void> prepare() override { return inner_->prepare(); }
  Expected<Runs> runs() const override { return inner_->runs(); }
  Expected<std::string> plan(const std::string& run) const override { return inner_->plan(run); }
  Expected<std::string> journal(const std::string& run) const override { return inner_->journal(run); }
  Expected<void> begin(const std::string& run, std::string_view plan, std::string_view journal) override {
    return inner_->begin(run, plan, journal);
  }
  Expected<void> append(const std::string& run, std::size_t size, std::string_view lines) override {
    return inner_->append(run, size, lines);
  }
  Expected<void> share(const std::string& run) override { return inner_->share(run); }
  bool ends_elsewhere(const std::string& run) const override { return inner_->ends_elsewhere(run); }
  bool told(const std::string& run) const override { return inner_->told(run); }
  Expected<void> close(const std::string& run) override { return inner_->close(run); }
  Expected<std::string> ledger() const override { return inner_->ledger(); }
  Expected<void> append_ledger(std::size_t size, std::string_view lines) override {
    return inner_->append_ledger(size, lines);
  }
  Expected<void> keep_snapshot(const std::string& hash, std::string_view text) override {
    return inner_->keep_snapshot(hash, text);
  }
  Expected<std::string> snapshot(const std::string& hash) const override { return inner_->snapshot(hash); }
  Expected<std::vector<std::string>> snapshots() const override { return inner_->snapshots(); }

 protected:
  std::shared_ptr<StateStore> inner_;
};

}  // namespace delta
