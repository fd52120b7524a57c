#include "execute/follow_up.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "delta/report/plan_json.hpp"
#include "execute/merge_reports.hpp"
#include "execute/undo.hpp"
#include "plan/rest_of_table.hpp"

namespace delta {
namespace {

using Event = JournalRecord::Event;

class FollowUp {
 public:
  FollowUp(RunPasses& run, const RunPolicy& policy, SyncReport& report) : run_(run), policy_(policy), report_(report) {
    const Plan& plan = own_plan();
    for (std::size_t i = 0; i < plan.tables.size(); ++i) {
      const auto found = std::find_if(report.tables.begin(), report.tables.end(),
                                      [&](const TableReport& each) { return each.name == plan.tables[i].name; });
      if (found != report.tables.end() && failed(*found)) failed_.push_back(i);
    }
  }

  void go() {
    if (failed_.empty()) return;
    if (policy_.on_failure == OnFailure::rollback_run) return undo({});
    for (const std::size_t place : failed_) {
      if (run_.unsettled() || report_.interrupted) return;
      if (policy_.on_failure == OnFailure::rollback) undo({place});
      if (policy_.on_failure == OnFailure::go_on) go_on(place);
    }
  }

 private:
  const Plan& own_plan() const { return policy_.own_plan != nullptr ? *policy_.own_plan : report_.plan; }

  /// Where the run, or one table of it, stands, as its journal and the tables tell.
  struct Standing {
    RunCourse course;
    std::vector<RecoveredTable> found;
  };
  Expected<Standing> look(std::optional<std::size_t> only) {
    Journal journal;
    journal.records = run_.records();
    auto course = course_of(own_plan(), journal);
    if (!course) return course.error();
    auto found = examine_run(course->plan, &course->journal, run_.reader(), only);
    if (!found) return found.error();
    return Standing{*std::move(course), *std::move(found)};
  }

  /// `only`: places of tables in the run's plan; empty: the run as a whole.
  void undo(std::vector<std::size_t> only) {
    auto standing = look(only.empty() ? std::nullopt : std::optional(only.front()));
    if (!standing) return not_undone(standing.error());
    const UndoScope scope{only, false};
    UndoPlan back =
        undo_plan(standing->course, standing->found, run_.reader().capabilities(), ungated(policy_.undo), scope);
    if (const auto in_the_way = obstacles(back.plan); !in_the_way.empty()) {
      for (const Finding& each : in_the_way)
        not_undone({each.table + ": " + each.text + " [" + code_text(each.code) + "]", each.fix});
      return;
    }
    if (back.plan.tables.empty()) return;
    JournalRecord record;
    if (only.empty()) {
      record.event = Event::undo;
      record.text = to_json(back.plan);
    } else {
      record = plan_record(Event::undo, own_plan().tables[only.front()].name.text(), back.plan.tables.front());
    }
    if (!run_.write(std::move(record))) return;
    const SyncReport undone = run_.pass_back(back.plan);
    enter(undone, back.places, standing->course);
    if (!report_.undo) {
      report_.undo = std::move(back.plan);
    } else {
      report_.undo->tables.push_back(std::move(back.plan.tables.front()));
    }
  }

  void not_undone(const Error& why) {
    const char* later =
        policy_.recovers ? ", as does recover --back with it" : ", as does plan --rollback last with it";
    report_.notes.push_back("what ran is not undone: " + in_one_line(why) +
                            (why.fix.starts_with("--allow") ? later : ""));
  }
  bool not_gone_on(std::size_t place, const std::string& why) {
    report_.notes.push_back(own_plan().tables[place].name.text() + ": its later steps are not run: " + why);
    return false;
  }

  TableReport& report_of(std::size_t place) {
    const TableName& name = own_plan().tables[place].name;
    return *std::find_if(report_.tables.begin(), report_.tables.end(),
                         [&](const TableReport& each) { return each.name == name; });
  }

  void enter(const SyncReport& undone, const std::vector<std::size_t>& places, const RunCourse& course) {
    report_.notes.insert(report_.notes.end(), undone.notes.begin(), undone.notes.end());
    report_.interrupted = report_.interrupted || undone.interrupted;
    for (std::size_t i = 0; i < places.size() && i < undone.tables.size(); ++i) {
      const TableReport& back = undone.tables[i];
      TableReport& table = report_of(places[i]);
      enter_back(back, undone_steps(course.tables[places[i]], back, run_.reader().capabilities()), table);
      if (back.status == TableStatus::undone) {
        if (failed(table)) continue;
        table.status = TableStatus::undone;
        table.reason = "taken back, for " + own_plan().tables[failed_.front()].name.text() + " failed";
        continue;
      }
      const bool in_part = back.status == TableStatus::partly_applied && is_settled(undone);
      if (!in_part || !failed(table)) table.status = in_part ? TableStatus::partly_applied : TableStatus::failed;
      table.reason += (table.reason.empty() ? "it is " : "; it is ") +
                      std::string(in_part ? "taken back in part: " : "not taken back: ") + back.reason;
      table.findings.insert(table.findings.end(), back.findings.begin(), back.findings.end());
    }
    if (!is_settled(undone)) run_.leave_unsettled("not all of it is taken back");
  }

  /// The table's later units that need none that failed, as long as there are any.
  void go_on(std::size_t place) {
    for (std::size_t i = own_plan().tables[place].units.size(); i > 0 && run_later(place); --i) continue;
  }

  /// False: there is nothing more to try.
  bool run_later(std::size_t place) {
    auto standing = look(place);
    if (!standing) return not_gone_on(place, in_one_line(standing.error()));
    const CourseTable& table = standing->course.tables[place];
    const auto found = std::find_if(standing->found.begin(), standing->found.end(),
                                    [&](const RecoveredTable& each) { return each.table == place; });
    if (found == standing->found.end() || !table.begun) return false;
    if (!found->problem.empty()) return not_gone_on(place, found->problem);
    auto rest = rest_of_table(table.parts.back().plan, found->done, found->now, run_.reader().capabilities());
    if (!rest) return false;
    Plan plan = header();
    plan.tables.push_back(*std::move(rest));
    plan.tables.front().depends_on.clear();
    if (!run_.write(plan_record(Event::replan, own_plan().tables[place].name.text(), plan.tables.front())))
      return false;
    const SyncReport more = run_.pass(std::move(plan));
    enter_more(more.tables.front(), report_of(place));
    report_.notes.insert(report_.notes.end(), more.notes.begin(), more.notes.end());
    report_.findings.insert(report_.findings.end(), more.findings.begin(), more.findings.end());
    report_.interrupted = report_.interrupted || more.interrupted;
    return !more.interrupted && !run_.unsettled() && failed(more.tables.front());
  }

  Plan header() const {
    Plan plan;
    const Plan& own = own_plan();
    plan.registry_name = own.registry_name;
    plan.registry_fingerprint = own.registry_fingerprint;
    plan.target = own.target;
    plan.dialect = own.dialect;
    plan.variables = own.variables;
    return plan;
  }

  RunPasses& run_;
  const RunPolicy& policy_;
  SyncReport& report_;
  std::vector<std::size_t> failed_;
};

}  // namespace

void follow_up(RunPasses& run, const RunPolicy& policy, SyncReport& report) {
  if (policy.on_failure == OnFailure::stop || run.unsettled() || report.interrupted) return;
  FollowUp(run, policy, report).go();
}

JournalRecord plan_record(JournalRecord::Event event, std::string table, const TablePlan& plan) {
  JournalRecord record;
  record.event = event;
  record.table = std::move(table);
  Plan alone;
  alone.tables.push_back(plan);
  record.text = to_json(alone);
  return record;
}

}  // namespace delta
