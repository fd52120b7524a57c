#include "execute/run_course.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "delta/report/plan_json.hpp"
#include "plan/way_back.hpp"

namespace delta {
namespace {

using Event = JournalRecord::Event;

class Teller {
 public:
  explicit Teller(Plan plan) {
    for (std::size_t i = 0; i < plan.tables.size(); ++i) {
      places_[plan.tables[i].name.text()] = i;
      course_.tables.push_back({{part_of(plan.tables[i], false)}, false});
    }
    course_.plan = std::move(plan);
  }

  Expected<void> take(const JournalRecord& record, bool of_another_run) {
    if (record.event == Event::undo && record.table.empty()) {
      auto plan = plan_in(record);
      if (!plan) return plan.error();
      course_.back = true;
      course_.plan = *std::move(plan);
      course_.journal.records.clear();
      return {};
    }
    if (!course_.back && (record.event == Event::replan || record.event == Event::undo)) return change_plan(record);
    if (!course_.back) note(record, of_another_run);
    course_.journal.records.push_back(record);
    return {};
  }

  RunCourse take_course() && { return std::move(course_); }

 private:
  static CoursePart part_of(const TablePlan& table, bool back) {
    const std::size_t units = table.units.size();
    CoursePart part;
    part.plan = table;
    part.back = back;
    part.before.resize(units);
    part.after.resize(units);
    return part;
  }

  static Expected<Plan> plan_in(const JournalRecord& record) {
    auto saved = plan_from_json(record.text, "a plan in the journal");
    if (!saved) return Error{saved.error().message, "look at the tables, then abandon the run"};
    return std::move(saved->plan);
  }

  Expected<void> change_plan(const JournalRecord& record) {
    auto plan = plan_in(record);
    if (!plan) return plan.error();
    const auto found = places_.find(record.table);
    if (found == places_.end() || plan->tables.size() != 1) {
      return Error{"the journal plans " + record.table + " again, which is not in the run's plan",
                   "look at the tables, then abandon the run"};
    }
    const std::size_t place = found->second;
    TablePlan& table = plan->tables.front();
    places_[table.name.text()] = place;
    std::erase_if(course_.journal.records, [&](const JournalRecord& each) {
      return !each.table.empty() && places_.contains(each.table) && places_.at(each.table) == place;
    });
    course_.tables[place].parts.push_back(part_of(table, record.event == Event::undo));
    course_.plan.tables[place] = std::move(table);
    return {};
  }

  void note(const JournalRecord& record, bool of_another_run) {
    const auto found = places_.find(record.table);
    if (record.table.empty() || found == places_.end()) return;
    CourseTable& table = course_.tables[found->second];
    CoursePart& part = table.parts.back();
    if (record.event != Event::failed) table.begun = true;
    if (record.event != Event::done || record.unit >= part.after.size()) return;
    part.done = std::max(part.done, record.unit + 1);
    if (of_another_run) part.others = record.unit + 1;
    part.before[record.unit] = record.version_before;
    part.after[record.unit] = record.version_after;
  }

  RunCourse course_;
  std::map<std::string, std::size_t> places_;
};

/// An UPDATE that finds no row makes no commit: whether one that is there is its own is not known.
bool fills_rows(const Unit& unit) {
  return std::any_of(unit.steps.begin(), unit.steps.end(), [](const Step& step) {
    return !step.skipped && std::holds_alternative<action::Backfill>(step.action);
  });
}

}  // namespace

bool is_of_another_run(const Journal& journal, std::size_t record) {
  const JournalRecord& found = journal.records[record];
  if (found.event != Event::done || found.text != kFoundDone) return false;
  // Where a journal was left by a gone machine, what is found after `recover` is what that one did in the same run.
  return std::none_of(journal.records.begin(), journal.records.begin() + static_cast<std::ptrdiff_t>(record),
                      [&](const JournalRecord& each) {
                        return each.event == Event::recover ||
                               (each.event == Event::intent && each.table == found.table && each.unit == found.unit);
                      });
}

Expected<RunCourse> course_of(Plan plan, const Journal& journal) {
  Teller teller(std::move(plan));
  for (std::size_t i = 0; i < journal.records.size(); ++i) {
    if (auto taken = teller.take(journal.records[i], is_of_another_run(journal, i)); !taken) return taken.error();
  }
  return std::move(teller).take_course();
}

Versions versions_of(const CoursePart& part, std::size_t done) {
  Versions out;
  const ObservedTable& observed = part.plan.observed;
  if (observed.present() && !observed.version) return out;
  std::int64_t version = observed.present() ? *observed.version : -1;
  if (observed.present()) out.first = version;
  bool began = false;
  for (std::size_t i = 0; i < std::min(done, part.plan.units.size()); ++i) {
    const Unit& unit = part.plan.units[i];
    if (!unit.runs() && !unit.done) continue;
    if (part.before[i] && observed.present()) {
      // Rows that were written before the run began with the table are not its business.
      if (!began) out.first = part.before[i];
      if (began && part.before[i] != version) out.others = true;
      version = *part.before[i];
    }
    began = true;
    if (!part.after[i] && fills_rows(unit)) out.others = true;
    version = part.after[i] ? *part.after[i] : version + (commits(unit) ? 1 : 0);
    if (part.after[i] && part.before[i] && *part.after[i] > *part.before[i] + 1) out.others = true;
  }
  if (version >= 0) out.last = version;
  return out;
}

}  // namespace delta
