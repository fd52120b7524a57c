// Runs that are taken back and killed at every boundary of it: in the end the tables are what they were before the run.
#include "killed_world.hpp"

namespace delta {
namespace {

using namespace testing;

Table mapped_table(const std::string& name, std::vector<Column> columns) {
  return property(table(name, std::move(columns)), "delta.columnMapping.mode", "name");
}

Registry before() {
  std::vector<Table> tables;
  for (int i = 0; i < 8; ++i)
    tables.push_back(mapped_table(name_of(i), {required("id", "BIGINT"), column("kept", "STRING")}));
  return registry(std::move(tables));
}

/// Seven tables changed by four steps each, one renamed and changed, two new: every step has an inverse.
Registry after() {
  std::vector<Table> tables;
  for (int i = 0; i < 7; ++i) {
    Table made = mapped_table(name_of(i), {required("id", "BIGINT"), renamed(column("still", "STRING"), "kept"),
                                           commented(column("a", "INT"), "the first")});
    made.comment = "changed";
    tables.push_back(property(std::move(made), "team.owner", "somebody"));
  }
  tables.push_back(renamed_table(
      mapped_table("dev.silver.renamed", {required("id", "BIGINT"), column("kept", "STRING"), column("x", "INT")}),
      name_of(7)));
  tables.push_back(table("dev.silver.u1", {column("id", "BIGINT")}));
  tables.push_back(property(table("dev.silver.u2", {column("id", "BIGINT")}), "team.owner", "somebody"));
  Registry made = registry(std::move(tables));
  std::ranges::sort(made.tables, {}, &Table::name);
  return made;
}

/// Fails for one table, whatever is to be done to it.
class Failing : public PlanExecutor {
 public:
  explicit Failing(std::unique_ptr<PlanExecutor> inner) : inner_(std::move(inner)) {}
  Expected<void, ExecutionError> begin(const Plan& plan, const RunConditions& conditions) override {
    return inner_->begin(plan, conditions);
  }
  Expected<UnitResult, ExecutionError> execute(const TablePlan& plan, const Unit& unit) override {
    if (plan.name == TableName::parse("dev.silver.u2")) {
      return ExecutionError{ExecutionError::Kind::failed, "the disk is full", "make room"};
    }
    return inner_->execute(plan, unit);
  }
  RunEnd end(const Plan& plan) override { return inner_->end(plan); }

 private:
  std::unique_ptr<PlanExecutor> inner_;
};

template <class Kind>
class KilledUndo : public KilledProcesses<Kind> {
 protected:
  void SetUp() override {
    KilledProcesses<Kind>::SetUp();
    ASSERT_EQ(this->run(app::Command::apply, before(), 0).code, 0);
    this->keep_start();
    start_ = state();
  }

  std::string state() { return Kind(this->folder_).state({before(), after()}); }
  int status(int boundary) { return KilledProcesses<Kind>::status(after(), "boundary " + std::to_string(boundary)); }

  /// The newest run's end is one of these, after the first run's, and the history is whole.
  void history_ends_with(std::initializer_list<const char*> ends, int boundary) {
    bool recovered = false;
    const nlohmann::json runs = this->told(after(), recovered)["runs"];
    ASSERT_EQ(runs.size(), 2U) << boundary;
    EXPECT_EQ(runs[0], "done") << boundary;
    EXPECT_TRUE(std::ranges::any_of(ends, [&](const char* each) { return runs[1] == each; }))
        << boundary << ": " << runs[1];
  }

  void go_back() {
    this->tweak_ = [](app::Session& session) {
      session.options.back = session.options.command == app::Command::recover;
    };
  }
  void fail() {
    this->tweak_ = [](app::Session& session) {
      session.options.on_failure = OnFailure::rollback_run;
      session.target.executor = std::make_unique<Failing>(std::move(session.target.executor));
    };
  }

  std::string start_;
};

TYPED_TEST_SUITE(KilledUndo, Worlds);

/// Every boundary on the lake, and on the server, whose runs are longer, every seventh.
template <class Kind>
constexpr int kStride = std::is_same_v<Kind, LakeWorld> ? 1 : 7;

TYPED_TEST(KilledUndo, ARunKilledAnywhereIsTakenBack) {
  ASSERT_EQ(this->run(app::Command::apply, after(), 0).code, 0);
  const std::string end = this->state();
  this->go_back();
  int boundary = 1;
  int unfinished = 0;
  for (;; boundary += kStride<TypeParam>) {
    this->start_again();
    if (!this->run(app::Command::apply, after(), boundary).killed) break;
    if (this->status(boundary) == 6) {
      ++unfinished;
      ASSERT_EQ(this->run(app::Command::recover, after(), 0).code, 0) << boundary;
      ASSERT_EQ(this->state(), this->start_) << boundary;
      ASSERT_EQ(this->status(boundary), 0) << boundary;
      this->history_ends_with({"taken back"}, boundary);
    } else {
      ASSERT_EQ(this->run(app::Command::apply, after(), 0).code, 0) << boundary << ": not begun, or over";
      ASSERT_EQ(this->state(), end) << boundary;
    }
    if (this->HasFailure()) return;
  }
  EXPECT_GT(boundary, 60);
  // A run begins within its first boundaries and ends within its last ones.
  EXPECT_GE(unfinished, (boundary - 25) / kStride<TypeParam>);
}

TYPED_TEST(KilledUndo, TakingBackThatIsKilledAnywhereIsFinished) {
  this->go_back();
  for (const int boundary : TypeParam::kUnderWay) {
    int recovery = 1;
    for (;; recovery += kStride<TypeParam>) {
      this->start_again();
      ASSERT_TRUE(this->run(app::Command::apply, after(), boundary).killed);
      ASSERT_EQ(this->status(boundary), 6);
      if (!this->run(app::Command::recover, after(), recovery).killed) break;
      if (this->status(recovery) == 6) {
        ASSERT_EQ(this->run(app::Command::recover, after(), 0).code, 0) << boundary << ", " << recovery;
      }
      ASSERT_EQ(this->state(), this->start_) << boundary << ", " << recovery;
      ASSERT_EQ(this->status(recovery), 0) << boundary << ", " << recovery;
      this->history_ends_with({"taken back"}, recovery);
      if (this->HasFailure()) return;
    }
    EXPECT_GT(recovery, 5);
  }
}

/// What a unit did whose end was not written down stands in the journal before the way back begins.
TYPED_TEST(KilledUndo, WhatIsFoundDoneIsWrittenDownBeforeItIsTakenBack) {
  this->go_back();
  bool seen = false;
  for (int boundary = TypeParam::kUnderWay[0]; !seen && boundary < TypeParam::kUnderWay[0] + 30; ++boundary) {
    this->start_again();
    ASSERT_TRUE(this->run(app::Command::apply, after(), boundary).killed);
    if (this->status(boundary) != 6) continue;
    ASSERT_EQ(this->run(app::Command::recover, after(), 0).code, 0) << boundary;
    const std::string newest = this->history(after(), [](app::Options&) {})["runs"].back()["run"];
    const nlohmann::json told = this->history(after(), [&](app::Options& options) { options.run = newest; });
    bool back = false;
    for (const nlohmann::json& each : told["runs"][0]["records"]) {
      back = back || each["event"] == "undo";
      seen = seen || (!back && each["event"] == "done" && each.value("text", "") == "found done");
    }
  }
  EXPECT_TRUE(seen);
}

TYPED_TEST(KilledUndo, AFailureUndoesTheRunWhereverItIsKilled) {
  this->fail();
  int boundary = 1;
  int unfinished = 0;
  for (;; boundary += kStride<TypeParam>) {
    this->start_again();
    const Ended ended = this->run(app::Command::apply, after(), boundary);
    if (!ended.killed) {
      EXPECT_EQ(ended.code, 4);
      EXPECT_EQ(this->state(), this->start_);
      EXPECT_EQ(this->status(boundary), 0);
      break;
    }
    if (this->status(boundary) == 6) {
      ++unfinished;
      const int code = this->run(app::Command::recover, after(), 0).code;
      ASSERT_TRUE(code == 0 || code == 4)
          << boundary << ": " << code;  // going on, it fails again; going back, it does not
      ASSERT_EQ(this->state(), this->start_) << boundary;
      this->history_ends_with({"a table failed, what it had done is undone", "taken back"}, boundary);
    }
    if (this->HasFailure()) return;
    if (this->state() == this->start_) continue;
    // It was not begun yet, or over but for putting it away.
    ASSERT_EQ(this->run(app::Command::apply, after(), 0).code, 4) << boundary;
    ASSERT_EQ(this->state(), this->start_) << boundary;
  }
  EXPECT_GT(boundary, 50);
  EXPECT_GE(unfinished, (boundary - 25) / kStride<TypeParam>);
}

TYPED_TEST(KilledUndo, WhatNothingTakesBackIsNotBegunWith) {
  Registry dropped = after();
  std::erase_if(dropped.tables, [](const Table& each) { return each.name == TableName::parse(name_of(0)); });
  Tombstone tombstone;
  tombstone.name = TableName::parse(name_of(0));
  tombstone.declared_name = name_of(0);
  dropped.tombstones.push_back(tombstone);
  this->go_back();
  // The drop is the last thing that the run does: the last boundary at which it is not over lies behind it.
  const std::string gone = name_of(0) + " absent";
  int boundary = 1000;
  do {
    this->start_again();
    ASSERT_GT(boundary -= 3, 0);
  } while (!this->run(app::Command::apply, dropped, boundary).killed || this->status(boundary) != 6 ||
           this->state().find(gone) == std::string::npos);
  const std::string state = this->state();
  EXPECT_EQ(this->run(app::Command::recover, dropped, 0).code, 3);
  EXPECT_EQ(this->state(), state) << "nothing may run";
  EXPECT_EQ(this->status(boundary), 6);
}

}  // namespace
}  // namespace delta
