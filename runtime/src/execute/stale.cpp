#include "execute/stale.hpp"

#include <algorithm>
#include <map>

#include "diff/difference.hpp"
#include "execute/outcome.hpp"

namespace delta {
namespace {

constexpr std::size_t kShownDifferences = 3;

bool rows_matter(const TablePlan& table) {
  for (const Unit& unit : table.units) {
    for (const Step& step : unit.steps) {
      if (!step.skipped && depends_on_rows(step.action)) return true;
    }
  }
  return false;
}

const Unit& first_running(const TablePlan& table) {
  return *std::find_if(table.units.begin(), table.units.end(), [](const Unit& unit) { return unit.runs(); });
}

std::string listed(const std::vector<std::string>& items) {
  if (items.empty()) return "its schema is another one now";
  std::string out;
  for (std::size_t i = 0; i < std::min(items.size(), kShownDifferences); ++i) out += (i == 0 ? "" : "; ") + items[i];
  if (items.size() > kShownDifferences) out += "; and " + std::to_string(items.size() - kShownDifferences) + " more";
  return out;
}

/// Empty: it is what the plan was made for.
std::string difference(const TablePlan& table, const ObservedTable& now) {
  if (now.unread()) return "it cannot be read: " + unread_text(now);
  const Unit& first = first_running(table);
  if (!now.present()) return first.before.empty() ? "" : "it is gone";
  if (first.before.empty()) return "it exists now";
  if (!is_before(table, first, now)) return listed(differences(table.observed.table, now.table));
  const bool empty_drop =
      std::any_of(table.units.begin(), table.units.end(), [](const Unit& unit) { return unit.only_at.has_value(); });
  if (empty_drop && now.version != table.observed.version) return "something was written to it since";
  if (now.may_have_rows && !table.observed.may_have_rows && rows_matter(table)) return "it has rows now";
  return "";
}

}  // namespace

bool runs(const TablePlan& table) {
  return !table.blocked() &&
         std::any_of(table.units.begin(), table.units.end(), [](const Unit& unit) { return unit.runs(); });
}

Expected<std::vector<StaleTable>> stale_tables(const Plan& plan, CatalogReader& reader) {
  std::vector<TableName> names;
  for (const TablePlan& table : plan.tables) {
    if (!runs(table)) continue;
    names.push_back(table.observed_name);
    if (table.name != table.observed_name) names.push_back(table.name);
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  auto read = reader.read(names);
  if (!read) return read.error();
  if (read->size() != names.size()) return Error{"the target did not answer for every table", "try again"};
  std::map<TableName, const ObservedTable*> found;
  for (std::size_t i = 0; i < names.size(); ++i) found[names[i]] = &(*read)[i];
  std::vector<StaleTable> stale;
  for (const TablePlan& table : plan.tables) {
    if (!runs(table)) continue;
    std::string how = difference(table, *found[table.observed_name]);
    if (how.empty() && table.name != table.observed_name && found[table.name]->present())
      how = "its new name is taken now";
    if (!how.empty()) stale.push_back({table.name, std::move(how)});
  }
  return stale;
}

}  // namespace delta
