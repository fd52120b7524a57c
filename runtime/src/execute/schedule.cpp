#include "execute/schedule.hpp"

#include <algorithm>
#include <unordered_map>

namespace delta {
namespace {

using Places = std::unordered_map<std::string, std::size_t>;

std::string key_of(const TableName& name) { return fold_case(name.text()); }

/// The first step of this kind that runs.
template <class Wanted>
const Wanted* running(const TablePlan& table) {
  for (const Unit& unit : table.units) {
    for (const Step& step : unit.steps) {
      const auto* found = std::get_if<Wanted>(&step.action);
      if (found != nullptr && !step.skipped) return found;
    }
  }
  return nullptr;
}

/// Every table that the plan of one touches, but for those that its keys refer to.
std::vector<std::string> touched(const TablePlan& table) {
  std::vector<std::string> names{key_of(table.name)};
  if (!table.observed_name.empty() && table.observed_name != table.name) names.push_back(key_of(table.observed_name));
  for (const Unit& unit : table.units) {
    for (const Step& step : unit.steps) {
      const std::optional<TableName>* other = nullptr;
      if (const auto* add = std::get_if<action::AddForeignKey>(&step.action)) other = &add->table;
      if (const auto* drop = std::get_if<action::DropForeignKey>(&step.action)) other = &drop->table;
      if (other != nullptr && *other && !step.skipped) names.push_back(key_of(**other));
    }
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

bool bad(TableStatus status) {
  return status == TableStatus::failed || status == TableStatus::blocked || status == TableStatus::conflict ||
         status == TableStatus::skipped;
}

}  // namespace

Schedule::Schedule(const Plan& plan) : plan_(plan) {
  const std::size_t count = plan.tables.size();
  needs_.resize(count);
  dependents_.resize(count);
  open_.assign(count, 0);
  bad_.assign(count, false);
  idle_.assign(count, true);
  drops_.assign(count, false);
  find_references();
  find_schemas();
  find_shared_names();
  find_drops();
  for (std::size_t place = 0; place < count; ++place) {
    if (open_[place] == 0 && !drops_[place]) ready_.push(place);
  }
}

void Schedule::need(std::size_t place, std::size_t earlier, Why why) {
  if (earlier >= place) return;  // a circle, which the plan's order has cut here
  needs_[place].push_back({earlier, why});
  dependents_[earlier].push_back(place);
  ++open_[place];
}

void Schedule::find_references() {
  Places places;
  for (std::size_t i = 0; i < plan_.tables.size(); ++i) {
    for (const TableName& name : plan_.tables[i].depends_on) {
      const auto found = places.find(key_of(name));
      if (found != places.end()) need(i, found->second, Why::refers);
    }
    places.emplace(key_of(plan_.tables[i].name), i);
  }
}

void Schedule::find_schemas() {
  Places makers;
  for (std::size_t i = 0; i < plan_.tables.size(); ++i) {
    const TablePlan& table = plan_.tables[i];
    if (table.units.empty()) continue;
    if (const auto* schema = running<action::CreateSchema>(table)) makers.emplace(key_of(schema->name), i);
    if (makers.empty()) continue;
    const auto found = makers.find(key_of(table.name.name_space()));
    if (found != makers.end() && found->second != i) need(i, found->second, Why::schema);
  }
}

void Schedule::find_shared_names() {
  Places last;
  for (std::size_t i = 0; i < plan_.tables.size(); ++i) {
    const TablePlan& table = plan_.tables[i];
    for (const std::string& name : touched(table)) {
      const auto [found, first] = last.emplace(name, i);
      if (first) continue;
      const TablePlan& other = plan_.tables[found->second];
      const bool frees =
          key_of(other.observed_name) == name && key_of(other.name) != name && key_of(table.name) == name;
      need(i, found->second, frees ? Why::name : Why::order);
      found->second = i;
    }
  }
}

void Schedule::find_drops() {
  for (std::size_t i = 0; i < plan_.tables.size(); ++i) {
    drops_[i] = running<action::DropTable>(plan_.tables[i]) != nullptr;
    if (!drops_[i]) ++before_drops_;
  }
  for (std::size_t i = plan_.tables.size(); i-- > 0;) {
    // What something else waits for cannot wait for all else.
    if (drops_[i] &&
        std::any_of(dependents_[i].begin(), dependents_[i].end(), [&](std::size_t j) { return !drops_[j]; })) {
      drops_[i] = false;
      ++before_drops_;
    }
  }
  for (std::size_t i = 0; i < plan_.tables.size(); ++i) {
    if (!drops_[i] || open_[i] > 0) continue;
    if (before_drops_ == 0) {
      ready_.push(i);
    } else {
      waiting_drops_.push_back(i);
    }
  }
}

std::optional<std::size_t> Schedule::take() {
  if (ready_.empty()) return std::nullopt;
  const std::size_t place = ready_.top();
  ready_.pop();
  ++taken_;
  return place;
}

void Schedule::finish(std::size_t place, const TableReport& report) {
  bad_[place] = bad(report.status);
  idle_[place] = report.steps_done == 0;
  for (const std::size_t dependent : dependents_[place]) {
    if (--open_[dependent] > 0) continue;
    if (drops_[dependent] && before_drops_ > 0) {
      waiting_drops_.push_back(dependent);
    } else {
      ready_.push(dependent);
    }
  }
  if (drops_[place] || --before_drops_ > 0) return;
  for (const std::size_t drop : waiting_drops_) ready_.push(drop);
  waiting_drops_.clear();
}

bool Schedule::stops(const Need& need) const {
  if (!bad_[need.place] || need.why == Why::order) return false;
  // A schema that was made stays, whatever became of the table.
  return need.why != Why::schema || idle_[need.place];
}

std::string Schedule::obstacle(std::size_t place, const TableName** table) const {
  for (const Need& need : needs_[place]) {
    if (!stops(need)) continue;
    *table = &plan_.tables[need.place].name;
    const std::string name = (*table)->text();
    if (need.why == Why::schema) return "its schema is made with " + name + ", which is not in sync";
    if (need.why == Why::name) return "it takes the name of what becomes " + name + ", which is not in sync";
    return "it refers to " + name + ", which is not in sync";
  }
  return "";
}

}  // namespace delta
