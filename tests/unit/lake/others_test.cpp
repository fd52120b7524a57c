/// Other engines on the same lake: they may replace commits, race with ours, and have clocks of their own. And what a
/// drop leaves that was killed.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/file.h>

#include "adapters/lake/commit_text.hpp"
#include "adapters/lake/files.hpp"
#include "adapters/lake/lake_reader.hpp"
#include "adapters/lake/newest_commit.hpp"
#include "delta/execute/apply.hpp"
#include "delta/plan/planner.hpp"
#include "delta/rules/changes.hpp"
#include "lake_fixture.hpp"
#include "support/tables.hpp"

namespace delta::lake::test {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

constexpr std::int64_t kMinute = 60'000;

class Others : public LakeTest {
 protected:
  void SetUp() override {
    LakeTest::SetUp();
    create(table("shop.t", {bigint("id")}));
    create(table("shop.u", {bigint("id")}));
    keep_ = false;  // commits are spoilt
  }

  static Column bigint(const std::string& name) { return column(name, DataType::of(TypeKind::bigint)); }

  fs::path commit_file(const std::string& name, int version) const {
    return lake_ / "shop" / name / "_delta_log" / file_name(version, ".json");
  }

  /// A commit of another engine's, dated so much before now.
  void foreign_commit(int version, std::int64_t age,
                      const std::string& engine = "Apache-Spark/4.2.0 Delta-Lake/4.4.0") {
    const std::string time = std::to_string(now_milliseconds() - age);
    write(commit_file("t", version), engine.empty()
                                         ? "{\"txn\":{\"appId\":\"x\",\"version\":1}}\n"
                                         : R"({"commitInfo":{"timestamp":)" + time + R"(,"engineInfo":")" + engine +
                                               R"(","txnId":"theirs"}})"
                                               "\n");
  }

  /// Both tables get a column.
  Plan plan() {
    const Registry wanted = delta::testing::registry(
        {table("shop.t", {bigint("id"), bigint("new")}), table("shop.u", {bigint("id"), bigint("new")})});
    Expected<Plan> made = read_and_plan(wanted, *target_.reader, {});
    EXPECT_TRUE(made);
    return *std::move(made);
  }

  SyncReport apply_now(const RunConditions& conditions = {}, const ApplyObserver& observer = {}) {
    return apply(plan(), *target_.reader, *target_.executor, observer, conditions);
  }

  /// Why nothing may begin, or empty.
  std::string begin(const RunConditions& conditions = {}) {
    const auto ready = target_.executor->begin(plan(), conditions);
    return ready ? "" : ready.error().message + "; " + ready.error().fix;
  }
};

TEST_F(Others, ATornCommitIsNotAnEnginesWithoutAName) {
  const Plan before = plan();
  write(commit_file("t", 1), "{");
  const auto ready = target_.executor->begin(before, {});
  ASSERT_FALSE(ready);
  EXPECT_EQ(ready.error().message, "shop.t: version 1 is not whole; who writes it may still be at work");
}

TEST_F(Others, ALakeThatIsNotThereIsTold) {
  const Registry wanted = delta::testing::registry({table("shop.t", {bigint("id")})});
  LakeReader nowhere((lake_ / "nosuch").string());
  const Expected<Plan> made = read_and_plan(wanted, nowhere, {});
  ASSERT_TRUE(made);
  EXPECT_THAT(made->notes, ::testing::ElementsAre("there is no folder " + (lake_ / "nosuch").string() +
                                                  " yet: the first apply makes it"));
  EXPECT_TRUE(plan().notes.empty());
}

TEST_F(Others, ACommitOfAnotherEngineMustHaveAged) {
  foreign_commit(1, 5'000);
  EXPECT_THAT(begin(), HasSubstr("shop.t: version 1 was committed by Apache-Spark/4.2.0 Delta-Lake/4.4.0 5 s ago"));
  EXPECT_THAT(begin(), HasSubstr("--exclusive"));
  EXPECT_EQ(begin({std::chrono::milliseconds(kMinute), true}), "");
  EXPECT_EQ(begin({std::chrono::milliseconds(1'000), false}), "");
  EXPECT_EQ(begin({std::chrono::milliseconds(0), false}), "");
  foreign_commit(2, 2 * kMinute);
  EXPECT_EQ(begin(), "");
  foreign_commit(3, 0, "deltac");
  EXPECT_EQ(begin(), "") << "our own";
}

TEST_F(Others, ACommitWithoutAnyNameIsAsOldAsItsFile) {
  foreign_commit(1, 0, "");
  EXPECT_THAT(begin(), HasSubstr("an engine that gives no name"));
  fs::last_write_time(commit_file("t", 1), fs::file_time_type::clock::now() - std::chrono::minutes(2));
  EXPECT_EQ(begin(), "");
}

TEST_F(Others, ACommitFromTheFutureIsNotTakenForOld) {
  foreign_commit(1, -90 * kMinute - 30'000);
  EXPECT_THAT(begin(), HasSubstr("dated 90 min after this machine's time"));
  EXPECT_EQ(begin({std::chrono::milliseconds(kMinute), true}), "");
}

TEST_F(Others, NothingRunsAndTheReportSaysWhy) {
  foreign_commit(1, 5'000);
  const SyncReport report = apply_now();
  ASSERT_EQ(report.tables.size(), 2u);
  for (const TableReport& each : report.tables) {
    EXPECT_EQ(each.status, TableStatus::conflict);
    EXPECT_EQ(each.reason, "the run was not begun");
    EXPECT_TRUE(each.findings.empty()) << "what is the same for all tables is said once";
  }
  ASSERT_EQ(report.findings.size(), 1u);
  EXPECT_THAT(report.findings[0].text, HasSubstr("shop.t: version 1"));
  EXPECT_THAT(report.findings[0].fix, HasSubstr("--exclusive"));
  EXPECT_EQ(report.exit_code(), 5);
  EXPECT_EQ(read("shop.u").version, 0);
  EXPECT_EQ(apply_now({std::chrono::milliseconds(kMinute), true}).exit_code(), 0);
}

TEST_F(Others, ACommitThatComesAfterTheBeginningStopsItsTable) {
  const ApplyObserver observer{[&](std::size_t, std::size_t, const TablePlan& table) {
                                 if (table.name == TableName::parse("shop.t")) foreign_commit(1, 0);
                               },
                               {},
                               {}};
  const SyncReport report = apply_now({}, observer);
  EXPECT_EQ(report.tables[0].status, TableStatus::conflict);
  EXPECT_THAT(report.tables[0].reason, HasSubstr("Apache-Spark"));
  EXPECT_EQ(report.tables[1].status, TableStatus::applied);
  EXPECT_EQ(read("shop.t").version, 1);
}

TEST_F(Others, ACommitOfTheRunThatIsReplacedIsLost) {
  int told = 0;
  const ApplyObserver observer{{},
                               [&](const TableReport& table) {
                                 if (table.name != TableName::parse("shop.t") || ++told != 1) return;
                                 EXPECT_TRUE(table.verified);
                                 foreign_commit(2, 0);
                                 fs::rename(commit_file("t", 2), commit_file("t", 1));
                               },
                               {}};
  const SyncReport report = apply_now({}, observer);
  EXPECT_EQ(report.tables[0].status, TableStatus::failed);
  EXPECT_FALSE(report.tables[0].verified);
  EXPECT_THAT(report.tables[0].reason, HasSubstr("version 1, which this run committed, is lost"));
  EXPECT_THAT(report.tables[0].reason, HasSubstr("Apache-Spark/4.2.0"));
  ASSERT_EQ(report.tables[0].findings.size(), 1u);
  EXPECT_EQ(report.tables[0].findings[0].code, rules::kCommitLost.code);
  EXPECT_EQ(report.tables[1].status, TableStatus::applied);
  EXPECT_EQ(report.exit_code(), 4);
  EXPECT_EQ(told, 2) << "who was told of the success is told of the loss";
}

TEST_F(Others, ACommitOfTheRunThatIsRemovedIsLost) {
  const ApplyObserver observer{{},
                               [&](const TableReport& table) {
                                 if (table.name == TableName::parse("shop.t")) fs::remove(commit_file("t", 1));
                               },
                               {}};
  const SyncReport report = apply_now({}, observer);
  EXPECT_EQ(report.tables[0].status, TableStatus::failed);
  EXPECT_THAT(report.tables[0].reason, HasSubstr("is gone"));
}

TEST_F(Others, ACommitThatIsBuiltOnIsNotLost) {
  const ApplyObserver observer{{},
                               [&](const TableReport& table) {
                                 if (table.name == TableName::parse("shop.t")) foreign_commit(2, 0);
                               },
                               {}};
  EXPECT_EQ(apply_now({}, observer).exit_code(), 0);
}

TEST_F(Others, AClockThatRunsBackMakesNoTimeRunBack) {
  ASSERT_TRUE(run("shop.t", {action::SetProperty{"delta.enableInCommitTimestamps", "true", std::nullopt}}));
  const std::int64_t ahead = now_milliseconds() + 60 * kMinute;
  write(commit_file("t", 2), R"({"commitInfo":{"inCommitTimestamp":)" + std::to_string(ahead) +
                                 R"(,"timestamp":1,"engineInfo":"deltac","txnId":"x"}})"
                                 "\n");
  ASSERT_TRUE(run("shop.t", {action::SetProperty{"k", "v", std::nullopt}}));
  EXPECT_THAT(commit("shop/t", 3), HasSubstr("\"inCommitTimestamp\":" + std::to_string(ahead + 1)));
}

TEST_F(Others, ADropThatWasBrokenOffIsToldAndFinished) {
  const fs::path trash = lake_ / "shop/.deltac-trash-0-6a3e";
  const fs::path changed = lake_ / "shop/.deltac-trash-0-7b4f";
  fs::copy(lake_ / "shop/u", trash, fs::copy_options::recursive);
  fs::copy(lake_ / "shop/u", changed, fs::copy_options::recursive);
  write(changed / "_delta_log" / file_name(1, ".json"), "{\"commitInfo\":{}}\n");
  const std::vector<std::string> notes = plan().notes;
  ASSERT_EQ(notes.size(), 2u);
  EXPECT_THAT(notes[0], HasSubstr(trash.string() + " still holds files of the table: the next apply deletes them"));
  EXPECT_THAT(notes[1], HasSubstr(changed.string() + " still holds the whole table"));
  EXPECT_TRUE(fs::exists(trash)) << "a plan changes nothing";
  const SyncReport report = apply_now();
  ASSERT_EQ(report.notes.size(), 1u);
  EXPECT_THAT(report.notes[0], HasSubstr(trash.string()));
  EXPECT_FALSE(fs::exists(trash));
  EXPECT_TRUE(fs::exists(changed)) << "nobody drops what changed";
  EXPECT_EQ(plan().notes.size(), 1u);
}

TEST_F(Others, ACommitThatWasNeverPublishedIsClearedAwayUnlessItsWriterLives) {
  const fs::path log = lake_ / "shop/t/_delta_log";
  const fs::path dead = log / (".deltac-commit-" + file_name(1, ".json") + "-6a3e.tmp");
  const fs::path alive = log / (".deltac-commit-" + file_name(1, ".json") + "-7b4f.tmp");
  const fs::path theirs = log / ("." + file_name(1, ".json") + ".6a3e.tmp");
  for (const fs::path& each : {dead, alive, theirs}) write(each, "{}\n");
  const Descriptor writer(::open(alive.c_str(), O_RDONLY | O_CLOEXEC));
  ASSERT_EQ(::flock(writer.number(), LOCK_EX), 0);
  RunConditions alone;
  alone.exclusive = true;
  const SyncReport report = apply_now(alone);
  EXPECT_EQ(report.exit_code(), 0);
  EXPECT_FALSE(fs::exists(dead));
  EXPECT_TRUE(fs::exists(alive));
  EXPECT_TRUE(fs::exists(theirs)) << "another engine's may be alive";
  ASSERT_EQ(report.notes.size(), 1U);
  EXPECT_THAT(report.notes[0], HasSubstr(dead.string()));
}

TEST_F(Others, ADropThatIsAliveIsNotTold) {
  const fs::path trash = lake_ / "shop/.deltac-trash-0-6a3e";
  fs::copy(lake_ / "shop/u", trash, fs::copy_options::recursive);
  const Descriptor alive = open_directory(trash);
  ASSERT_EQ(::flock(alive.number(), LOCK_EX), 0);
  EXPECT_TRUE(plan().notes.empty());
  EXPECT_TRUE(apply_now().notes.empty());
  EXPECT_TRUE(fs::exists(trash));
}

}  // namespace
}  // namespace delta::lake::test
