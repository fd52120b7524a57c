#include "adapters/state_beside_lake.hpp"

#include <unistd.h>

#include <utility>

#include "adapters/lake_target.hpp"
#include "adapters/target_place.hpp"
#include "execute/state_files.hpp"
#include "read_whole.hpp"

namespace delta {
namespace {

constexpr std::string_view kSqlite = "sqlite:";

/// The same wherever it is said from; empty for the lake's own folder.
std::string place_of(const std::string& named) {
  if (named.empty()) return "";
  if (!named.starts_with(kSqlite)) return absolute_lake(named);
  return std::string(kSqlite) + absolute_lake(named.substr(kSqlite.size()));
}

class StateBesideLake : public StateStore {
 public:
  StateBesideLake(std::string lake, std::string named, std::shared_ptr<StateStore> inner)
      : lake_(std::move(lake)), named_(std::move(named)), inner_(std::move(inner)) {}

  std::string place() const override { return inner_->place(); }
  std::string journal_name(const std::string& run) const override { return inner_->journal_name(run); }
  std::string ledger_name() const override { return inner_->ledger_name(); }
  Expected<void> prepare() override {
    auto prepared = inner_->prepare();
    if (prepared) forget();
    return prepared;
  }
  Expected<Runs> runs() const override { return inner_->runs(); }
  Expected<std::string> plan(const std::string& run) const override { return inner_->plan(run); }
  Expected<std::string> journal(const std::string& run) const override { return inner_->journal(run); }
  Expected<void> begin(const std::string& run, std::string_view plan, std::string_view journal) override {
    if (const auto elsewhere = unfinished_elsewhere(lake_, named_))
      return Error{"a run that is remembered in " + *elsewhere + " is unfinished", "recover it there"};
    if (!named_.empty()) {
      const auto said = create_whole(elsewhere_file(lake_), place_of(named_) + "\n");
      if (!said) return said.error();
    }
    return inner_->begin(run, plan, journal);
  }
  Expected<void> append(const std::string& run, std::size_t size, std::string_view lines) override {
    return inner_->append(run, size, lines);
  }
  Expected<void> close(const std::string& run) override {
    auto closed = inner_->close(run);
    if (closed) forget();
    return closed;
  }
  Expected<std::string> ledger() const override { return inner_->ledger(); }
  Expected<void> append_ledger(std::size_t size, std::string_view lines) override {
    return inner_->append_ledger(size, lines);
  }
  Expected<void> keep_snapshot(const std::string& hash, std::string_view text) override {
    return inner_->keep_snapshot(hash, text);
  }
  Expected<std::string> snapshot(const std::string& hash) const override { return inner_->snapshot(hash); }
  Expected<std::vector<std::string>> snapshots() const override { return inner_->snapshots(); }

 private:
  /// Once no run is open: what the lake says of another place is not ours to take back. Where that cannot be, whoever
  /// is refused for it is told of the file.
  void forget() const {
    if (named_.empty() || unfinished_elsewhere(lake_, named_)) return;
    const auto now = inner_->runs();
    if (now && now->open.empty()) ::unlink(elsewhere_file(lake_).c_str());
  }

  std::string lake_;
  std::string named_;
  std::shared_ptr<StateStore> inner_;
};

}  // namespace

std::string elsewhere_file(const std::string& lake) { return state_in_lake(lake) + "/elsewhere"; }

std::optional<std::string> unfinished_elsewhere(const std::string& lake, const std::string& named) {
  auto said = read_whole(elsewhere_file(lake));
  if (!said && ::access(elsewhere_file(lake).c_str(), F_OK) != 0) return std::nullopt;
  std::string place = said ? said->substr(0, said->find('\n')) : "a place that cannot be read";
  return place == place_of(named) ? std::nullopt : std::optional(std::move(place));
}

std::shared_ptr<StateStore> state_beside(const std::string& lake, const std::string& named,
                                         std::shared_ptr<StateStore> inner) {
  return std::make_shared<StateBesideLake>(lake, named, std::move(inner));
}

}  // namespace delta
