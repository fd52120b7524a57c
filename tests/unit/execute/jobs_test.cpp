// Tables that run side by side: who waits for whom, what a failure stops, and that the report does not tell of chance.
#include <gmock/gmock.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <map>
#include <random>

#include "delta/engine.hpp"
#include "delta/report/plan_json.hpp"
#include "execute/journalled_run.hpp"
#include "execute/schedule.hpp"
#include "support/shared_target.hpp"
#include "support/tables.hpp"

namespace delta {
namespace {

using namespace testing;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::string numbered(std::size_t number) {
  std::string digits = std::to_string(number);
  return "d.s.t" + std::string(4 - std::min<std::size_t>(4, digits.size()), '0') + digits;
}

Plan plan_on(SharedTarget& target, std::vector<Table> tables) {
  auto made = read_and_plan(registry(std::move(tables)), target.memory, {});
  EXPECT_TRUE(made);
  return *std::move(made);
}

SyncReport run(SharedTarget& target, Plan plan, RunConditions conditions, const ApplyObserver& observer = {}) {
  conditions.another_session = target.opener();
  const RunSession first = target.session();
  return apply(std::move(plan), *first.reader, *first.executor, observer, conditions);
}

RunConditions jobs(std::size_t count) {
  RunConditions conditions;
  conditions.jobs = count;
  return conditions;
}

const TableReport& report_of(const SyncReport& report, const std::string& name) {
  const auto found = std::ranges::find(report.tables, TableName::parse(name), &TableReport::name);
  EXPECT_NE(found, report.tables.end()) << name;
  return *found;
}

/// What a report says but for the time that it took.
std::string timeless(SyncReport report) {
  for (TableReport& table : report.tables) {
    table.elapsed = {};
    for (UnitReport& unit : table.units) unit.elapsed = {};
  }
  return to_json(report);
}

TEST(Jobs, IndependentTablesRunSideBySideAndNoMoreThanAsked) {
  SharedTarget target(engine());
  target.latency = std::chrono::milliseconds(20);
  std::vector<Table> tables;
  for (std::size_t i = 0; i < 12; ++i) tables.push_back(table(numbered(i), {column("id", "INT")}));
  const SyncReport report = run(target, plan_on(target, tables), jobs(4));
  EXPECT_EQ(report.exit_code(), 0);
  EXPECT_EQ(target.most_at_once, 4);
  EXPECT_EQ(target.sessions, 4U);
}

TEST(Jobs, ThereAreNoMoreSessionsThanTables) {
  SharedTarget target(engine());
  EXPECT_EQ(run(target, plan_on(target, {table("d.s.a", {column("id", "INT")})}), jobs(8)).exit_code(), 0);
  EXPECT_EQ(target.sessions, 1U);
}

TEST(Jobs, ATableWaitsForWhatItRefersTo) {
  for (int round = 0; round < 20; ++round) {
    SharedTarget target(engine());
    target.latency = std::chrono::milliseconds(1);
    std::mutex mutex;
    std::set<std::string> over;
    const std::map<std::string, std::string> refers{{"d.s.a", "d.s.m"}, {"d.s.m", "d.s.z"}, {"d.s.b", "d.s.z"}};
    target.watch = [&](const TablePlan& plan, bool begins) {
      const std::lock_guard lock(mutex);
      const auto needs = refers.find(plan.name.text());
      if (begins && needs != refers.end()) {
        EXPECT_TRUE(over.contains(needs->second)) << plan.name.text();
      }
    };
    ApplyObserver observer;
    observer.ended = [&](const TablePlan& plan) {
      const std::lock_guard lock(mutex);
      over.insert(plan.name.text());
    };
    std::vector<Table> tables{referring(keyed("d.s.a"), "d.s.m"), referring(keyed("d.s.b"), "d.s.z"),
                              referring(keyed("d.s.m"), "d.s.z"), keyed("d.s.z")};
    const SyncReport report = run(target, plan_on(target, tables), jobs(4), observer);
    EXPECT_EQ(report.exit_code(), 0);
  }
}

TEST(Jobs, AFailureStopsWhatDependsOnItHoweverFar) {
  SharedTarget target(engine());
  target.memory.failing = {"d.s.z"};
  std::vector<Table> tables{referring(keyed("d.s.a"), "d.s.m"),
                            referring(keyed("d.s.b"), "d.s.x"),
                            keyed("d.s.c"),
                            referring(keyed("d.s.m"), "d.s.z"),
                            keyed("d.s.x"),
                            keyed("d.s.z")};
  Table view = table("d.s.v", {column("id", "INT")});
  view.query = LocatedText("SELECT id FROM d.s.a");
  tables.push_back(view);
  const SyncReport report = run(target, plan_on(target, tables), jobs(4));
  EXPECT_EQ(report_of(report, "d.s.z").status, TableStatus::failed);
  EXPECT_EQ(report_of(report, "d.s.m").status, TableStatus::skipped);
  EXPECT_EQ(report_of(report, "d.s.a").status, TableStatus::skipped);
  EXPECT_EQ(report_of(report, "d.s.a").reason, "it refers to d.s.m, which is not in sync");
  EXPECT_EQ(report_of(report, "d.s.v").status, TableStatus::skipped);
  for (const char* name : {"d.s.b", "d.s.c", "d.s.x"})
    EXPECT_EQ(report_of(report, name).status, TableStatus::applied) << name;
}

TEST(Jobs, ASchemaIsMadeBeforeItsTables) {
  SharedTarget target(engine());
  Plan plan = plan_on(target, {table("d.s.a", {column("id", "INT")}), table("d.s.b", {column("id", "INT")}),
                               table("d.t.c", {column("id", "INT")})});
  Unit schema;
  schema.steps.emplace_back().action = action::CreateSchema{TableName::parse("d.s")};
  schema.statements = {"CREATE SCHEMA d.s"};
  plan.tables[0].units.insert(plan.tables[0].units.begin(), schema);
  Schedule schedule(plan);
  EXPECT_EQ(schedule.take(), 0U);
  EXPECT_EQ(schedule.take(), 2U) << "the other schema is there";
  EXPECT_FALSE(schedule.take());
  TableReport failed;
  failed.status = TableStatus::failed;
  schedule.finish(0, failed);
  ASSERT_EQ(schedule.take(), 1U);
  const TableName* cause = nullptr;
  EXPECT_EQ(schedule.obstacle(1, &cause), "its schema is made with d.s.a, which is not in sync");

  Schedule other(plan);
  other.take();
  failed.steps_done = 1;  // the schema itself was made
  other.finish(0, failed);
  EXPECT_EQ(other.obstacle(1, &cause), "");
}

TEST(Jobs, ANameIsFreedBeforeItIsTaken) {
  // No registry declares this today; a plan of a later version may.
  Plan plan;
  for (const auto& [from, to] :
       {std::pair("d.s.b", "d.s.c"), std::pair("d.s.a", "d.s.b"), std::pair("d.s.x", "d.s.y")}) {
    TablePlan& table = plan.tables.emplace_back();
    table.name = TableName::parse(to);
    table.observed_name = TableName::parse(from);
    table.units.emplace_back().steps.emplace_back().action = action::RenameTable{table.observed_name, table.name};
  }
  Schedule schedule(plan);
  EXPECT_EQ(schedule.take(), 0U);
  EXPECT_EQ(schedule.take(), 2U);
  EXPECT_FALSE(schedule.take());
  TableReport failed;
  failed.status = TableStatus::failed;
  schedule.finish(0, failed);
  EXPECT_EQ(schedule.take(), 1U);
  const TableName* cause = nullptr;
  EXPECT_EQ(schedule.obstacle(1, &cause), "it takes the name of what becomes d.s.c, which is not in sync");
}

TEST(Jobs, DropsWaitForAllElse) {
  Plan plan;
  for (const char* name : {"d.s.a", "d.s.b", "d.s.old", "d.s.older"}) {
    TablePlan& table = plan.tables.emplace_back();
    table.name = table.observed_name = TableName::parse(name);
    if (std::string(name).find("old") == std::string::npos) continue;
    table.units.emplace_back().steps.emplace_back().action = action::DropTable{table.name};
  }
  Schedule schedule(plan);
  EXPECT_EQ(schedule.take(), 0U);
  EXPECT_EQ(schedule.take(), 1U);
  EXPECT_FALSE(schedule.take());
  schedule.finish(1, {});
  EXPECT_FALSE(schedule.take());
  schedule.finish(0, {});
  EXPECT_EQ(schedule.take(), 2U);
  EXPECT_EQ(schedule.take(), 3U);
  EXPECT_TRUE(schedule.all_taken());
}

TEST(Jobs, FailFastBeginsNoOtherTable) {
  SharedTarget target(engine());
  target.memory.failing = {"d.s.b"};
  RunConditions conditions;
  conditions.fail_fast = true;
  const SyncReport report =
      run(target, plan_on(target, {keyed("d.s.a"), keyed("d.s.b"), keyed("d.s.c"), keyed("d.s.d")}), conditions);
  EXPECT_EQ(report.tables[0].status, TableStatus::applied);
  EXPECT_EQ(report.tables[1].status, TableStatus::failed);
  for (const std::size_t left : {2U, 3U}) {
    EXPECT_EQ(report.tables[left].status, TableStatus::planned);
    EXPECT_EQ(report.tables[left].reason, "not begun: d.s.b failed, and --fail-fast ends the run there");
  }
  EXPECT_EQ(report.exit_code(), 4);
  EXPECT_FALSE(target.memory.tables.contains("d.s.c"));
}

TEST(Jobs, AnInterruptStopsEverySession) {
  SharedTarget target(engine());
  target.latency = std::chrono::milliseconds(2);
  std::vector<Table> tables;
  for (std::size_t i = 0; i < 100; ++i) tables.push_back(table(numbered(i), {column("id", "INT")}));
  std::atomic<int> begun = 0;
  target.watch = [&](const TablePlan&, bool begins) { begun += begins ? 1 : 0; };
  ApplyObserver observer;
  observer.stop_requested = [&] { return begun >= 10; };
  const SyncReport report = run(target, plan_on(target, tables), jobs(8), observer);
  EXPECT_EQ(report.exit_code(), 130);
  const auto applied = std::ranges::count(report.tables, TableStatus::applied, &TableReport::status);
  EXPECT_EQ(applied, begun) << "what ran was finished";
  EXPECT_EQ(std::ranges::count(report.tables, TableStatus::planned, &TableReport::status), 100 - applied);
  EXPECT_EQ(target.memory.tables.size(), static_cast<std::size_t>(applied));
}

TEST(Jobs, ASessionThatCannotBeOpenedLeavesTheWorkToTheOthers) {
  SharedTarget target(engine());
  RunConditions conditions = jobs(3);
  conditions.another_session = []() -> Expected<RunSession> { return Error{"the server takes no more", ""}; };
  const RunSession first = target.session();
  const SyncReport report = apply(plan_on(target, {keyed("d.s.a"), keyed("d.s.b"), keyed("d.s.c")}), *first.reader,
                                  *first.executor, {}, conditions);
  EXPECT_EQ(report.exit_code(), 0);
  EXPECT_THAT(report.notes, ElementsAre(HasSubstr("one more session could not be opened: the server takes no more")));
}

TEST(Jobs, ADefectOnOneSessionIsTheCallers) {
  SharedTarget target(engine());
  target.latency = std::chrono::milliseconds(1);
  target.failure = [](const TablePlan& plan, const Unit&) -> std::string {
    if (plan.name == TableName::parse(numbered(7))) throw std::logic_error("a defect");
    return "";
  };
  std::vector<Table> tables;
  for (std::size_t i = 0; i < 20; ++i) tables.push_back(table(numbered(i), {column("id", "INT")}));
  EXPECT_THROW(run(target, plan_on(target, tables), jobs(4)), std::logic_error);
}

/// Tables with references among them, of which some statements fail, by a seed.
class RandomRun {
 public:
  static constexpr std::size_t kTables = 500;

  explicit RandomRun(unsigned seed) : target_(engine()), random_(seed) {
    std::vector<Table> before;
    std::vector<Table> after;
    for (std::size_t i = 0; i < kTables; ++i) {
      Table made = keyed(numbered(i));
      if (i % 3 != 0) target_.memory.put(marked(observed(made), made));
      refers_.push_back(i > 0 && chance(30) ? std::optional(random_() % i) : std::nullopt);
      for (const char* each : {"a", "b", "c"}) {
        if (chance(60)) made.columns.push_back(commented(column(each, "STRING"), "new"));
      }
      made.comment = "changed";
      if (refers_[i]) made = referring(std::move(made), numbered(*refers_[i]));
      after.push_back(std::move(made));
    }
    plan_ = plan_on(target_, std::move(after));
    for (const TablePlan& table : plan_.tables) {
      for (const Unit& unit : table.units) {
        if (chance(5)) failing_.insert(key(table, unit));
      }
    }
    target_.failure = [this](const TablePlan& table, const Unit& unit) {
      return failing_.contains(key(table, unit)) ? std::string("by chance") : std::string();
    };
  }

  const Plan& plan() const { return plan_; }
  SharedTarget& target() { return target_; }

  /// Whether something that a table refers to, however far, has a statement that fails.
  bool waits_in_vain(std::size_t table) const {
    const auto& earlier = refers_[table];
    return earlier && (fails_itself(*earlier) || waits_in_vain(*earlier));
  }
  bool fails_itself(std::size_t table) const {
    const TablePlan& plan = plan_of(table);
    return std::ranges::any_of(plan.units, [&](const Unit& unit) { return failing_.contains(key(plan, unit)); });
  }
  const TablePlan& plan_of(std::size_t table) const {
    return *std::ranges::find(plan_.tables, TableName::parse(numbered(table)), &TablePlan::name);
  }
  std::size_t failing() const { return failing_.size(); }

 private:
  bool chance(unsigned percent) { return random_() % 100 < percent; }
  static std::string key(const TablePlan& table, const Unit& unit) {
    return table.name.text() + " " + unit.before + unit.after;
  }

  SharedTarget target_;
  std::mt19937 random_;
  std::vector<std::optional<std::size_t>> refers_;
  Plan plan_;
  std::set<std::string> failing_;
};

/// The report agrees with what the target holds.
void expect_true(const TablePlan& plan, const TableReport& report, const MemoryTarget& target) {
  const auto there = target.tables.find(fold_case(plan.name.text()));
  const std::string now = there == target.tables.end() ? "" : fingerprint(there->second.table);
  std::string wanted = plan.units.front().before;
  std::size_t steps = 0;
  for (const Unit& unit : plan.units) {
    if (steps >= report.steps_done) break;
    steps += unit.steps.size();
    wanted = unit.after;
  }
  EXPECT_EQ(steps, report.steps_done) << plan.name.text();
  EXPECT_EQ(now, wanted) << plan.name.text();
}

TEST(Jobs, OfFiveHundredTablesWithFailuresExactlyThoseThatShouldAreDone) {
  for (const unsigned seed : {1U, 2U}) {
    std::string first;
    for (const std::size_t count : {1U, 8U}) {
      RandomRun made(seed);
      const SyncReport report = run(made.target(), made.plan(), jobs(count));
      ASSERT_EQ(report.tables.size(), RandomRun::kTables);
      EXPECT_GT(made.failing(), 20U);
      for (std::size_t i = 0; i < RandomRun::kTables; ++i) {
        const TableReport& told = report_of(report, numbered(i));
        const TableStatus wanted = made.waits_in_vain(i)  ? TableStatus::skipped
                                   : made.fails_itself(i) ? TableStatus::failed
                                                          : TableStatus::applied;
        EXPECT_EQ(told.status, wanted) << numbered(i) << " seed " << seed;
        EXPECT_EQ(told.verified, told.status == TableStatus::applied);
        expect_true(made.plan_of(i), told, made.target().memory);
      }
      // Whatever the interleaving, the report is the same.
      if (first.empty()) first = timeless(report);
      // Compared as a truth: GoogleTest would spend all memory on the difference of two texts so long.
      EXPECT_TRUE(timeless(report) == first) << "seed " << seed << ", jobs " << count;
      if (::testing::Test::HasFailure()) return;
    }
  }
}

TEST(Jobs, LinesComeInTheOrderOfThePlan) {
  RandomRun made(4);
  made.target().latency = std::chrono::milliseconds(1);
  std::vector<std::string> told;
  ApplyObserver observer;
  observer.finished = [&](const TableReport& table) { told.push_back(table.name.text()); };
  const SyncReport report = run(made.target(), made.plan(), jobs(8), observer);
  ASSERT_EQ(told.size(), report.plan.tables.size());
  for (std::size_t i = 0; i < told.size(); ++i) EXPECT_EQ(told[i], report.plan.tables[i].name.text());
}

TEST(Jobs, TheJournalOfTablesThatRunSideBySideIsOneChain) {
  std::string pattern = (std::filesystem::temp_directory_path() / "deltac-jobs-XXXXXX").string();
  ASSERT_NE(mkdtemp(pattern.data()), nullptr);
  RandomRun made(5);
  RunStore store(pattern);
  ASSERT_TRUE(store.prepare());
  auto journal = store.begin(made.plan(), {});
  ASSERT_TRUE(journal);
  RunConditions conditions = jobs(8);
  conditions.another_session = made.target().opener();
  const RunSession first = made.target().session();
  const SyncReport ran =
      run_journalled(made.plan(), store, *std::move(journal), *first.reader, *first.executor, {}, conditions);
  EXPECT_EQ(ran.unfinished, "");
  const auto runs = store.finished();
  ASSERT_TRUE(runs);
  ASSERT_EQ(runs->size(), 1U);
  EXPECT_EQ(runs->front().problem, "");
  using Event = JournalRecord::Event;
  std::map<std::string, std::vector<std::pair<Event, std::size_t>>> tables;
  for (const JournalRecord& record : runs->front().journal.records) {
    if (!record.table.empty()) tables[record.table].emplace_back(record.event, record.unit);
  }
  for (const TableReport& told : ran.tables) {
    const auto& events = tables[told.name.text()];
    if (told.status == TableStatus::skipped) {
      EXPECT_THAT(events, IsEmpty());
    }
    for (std::size_t i = 0; i < events.size(); ++i) {
      EXPECT_EQ(events[i].second, i / 2) << told.name.text();
      const bool last = i + 1 == events.size();
      const Event after = last && told.status == TableStatus::failed ? Event::failed : Event::done;
      EXPECT_EQ(events[i].first, i % 2 == 0 ? Event::intent : after) << told.name.text();
    }
  }
  std::filesystem::remove_all(pattern);
}

}  // namespace
}  // namespace delta
