#include "plan/order.hpp"

#include <algorithm>
#include <functional>
#include <numeric>
#include <queue>
#include <set>
#include <string>
#include <unordered_map>

namespace delta {
namespace {

enum class Turn { create, alter, view, drop };

Turn turn_of(const TablePlan& table) {
  for (const Unit& unit : table.units) {
    for (const Step& step : unit.steps) {
      if (std::holds_alternative<action::CreateTable>(step.action)) return Turn::create;
      if (std::holds_alternative<action::CreateView>(step.action)) return Turn::view;
      if (std::holds_alternative<action::DropView>(step.action)) return Turn::view;
      if (std::holds_alternative<action::DropTable>(step.action)) return Turn::drop;
    }
  }
  return Turn::alter;
}

/// A table that has nothing to do can neither fail nor be waited for.
bool idle(const TablePlan& table) { return table.units.empty() && !table.blocked(); }

/// The plans' indices by turn and name.
std::vector<std::size_t> ranked(const std::vector<TablePlan>& tables) {
  std::vector<Turn> turns;
  turns.reserve(tables.size());
  for (const TablePlan& table : tables) turns.push_back(turn_of(table));
  std::vector<std::size_t> order(tables.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto less = [&](std::size_t a, std::size_t b) {
    if (turns[a] != turns[b]) return turns[a] < turns[b];
    const auto by_name = tables[a].name <=> tables[b].name;
    return by_name != 0 ? by_name < 0 : a < b;
  };
  if (!std::is_sorted(order.begin(), order.end(), less)) std::sort(order.begin(), order.end(), less);
  return order;
}

class Sorter {
 public:
  explicit Sorter(std::vector<TablePlan>& tables) : tables_(tables), by_rank_(ranked(tables)), rank_(tables.size()) {
    for (std::size_t rank = 0; rank < by_rank_.size(); ++rank) rank_[by_rank_[rank]] = rank;
  }

  std::vector<std::size_t> run() {
    find_edges();
    if (!any_edge_) return by_rank_;
    std::priority_queue<std::size_t, std::vector<std::size_t>, std::greater<>> ready;
    for (std::size_t rank = 0; rank < by_rank_.size(); ++rank) {
      if (open_[by_rank_[rank]] == 0) ready.push(rank);
    }
    std::vector<std::size_t> order;
    std::vector<bool> done(tables_.size(), false);
    std::size_t smallest = 0;
    while (order.size() < tables_.size()) {
      if (ready.empty()) {  // a circle
        while (done[by_rank_[smallest]]) ++smallest;
        ready.push(smallest);
      }
      const std::size_t index = by_rank_[ready.top()];
      ready.pop();
      if (done[index]) continue;
      done[index] = true;
      order.push_back(index);
      for (const std::size_t dependent : dependents_[index]) {
        if (--open_[dependent] == 0 && !done[dependent]) ready.push(rank_[dependent]);
      }
    }
    return order;
  }

 private:
  void find_edges() {
    open_.assign(tables_.size(), 0);
    dependents_.resize(tables_.size());
    std::unordered_map<std::string, std::size_t> busy;
    for (std::size_t i = 0; i < tables_.size(); ++i) {
      if (!idle(tables_[i])) busy.emplace(fold_case(tables_[i].name.text()), i);
    }
    add_short_names(busy);
    for (std::size_t i = 0; i < tables_.size(); ++i) {
      auto& needs = tables_[i].depends_on;
      if (needs.empty()) continue;
      for (TableName& name : needs) {
        const auto found = busy.find(fold_case(name.text()));
        if (found != busy.end()) name = tables_[found->second].name;
      }
      std::erase_if(needs, [&](const TableName& name) {
        const auto found = busy.find(fold_case(name.text()));
        if (found == busy.end() || found->second == i) return true;
        dependents_[found->second].push_back(i);
        ++open_[i];
        any_edge_ = true;
        return false;
      });
    }
  }

  /// Queries of views may leave the catalogue out.
  void add_short_names(std::unordered_map<std::string, std::size_t>& busy) const {
    const auto names_any = [](const TablePlan& table) { return !table.depends_on.empty(); };
    if (std::none_of(tables_.begin(), tables_.end(), names_any)) return;
    for (std::size_t i = 0; i < tables_.size(); ++i) {
      const auto& parts = tables_[i].name.parts;
      if (parts.size() < 3 || idle(tables_[i])) continue;
      busy.emplace(fold_case(TableName({parts.begin() + 1, parts.end()}).text()), i);
    }
  }

  std::vector<TablePlan>& tables_;
  std::vector<std::size_t> by_rank_;
  std::vector<std::size_t> rank_;
  std::vector<std::size_t> open_;  // how many tables each still waits for
  std::vector<std::vector<std::size_t>> dependents_;
  bool any_edge_ = false;
};

}  // namespace

void order_tables(std::vector<TablePlan>& tables) {
  const std::vector<std::size_t> order = Sorter(tables).run();
  if (!std::is_sorted(order.begin(), order.end())) {
    std::vector<TablePlan> sorted;
    sorted.reserve(tables.size());
    for (const std::size_t index : order) sorted.push_back(std::move(tables[index]));
    tables = std::move(sorted);
  }
  std::set<std::string> earlier;
  for (TablePlan& table : tables) {
    if (idle(table)) continue;
    std::erase_if(table.depends_on, [&](const TableName& name) { return !earlier.contains(fold_case(name.text())); });
    earlier.insert(fold_case(table.name.text()));
  }
}

}  // namespace delta
