// What `history --verify` says of a history that somebody changed.
#include "execute/verify_history.hpp"
#include "execute/passed_on.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "support/tables.hpp"

namespace delta {
namespace {

using namespace testing;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Event = JournalRecord::Event;

class VerifiedHistory : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (std::filesystem::temp_directory_path() / "deltac-history-XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
    for (int i = 1; i <= 3; ++i) runs_.push_back(run("dev.s.t" + std::to_string(i)));
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string run(const std::string& name) {
    RunStore store(folder_);
    EXPECT_TRUE(store.prepare());
    Plan plan;
    plan.registry_name = "shop";
    plan.target = "lake:./lake";
    plan.dialect = "spark 4.2";
    auto journal = store.begin(plan, {});
    std::string id = journal->id();
    JournalRecord record;
    record.table = name;
    for (const Event event : {Event::intent, Event::done}) {
      record.event = event;
      EXPECT_TRUE(journal->write(record));
    }
    EXPECT_TRUE(store.enter(id, name, observed(table(name, {column("id", "BIGINT")}))));
    JournalRecord last;
    last.event = Event::end;
    last.text = "done";
    EXPECT_TRUE(store.close(*std::move(journal), last));
    return id;
  }

  HistoryCheck check(const std::string& expect = {}) const { return *verify_history(RunStore(folder_), expect); }

  std::string path(int number, const std::string& suffix = ".journal") const {
    return folder_ + "/history/" + runs_[static_cast<std::size_t>(number - 1)] + suffix;
  }
  static std::string text_of(const std::string& file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
  }
  static void write(const std::string& file, const std::string& text) { std::ofstream(file, std::ios::binary) << text; }
  /// Without its line `number`, counted from 1.
  static void remove_line(const std::string& file, int number) {
    std::istringstream in(text_of(file));
    std::string out;
    std::string line;
    for (int i = 1; std::getline(in, line); ++i) {
      if (i != number) out += line + "\n";
    }
    write(file, out);
  }
  static void change(const std::string& file, const std::string& from, const std::string& to) {
    std::string text = text_of(file);
    const std::size_t at = text.find(from);
    ASSERT_NE(at, std::string::npos);
    text.replace(at, from.size(), to);
    write(file, text);
  }

  std::string folder_;
  std::vector<std::string> runs_;
};

TEST_F(VerifiedHistory, IsWhole) {
  const HistoryCheck found = check();
  EXPECT_THAT(found.problems, IsEmpty());
  EXPECT_THAT(found.notes, IsEmpty());
  EXPECT_EQ(found.runs, 3U);
  EXPECT_EQ(found.versions, 3U);
  EXPECT_EQ(found.head, RunStore(folder_).ledger()->head());
  EXPECT_THAT(check(found.head).problems, IsEmpty());
}

TEST_F(VerifiedHistory, AChangedByte) {
  change(path(2), "dev.s.t2", "dev.s.t9");
  EXPECT_THAT(
      check().problems,
      ElementsAre(
          path(2) +
          ":3: the journal is damaged: this line is not what was written behind the one before; it was changed"));
}

TEST_F(VerifiedHistory, AnyChangedByteOfTheLedger) {
  const std::string whole = text_of(folder_ + "/ledger");
  for (std::size_t at = 0; at < whole.size(); ++at) {
    std::string other = whole;
    other[at] = static_cast<char>(other[at] ^ 1);
    write(folder_ + "/ledger", other);
    const HistoryCheck found = check();
    EXPECT_FALSE(found.problems.empty() && found.notes.empty()) << at;
    if (found.problems.empty()) {
      EXPECT_EQ(at + 1, whole.size()) << "only the last line's end looks torn";
    }
  }
}

TEST_F(VerifiedHistory, ARemovedLine) {
  remove_line(path(2), 3);
  EXPECT_THAT(
      check().problems,
      ElementsAre(path(2) + ":3: the journal is damaged: this line is not what was written behind the one before; a "
                            "line was removed (4 were written, 3 are there)"));
}

TEST_F(VerifiedHistory, ALineRemovedFromTheEnd) {
  remove_line(path(2), 5);
  EXPECT_THAT(check().problems,
              ElementsAre(path(2) + ": lines were removed from its end (4 were written, 3 are there)"));
}

TEST_F(VerifiedHistory, ATornTail) {
  const std::string whole = text_of(path(2));
  write(path(2), whole.substr(0, whole.size() - 7));
  EXPECT_THAT(check().problems, ElementsAre(path(2) + ": its last line is torn (4 were written, 3 are there)"));
}

TEST_F(VerifiedHistory, ARemovedRun) {
  for (const int number : {2, 3}) {
    std::filesystem::remove(path(number));
    std::filesystem::remove(path(number, ".plan.json"));
    const std::string& id = runs_[static_cast<std::size_t>(number - 1)];
    EXPECT_THAT(check().problems, ::testing::Contains("run " + id + " is gone: the ledger holds it as number " +
                                                      std::to_string(2 * number)));
    EXPECT_THAT(check().problems, ::testing::Contains("run " + id + ", which made version 1 of dev.s.t" +
                                                      std::to_string(number) + ", is gone"));
  }
}

TEST_F(VerifiedHistory, AJournalWrittenAnew) {
  std::string hash;
  JournalRecord begin;
  std::string text = journal_head() + journal_line(begin, hash);
  for (const Event event : {Event::intent, Event::done, Event::end}) {
    JournalRecord record;
    record.event = event;
    text += journal_line(record, hash);
  }
  write(path(2), text);
  EXPECT_THAT(check().problems, ElementsAre(path(2) + " was written anew: it is not the one that the ledger names"));
}

TEST_F(VerifiedHistory, PlansAndSnapshots) {
  change(path(1, ".plan.json"), "shop", "shed");
  std::filesystem::remove(path(2, ".plan.json"));
  std::vector<std::string> snapshots;
  for (const auto& each : std::filesystem::directory_iterator(folder_ + "/snapshots"))
    snapshots.push_back(each.path().string());
  ASSERT_EQ(snapshots.size(), 3U);
  const Ledger ledger = *RunStore(folder_).ledger();
  const auto snapshot = [&](std::size_t at) { return folder_ + "/snapshots/" + ledger.entries[at].snapshot + ".json"; };
  write(snapshot(0), "{}");
  std::filesystem::remove(snapshot(4));
  EXPECT_THAT(
      check().problems,
      ElementsAre("the snapshot of version 1 of dev.s.t1 was changed", "the plan of run " + runs_[0] + " was changed",
                  "the plan of run " + runs_[1] + " is gone", "the snapshot of version 1 of dev.s.t3 is gone"));
}

TEST_F(VerifiedHistory, LinesRemovedFromTheLedger) {
  const std::string head = check().head;
  remove_line(folder_ + "/ledger", 7);
  const std::string said =
      "run " + runs_[2] + " is not in " + folder_ + "/ledger: it was put there by hand, or the ledger's end is gone";
  EXPECT_THAT(check().problems, ElementsAre(said));
  remove_line(folder_ + "/ledger", 6);
  remove_line(folder_ + "/ledger", 5);
  EXPECT_THAT(check().problems,
              ::testing::UnorderedElementsAre("run " + runs_[1] + " is not in " + folder_ +
                                                  "/ledger: it was put there by hand, or the ledger's end is gone",
                                              said,
                                              "run " + runs_[2] + " began behind a line that is not in " + folder_ +
                                                  "/ledger: lines are gone from it"));
  EXPECT_THAT(check(head).problems, ::testing::Contains("the head " + head + " is not among the lines of " + folder_ +
                                                        "/ledger: lines that were there when it was printed are gone"));
}

TEST_F(VerifiedHistory, TheNewestRunTakenOutWithTheLedgersEndIsSeenByTheHeadAlone) {
  const std::string head = check().head;
  std::filesystem::remove(path(3));
  std::filesystem::remove(path(3, ".plan.json"));
  remove_line(folder_ + "/ledger", 7);
  remove_line(folder_ + "/ledger", 6);
  EXPECT_THAT(check().problems, IsEmpty()) << "nobody can notice it from here";
  EXPECT_EQ(check(head).problems.size(), 1U);
}

TEST_F(VerifiedHistory, ARunThatIsNotOverIsNoted) {
  RunStore store(folder_);
  ASSERT_TRUE(store.prepare());
  Plan plan;
  plan.dialect = "spark 4.2";
  const auto journal = store.begin(plan, {});
  ASSERT_TRUE(journal);
  EXPECT_THAT(check().problems, IsEmpty());
  EXPECT_THAT(check().notes, ElementsAre("run " + journal->id() + " is not over"));
}

TEST(NoHistory, IsWhole) {
  const auto found = verify_history(RunStore(make_memory_state()));
  ASSERT_TRUE(found);
  EXPECT_THAT(found->problems, IsEmpty());
  EXPECT_THAT(found->notes, IsEmpty()) << "nothing was torn";
}

TEST_F(VerifiedHistory, ALedgerThatWasTakenAwayIsMissedForEver) {
  std::filesystem::remove(folder_ + "/ledger");
  run("dev.s.t4");
  run("dev.s.t4");
  const auto problems = check().problems;
  ASSERT_FALSE(problems.empty());
  EXPECT_TRUE(problems.front().starts_with(folder_ + "/ledger, 20")) << problems.front();
  EXPECT_TRUE(problems.front().ends_with(
      ": the ledger was gone; its runs were entered anew, and what they made of each table is not known"))
      << problems.front();
  EXPECT_EQ(RunStore(folder_).ledger()->newest("dev.s.t4")->version, 2);
}

TEST_F(VerifiedHistory, ARunThatWasGivenUpForItsDamagedJournalSaysWhyAndStaysDamaged) {
  RunStore store(folder_);
  ASSERT_TRUE(store.prepare());
  Plan plan;
  plan.dialect = "spark 4.2";
  const std::string id = store.begin(plan, {})->id();
  const std::string journal = "/" + id + ".journal";
  change(folder_ + "/runs" + journal, "begin\"", "began\"");
  const auto open = store.unfinished();
  ASSERT_TRUE(open && open->size() == 1);
  JournalRecord last;
  last.event = Event::abandon;
  last.text = "bad disk";
  last.user = "anna";
  last.host = "here";
  ASSERT_TRUE(store.abandon(open->front(), last));
  const std::string said = "abandoned by anna on here, its journal is damaged: bad disk";
  EXPECT_EQ(store.ledger()->entries.back().status, said);
  run("dev.s.t4");
  EXPECT_THAT(check().problems,
              ElementsAre(folder_ + "/history" + journal +
                          ":2: the journal is damaged: this line is not what was written behind the one before; its "
                          "run was " +
                          said));
}

TEST_F(VerifiedHistory, WhatCannotBeReadIsNotTakenForEmpty) {
  RunStore store(folder_);
  ASSERT_TRUE(store.prepare());
  Plan plan;
  plan.dialect = "spark 4.2";
  auto journal = store.begin(plan, {});
  JournalRecord last;
  last.event = Event::end;
  ASSERT_TRUE(journal->write(last));
  const std::string file = folder_ + "/runs/" + journal->id() + ".plan.json";
  std::filesystem::rename(file, file + ".away");
  std::filesystem::create_directory(file);
  const std::string before = text_of(folder_ + "/ledger");
  const auto prepared = RunStore(folder_).prepare();
  ASSERT_FALSE(prepared) << "it would be entered without its plan for ever";
  EXPECT_EQ(prepared.error().message, "cannot read " + file + ": Is a directory");
  EXPECT_EQ(text_of(folder_ + "/ledger"), before);
  std::filesystem::remove(file);
  std::filesystem::rename(file + ".away", file);
  EXPECT_TRUE(RunStore(folder_).prepare());
  EXPECT_THAT(check().problems, IsEmpty());

  std::filesystem::rename(folder_ + "/ledger", folder_ + "/ledger.away");
  std::filesystem::create_directory(folder_ + "/ledger");
  const auto ledger = RunStore(folder_).ledger();
  ASSERT_FALSE(ledger);
  EXPECT_EQ(ledger.error().message, "cannot read " + folder_ + "/ledger: Is a directory");
}

/// A store where a whole run of somebody else's comes between any two looks at it.
class Busy : public PassedOn {
 public:
  using PassedOn::PassedOn;
  Expected<Runs> runs() const override { return meanwhile(inner_->runs()); }
  Expected<std::string> ledger() const override { return meanwhile(inner_->ledger()); }

 private:
  template <class T>
  T meanwhile(T seen) const {
    RunStore store(inner_);
    EXPECT_TRUE(store.prepare());
    Plan plan;
    plan.dialect = "spark 4.2";
    auto journal = store.begin(plan, {});
    EXPECT_TRUE(store.enter(journal->id(), "dev.s.t", observed(table("dev.s.t", {column("id", "BIGINT")}))));
    JournalRecord last;
    last.event = Event::end;
    EXPECT_TRUE(store.close(*std::move(journal), last));
    return seen;
  }
};

TEST_F(VerifiedHistory, RunsThatComeAndGoMeanwhileAreNoProblem) {
  const auto found = verify_history(RunStore(std::make_shared<Busy>(open_file_state(folder_))));
  ASSERT_TRUE(found);
  EXPECT_THAT(found->problems, IsEmpty());
  EXPECT_THAT(found->notes, IsEmpty());
}

}  // namespace
}  // namespace delta
