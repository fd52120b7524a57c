#include "execute/undo.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "delta/rules/changes.hpp"
#include "execute/outcome.hpp"

namespace delta {
namespace {

/// A table that somebody else changed, or that cannot be read: it stays as it is.
TablePlan left_alone(const CourseTable& table, const std::string& why) {
  const TablePlan& last = table.parts.back().plan;
  TablePlan out;
  out.name = last.name;
  out.observed_name = last.observed_name;
  out.state = last.state;
  Finding& made = out.findings.emplace_back(
      rules::finding(rules::kChangedSince, {}, why,
                     "look at it; change it in the code from here on, or undo by hand what came after the run"));
  made.table = last.name.text();
  return out;
}

/// The rest of a plan that takes a table back already.
TablePlan rest_of(TablePlan plan, const RecoveredTable& found) {
  for (std::size_t i = 0; i < std::min(found.done, plan.units.size()); ++i) plan.units[i].done = true;
  return plan;
}

/// What the run itself did of a plan, from where another one had brought the table.
CoursePart own_work(CoursePart part) {
  TablePlan& plan = part.plan;
  const auto others = static_cast<std::ptrdiff_t>(std::min(part.others, plan.units.size()));
  if (others == 0) return part;
  plan.observed_name = name_at(plan, part.others);
  std::size_t steps = 0;  // of the others
  for (auto unit = plan.units.begin(); unit != plan.units.begin() + others; ++unit) {
    steps += unit->steps.size();
    for (const Step& step : unit->steps) {
      if (!step.skipped) simulate(plan.observed, step.action);
    }
    if (unit->mark) plan.observed.mark = unit->mark;
  }
  for (auto unit = plan.units.begin() + others; unit != plan.units.end(); ++unit) {
    for (Step& step : unit->steps) {
      std::erase_if(step.needs, [&](std::size_t need) { return need < steps; });
      for (std::size_t& need : step.needs) need -= steps;
    }
  }
  plan.state = plan.observed.presence;
  plan.units.erase(plan.units.begin(), plan.units.begin() + others);
  part.before.erase(part.before.begin(), part.before.begin() + others);
  part.after.erase(part.after.begin(), part.after.begin() + others);
  plan.observed.version = part.before.empty() ? std::nullopt : part.before.front();
  return part;
}

class Undo {
 public:
  Undo(const RunCourse& course, const Capabilities& capabilities, const WayBackOptions& options, const UndoScope& scope)
      : course_(course), capabilities_(capabilities), options_(options), scope_(scope) {}

  UndoPlan run(const std::vector<RecoveredTable>& found) {
    Plan plan;
    plan.registry_name = course_.plan.registry_name;
    plan.registry_fingerprint = course_.plan.registry_fingerprint;
    plan.target = course_.plan.target;
    plan.lake = capabilities_.lake;
    plan.dialect = course_.plan.dialect;
    plan.variables = course_.plan.variables;
    for (std::size_t i = found.size(); i-- > 0;) {
      const std::size_t place = found[i].table;
      const bool wanted =
          scope_.only.empty() || std::find(scope_.only.begin(), scope_.only.end(), place) != scope_.only.end();
      if (!wanted || !course_.tables[place].begun) continue;
      if (auto table = take_back(course_.tables[place], found[i])) {
        places_.push_back(place);
        plan.tables.push_back(*std::move(table));
      }
    }
    turn_dependencies(plan);
    return {std::move(plan), std::move(places_)};
  }

 private:
  std::optional<TablePlan> take_back(const CourseTable& table, const RecoveredTable& found) const {
    if (!found.problem.empty()) return left_alone(table, found.problem);
    const CoursePart& last = table.parts.back();
    if (scope_.is_over && found.done > last.done + (found.pending ? 1 : 0)) {
      return left_alone(table, "a later run went on with it");
    }
    if (last.back) {
      TablePlan rest = rest_of(last.plan, found);
      if (std::none_of(rest.units.begin(), rest.units.end(), [](const Unit& unit) { return unit.runs(); }))
        return std::nullopt;
      return rest;
    }
    ChangedTable changed;
    changed.now = &found.now;
    bool others = false;
    std::optional<std::int64_t> version;
    std::vector<CoursePart> own;
    own.reserve(table.parts.size());
    for (const CoursePart& each : table.parts) {
      const CoursePart& part = own.emplace_back(scope_.is_over ? own_work(each) : each);
      const std::size_t done =
          (&each == &last ? found.done : each.done) - (each.plan.units.size() - part.plan.units.size());
      const Versions versions = versions_of(part, done);
      if (changed.stretches.empty()) changed.version_before = versions.first;
      if (!changed.stretches.empty() && versions.first != version) others = true;
      version = versions.last;
      others = others || versions.others;
      changed.stretches.push_back({&part.plan, done});
    }
    const bool ran = std::any_of(changed.stretches.begin(), changed.stretches.end(), [](const Stretch& each) {
      return std::any_of(
          each.plan->units.begin(),
          each.plan->units.begin() + static_cast<std::ptrdiff_t>(std::min(each.done, each.plan->units.size())),
          [](const Unit& unit) { return unit.runs(); });
    });
    if (!ran) return std::nullopt;
    changed.unwritten = !others && version && found.now.version == version;
    return way_back(changed, capabilities_, options_);
  }

  /// What had to come first goes last.
  void turn_dependencies(Plan& plan) const {
    std::map<TableName, std::size_t> places;
    for (std::size_t k = 0; k < plan.tables.size(); ++k) places.emplace(first_plan(k).name, k);
    for (std::size_t i = 0; i < plan.tables.size(); ++i) {
      for (const TableName& name : first_plan(i).depends_on) {
        const auto found = places.find(name);
        if (found == places.end() || found->second <= i) continue;
        auto& waits = plan.tables[found->second].depends_on;
        if (waits.empty() || waits.back() != plan.tables[i].name) waits.push_back(plan.tables[i].name);
      }
    }
  }

  /// What was planned at first for the table at `place` of the way back.
  const TablePlan& first_plan(std::size_t place) const { return course_.tables[places_[place]].parts.front().plan; }

  const RunCourse& course_;
  const Capabilities& capabilities_;
  const WayBackOptions& options_;
  const UndoScope& scope_;
  std::vector<std::size_t> places_;
};

}  // namespace

UndoPlan undo_plan(const RunCourse& course, const std::vector<RecoveredTable>& found, const Capabilities& capabilities,
                   const WayBackOptions& options, const UndoScope& scope) {
  return Undo(course, capabilities, options, scope).run(found);
}

Findings obstacles(const Plan& undo) {
  Findings out;
  for (const TablePlan& table : undo.tables) {
    for (const Finding& finding : table.findings) {
      if (finding.severity != Severity::error) continue;
      out.push_back(finding);
      out.back().table = table.name.text();
    }
  }
  return out;
}

}  // namespace delta
