// Runs that a server remembers in a schema of its own: what one machine did, another sees and brings to its end.
// Machines are folders here; the server is the fake driver's, in a file.
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "delta/engine.hpp"
#include "execute/run_store.hpp"
#include "execute/verify_history.hpp"
#include "support/tables.hpp"

namespace delta {
namespace {

using namespace testing;
using Event = JournalRecord::Event;

class SchemaState : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (std::filesystem::temp_directory_path() / "deltac-schema-XXXXXX").string();
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
    std::ofstream(folder_ + "/script.json") << R"({"catalogue": "server.json", "log": "sent"})";
    std::ofstream(folder_ + "/server.json") << R"({"schemas": {"ops": true}, "tables": {}, "ran": {}})";
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  /// The store as a process on a machine opens it.
  std::shared_ptr<StateStore> state(const std::string& machine) {
    const auto target = open_target("odbc:Driver=" DELTAC_FAKE_DRIVER ";Script=" + folder_ + "/script.json");
    return target->schema_state(TableName::parse("ops"), open_file_state(folder_ + "/" + machine));
  }
  RunStore store(const std::string& machine) {
    RunStore out(state(machine));
    EXPECT_TRUE(out.prepare());
    return out;
  }

  static Plan plan() {
    Plan plan;
    plan.registry_name = "shop";
    plan.registry_fingerprint = "3f9a1c";
    plan.target = "odbc:DSN=prod";
    plan.dialect = "spark 4.2";
    return plan;
  }
  static JournalRecord record(Event event, const std::string& text = "", const std::string& table = "") {
    JournalRecord out;
    out.event = event;
    out.text = text;
    out.table = table;
    return out;
  }
  /// A run from its beginning to its end.
  static void run(RunStore& store, std::size_t tables) {
    auto journal = store.begin(plan(), record(Event::begin));
    ASSERT_TRUE(journal) << journal.error().message;
    for (std::size_t i = 0; i < tables; ++i) {
      const std::string name = "dev.silver.t" + std::to_string(i);
      ASSERT_TRUE(journal->write(record(Event::intent, "", name)));
      ASSERT_TRUE(journal->write(record(Event::done, "", name)));
      ASSERT_TRUE(store.enter(journal->id(), name, observed(table(name, {column("id", "BIGINT")}))));
    }
    const auto closed = store.close(*std::move(journal), record(Event::end, "done"));
    ASSERT_TRUE(closed) << closed.error().message;
  }
  std::size_t sent(const std::string& begins) const {
    std::ifstream file(folder_ + "/sent");
    std::size_t count = 0;
    for (std::string line; std::getline(file, line);) count += line.starts_with(begins) ? 1 : 0;
    return count;
  }

  std::string folder_;
};

TEST_F(SchemaState, WhatOneMachineDidAnotherSees) {
  auto here = store("here");
  run(here, 3);
  const RunStore there(state("there"));
  const auto finished = there.finished();
  ASSERT_TRUE(finished) << finished.error().message;
  ASSERT_EQ(finished->size(), 1U);
  EXPECT_EQ(finished->front().journal.records.size(), 8U) << "the whole journal";
  EXPECT_TRUE(there.plan_of(finished->front()));
  EXPECT_TRUE(there.unfinished()->empty());
  const auto ledger = there.ledger();
  ASSERT_EQ(ledger->entries.size(), 4U);
  EXPECT_TRUE(there.state().snapshot(ledger->entries[0].snapshot));
  const auto check = verify_history(there);
  EXPECT_TRUE(check->problems.empty()) << check->problems.front();
  EXPECT_FALSE(std::filesystem::exists(folder_ + "/there")) << "looking makes nothing";
}

TEST_F(SchemaState, ARunCostsTwoCommitsWhateverItDoes) {
  auto first = store("here");
  const std::size_t made = sent("INSERT");
  run(first, 200);
  EXPECT_EQ(sent("INSERT"), made + 2);
}

TEST_F(SchemaState, TheMachineThatRanKnowsHowFarItCame) {
  {
    auto before = store("here");
    auto journal = before.begin(plan(), record(Event::begin));
    ASSERT_TRUE(journal->write(record(Event::intent, "", "dev.silver.t0")));
  }
  const auto again = store("here");
  const auto runs = again.unfinished();
  ASSERT_EQ(runs->size(), 1U);
  EXPECT_FALSE(runs->front().ends_elsewhere);
  EXPECT_EQ(runs->front().journal.records.size(), 2U);
}

TEST_F(SchemaState, AnotherMachineFinishesTheRunAndTheFirstLearnsOfIt) {
  {
    auto before = store("here");
    auto journal = before.begin(plan(), record(Event::begin));
    ASSERT_TRUE(journal->write(record(Event::intent, "", "dev.silver.t0")));
    ASSERT_TRUE(
        before.enter(journal->id(), "dev.silver.t0", observed(table("dev.silver.t0", {column("id", "BIGINT")}))));
  }
  auto there = store("there");
  auto runs = there.unfinished();
  ASSERT_EQ(runs->size(), 1U);
  EXPECT_TRUE(runs->front().ends_elsewhere);
  EXPECT_EQ(runs->front().journal.records.size(), 1U);
  auto journal = there.resume(runs->front(), record(Event::recover));
  ASSERT_TRUE(journal) << journal.error().message;
  {
    // The first looks while the other is at work: the run's newest line is not its own any more.
    const RunStore here(state("here"));
    const auto seen = here.unfinished();
    ASSERT_EQ(seen->size(), 1U);
    EXPECT_TRUE(seen->front().ends_elsewhere);
    EXPECT_EQ(seen->front().journal.records.back().event, Event::recover);
  }
  ASSERT_TRUE(there.enter(journal->id(), "dev.silver.t1", observed(table("dev.silver.t1", {column("id", "BIGINT")}))));
  ASSERT_TRUE(there.close(*std::move(journal), record(Event::end, "done")));
  auto here = store("here");
  EXPECT_TRUE(here.unfinished()->empty());
  EXPECT_EQ(here.ledger()->entries.size(), 2U) << "what the first had not sent is not the history's";
  run(here, 1);
  const RunStore third(state("third"));
  EXPECT_EQ(third.ledger()->entries.size(), 4U);
  const auto check = verify_history(third);
  EXPECT_TRUE(check->problems.empty()) << check->problems.front();
}

TEST_F(SchemaState, WhoLeavesThePlanTellsTheOthersFirst) {
  auto here = store("here");
  auto journal = here.begin(plan(), record(Event::begin));
  ASSERT_TRUE(journal->write(record(Event::intent, "", "dev.silver.t0")));
  ASSERT_TRUE(journal->write(record(Event::undo, "{}")));
  const RunStore there(state("there"));
  const auto runs = there.unfinished();
  ASSERT_EQ(runs->size(), 1U);
  EXPECT_EQ(runs->front().journal.records.back().event, Event::undo);
}

TEST_F(SchemaState, ARunThatEndedButDidNotTellIsToldByItsMachine) {
  std::string id;
  {
    auto before = store("here");
    auto journal = before.begin(plan(), record(Event::begin));
    id = journal->id();
    ASSERT_TRUE(before.enter(id, "dev.silver.t0", observed(table("dev.silver.t0", {column("id", "BIGINT")}))));
    ASSERT_TRUE(journal->write(record(Event::end, "done")));  // and killed before the run was put away
  }
  EXPECT_EQ(store("there").unfinished()->size(), 1U);
  EXPECT_EQ(RunStore(state("here")).unfinished()->size(), 1U) << "for the others it is not over";
  EXPECT_TRUE(store("here").unfinished()->empty());
  const RunStore there(state("there"));
  EXPECT_TRUE(there.unfinished()->empty());
  ASSERT_EQ(there.ledger()->entries.size(), 2U);
  EXPECT_EQ(there.ledger()->entries[0].table, "dev.silver.t0");
}

TEST_F(SchemaState, TwoRunsAtOnceAreNoticed) {
  auto one = store("one");
  auto two = store("two");  // nobody holds the lock
  run(one, 1);
  run(two, 2);
  const RunStore third(state("third"));
  const auto ledger = third.ledger();
  ASSERT_FALSE(ledger);
  EXPECT_NE(ledger.error().message.find("ops.deltac_state holds two different texts"), std::string::npos)
      << ledger.error().message;
}

TEST_F(SchemaState, OfANewerVersionIsRefused) {
  store("here");
  std::ifstream file(folder_ + "/server.json");
  std::string text{std::istreambuf_iterator<char>(file), {}};
  const std::size_t at = text.find("\"1\"", text.find("\"format\""));
  text[at + 1] = '2';
  std::ofstream(folder_ + "/server.json") << text;
  const auto runs = state("here")->runs();
  ASSERT_FALSE(runs);
  EXPECT_NE(runs.error().message.find("was written by a newer version of deltac (state format 2"), std::string::npos);
}

TEST_F(SchemaState, ASchemaThatIsMissingIsTold) {
  const auto target = open_target("odbc:Driver=" DELTAC_FAKE_DRIVER ";Script=" + folder_ + "/script.json");
  const auto state = target->schema_state(TableName::parse("nowhere"), open_file_state(folder_ + "/here"));
  EXPECT_TRUE(state->runs()) << "nothing was kept there";
  const auto prepared = state->prepare();
  ASSERT_FALSE(prepared);
  EXPECT_NE(prepared.error().message.find("nowhere.deltac_state"), std::string::npos);
  EXPECT_NE(prepared.error().fix.find("--state-schema"), std::string::npos);
}

}  // namespace
}  // namespace delta
