// A way back by RESTORE while others write and processes are killed: it takes away nothing that it was not made for.
#include <gmock/gmock.h>

#include "execute/recovery.hpp"
#include "execute/run_course.hpp"
#include "killed_world.hpp"
#include "plan/way_back.hpp"
#include "support/still_clock.hpp"

namespace delta {
namespace {

using namespace testing;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const TableName kName = TableName::parse("dev.silver.t0");

Capabilities server() {
  Capabilities can = engine();
  can.restores = true;
  return can;
}

Table mapped_table(const std::string& name, std::vector<Column> columns) {
  return property(table(name, std::move(columns)), "delta.columnMapping.mode", "name");
}

Table before() { return mapped_table(kName.text(), {required("id", "BIGINT"), column("gone", "STRING")}); }
Table after() { return mapped_table(kName.text(), {required("id", "BIGINT")}); }

/// Somebody else is at work before a unit, or its answer is lost.
class Server : public MemoryTarget {
 public:
  Server() : MemoryTarget(server()) { put(observed(after())); }
  std::function<void()> meanwhile;
  bool loses_answer = false;
  int units = 0;

  void write() { ++*tables.at(kName.text()).version; }

  Expected<UnitResult, ExecutionError> execute(const TablePlan& plan, const Unit& unit) override {
    ++units;
    if (auto others = std::exchange(meanwhile, nullptr)) others();
    if (!loses_answer) return MemoryTarget::execute(plan, unit);
    loses_answer = false;
    ExecutionError lost{ExecutionError::Kind::failed, "the connection broke", "run again"};
    lost.unknown_outcome = lost.retryable = true;
    return lost;
  }
};

/// The table is at version 7, and comes back as of version 5.
Plan way_back_of(const Table& old) {
  Plan plan;
  plan.dialect = "spark";
  TablePlan& back = plan.tables.emplace_back();
  back.name = back.observed_name = kName;
  back.state = Presence::present;
  back.observed = observed(after());
  Unit& unit = back.units.emplace_back();
  unit.steps.emplace_back().action = action::RestoreTable{5, old};
  unit.before = fingerprint(after());
  unit.after = fingerprint(old);
  unit.only_at = 7;
  return plan;
}

SyncReport run(Server& server, const Table& old = before()) {
  StillClock still;
  RunConditions conditions;
  conditions.clock = still.clock();
  return apply(way_back_of(old), server, server, {}, conditions);
}

TEST(Restore, RunsWhereNobodyWrote) {
  Server server;
  const SyncReport report = run(server);
  EXPECT_EQ(report.tables.at(0).status, TableStatus::applied) << report.tables.at(0).reason;
  EXPECT_TRUE(report.tables.at(0).verified);
  EXPECT_THAT(report.notes, IsEmpty());
}

TEST(Restore, DoesNotRunWhereSomebodyWrote) {
  Server server;
  server.write();
  const SyncReport report = run(server);
  EXPECT_EQ(report.tables.at(0).status, TableStatus::conflict);
  EXPECT_EQ(server.units, 0);
}

/// Equal before and after, as where rows alone come back: the table's state tells nothing, its version does.
TEST(Restore, DoesNotRunAgainOverWhatCameWhileItsAnswerWasLost) {
  for (const Table& old : {before(), after()}) {
    Server server;
    server.loses_answer = true;
    server.meanwhile = [&] { server.write(); };
    const SyncReport report = run(server, old);
    EXPECT_EQ(report.tables.at(0).status, TableStatus::conflict);
    EXPECT_THAT(report.tables.at(0).reason, HasSubstr("RESTORE would take away what was written"));
    EXPECT_EQ(server.units, 1);
  }
}

TEST(Restore, RunsAgainWhereItsAnswerWasLostAndNothingCame) {
  Server server;
  server.loses_answer = true;
  EXPECT_EQ(run(server).tables.at(0).status, TableStatus::applied);
  EXPECT_EQ(server.units, 2);
}

TEST(Restore, TellsOfAWriteThatNobodySawBefore) {
  Server server;
  server.meanwhile = [&] { server.write(); };
  const SyncReport report = run(server);
  EXPECT_THAT(report.notes,
              ElementsAre(HasSubstr("somebody wrote to it just when it was taken back; look at version 8")));
}

/// Where a killed way back stands, by what the table is.
std::size_t found_done(Server& server) {
  Journal journal;
  JournalRecord intent;
  intent.event = JournalRecord::Event::intent;
  intent.table = kName.text();
  journal.records.push_back(intent);
  const Plan plan = way_back_of(before());
  const auto found = examine_run(plan, &journal, server);
  EXPECT_TRUE(found && found->at(0).problem.empty());
  return found->at(0).done;
}

TEST(Restore, IsFoundAfterACrash) {
  Server server;
  EXPECT_EQ(found_done(server), 0U);
  ASSERT_TRUE(server.execute(way_back_of(before()).tables[0], way_back_of(before()).tables[0].units[0]));
  EXPECT_EQ(found_done(server), 1U);
  server.write();
  EXPECT_EQ(found_done(server), 1U) << "whatever was written since";
}

TEST(Restore, FilledRowsLeaveItOpenWhoseCommitsThereAre) {
  CoursePart part;
  part.plan.observed = observed(after());
  Unit& unit = part.plan.units.emplace_back();
  unit.steps.emplace_back().action = action::Backfill{"id", "0"};
  part.before = part.after = {std::nullopt};
  EXPECT_TRUE(versions_of(part, 1).others);
  part.after = {8};
  EXPECT_FALSE(versions_of(part, 1).others);
  part.after = {std::nullopt};
  unit.steps[0].action = action::SetComment{{}, "new", ""};
  EXPECT_FALSE(versions_of(part, 1).others);
}

/// Five tables that lose a column in a run, which is killed and taken back.
class KilledRestore : public KilledProcesses<ServerWorld> {
 protected:
  static Registry declared(bool loses) {
    std::vector<Table> tables;
    for (int i = 0; i < 5; ++i) {
      std::vector<Column> columns = {required("id", "BIGINT")};
      if (!loses) columns.push_back(column("gone", "STRING"));
      tables.push_back(mapped_table(name_of(i), std::move(columns)));
      tables.back().comment = loses ? "changed" : "";
    }
    return registry(std::move(tables));
  }

  void SetUp() override {
    KilledProcesses::SetUp();
    tweak_ = [this](app::Session& session) {
      session.options.allow = {{"drop-column", "*"}};
      if (allowed_) session.options.allow.push_back({"restore", "*"});
      session.options.back = session.options.command == app::Command::recover;
      session.target.reader = std::make_unique<FileTarget>(server(), folder_ + "/server");
      session.target.executor = std::make_unique<FileTarget>(server(), folder_ + "/server");
    };
    ASSERT_EQ(run(app::Command::apply, declared(false), 0).code, 0);
    start_ = state();
    keep_start();
  }

  std::string state() { return ServerWorld(folder_).state({declared(false)}); }
  int status(int boundary) { return KilledProcesses::status(declared(true), "boundary " + std::to_string(boundary)); }

  bool allowed_ = true;
  std::string start_;
};

TEST_F(KilledRestore, ComesToItsEndWhereverItIsKilled) {
  int again = 1;
  for (;; ++again) {
    start_again();
    ASSERT_TRUE(run(app::Command::apply, declared(true), 40).killed);
    ASSERT_NE(state(), start_);
    if (!run(app::Command::recover, declared(true), again).killed) break;
    if (status(again) == 6) {
      ASSERT_EQ(run(app::Command::recover, declared(true), 0).code, 0) << again;
    }
    ASSERT_EQ(state(), start_) << again;
    ASSERT_EQ(status(again), 0) << again;
  }
  EXPECT_GT(again, 10);
}

TEST_F(KilledRestore, IsNotMadeUnasked) {
  allowed_ = false;
  ASSERT_TRUE(run(app::Command::apply, declared(true), 40).killed);
  const std::string left = state();
  EXPECT_EQ(run(app::Command::recover, declared(true), 0).code, 3);
  EXPECT_EQ(state(), left);
  allowed_ = true;
  EXPECT_EQ(run(app::Command::recover, declared(true), 0).code, 0);
  EXPECT_EQ(state(), start_);
}

}  // namespace
}  // namespace delta
