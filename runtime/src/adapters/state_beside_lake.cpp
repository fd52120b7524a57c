#include "adapters/state_beside_lake.hpp"

#include <unistd.h>

#include <utility>

#include "adapters/lake_target.hpp"
#include "adapters/target_place.hpp"
#include "execute/passed_on.hpp"
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

class StateBesideLake : public PassedOn {
 public:
  StateBesideLake(std::string lake, std::string named, std::shared_ptr<StateStore> inner)
      : PassedOn(std::move(inner)), lake_(std::move(lake)), named_(std::move(named)) {}

  Expected<void> prepare() override {
    auto prepared = PassedOn::prepare();
    if (prepared) forget();
    return prepared;
  }
  Expected<void> begin(const std::string& run, std::string_view plan, std::string_view journal) override {
    if (const auto elsewhere = unfinished_elsewhere(lake_, named_))
      return Error{"a run that is remembered in " + *elsewhere + " is unfinished", "recover it there"};
    if (!named_.empty()) {
      const auto said = create_whole(elsewhere_file(lake_), place_of(named_) + "\n");
      if (!said) return said.error();
    }
    return PassedOn::begin(run, plan, journal);
  }
  Expected<void> close(const std::string& run) override {
    auto closed = PassedOn::close(run);
    if (closed) forget();
    return closed;
  }

 private:
  /// Once no run is open: what the lake says of another place is not ours to take back. Where that cannot be, whoever
  /// is refused for it is told of the file.
  void forget() const {
    if (named_.empty() || unfinished_elsewhere(lake_, named_)) return;
    const auto now = runs();
    if (now && now->open.empty()) ::unlink(elsewhere_file(lake_).c_str());
  }

  std::string lake_;
  std::string named_;
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
