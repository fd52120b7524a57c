// What every state store promises, tried on each.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "catalog/observed_json.hpp"
#include "delta/model/fingerprint.hpp"
#include "delta/report/plan_json.hpp"
#include "state_kinds.hpp"
#include "support/tables.hpp"

namespace delta {
namespace {

using namespace testing;

template <class Kind>
class StateStores : public ::testing::Test {
 protected:
  void SetUp() override { state_ = Kind::open(folder_.path); }
  /// As another process sees it.
  void reopen() {
    if (Kind::kLasts) state_ = Kind::open(folder_.path);
  }
  void prepare() { ASSERT_TRUE(state_->prepare()); }

  Folder folder_;
  std::shared_ptr<StateStore> state_;
};

using Kinds = ::testing::Types<FileKind, SqliteKind, SchemaKind, MemoryKind>;
TYPED_TEST_SUITE(StateStores, Kinds);

TYPED_TEST(StateStores, HoldNothingBeforeTheyArePrepared) {
  const auto runs = this->state_->runs();
  ASSERT_TRUE(runs) << runs.error().message;
  EXPECT_TRUE(runs->open.empty() && runs->closed.empty());
  const auto ledger = this->state_->ledger();
  ASSERT_TRUE(ledger) << ledger.error().message;
  EXPECT_EQ(*ledger, "");
  EXPECT_FALSE(this->state_->journal("r1"));
  EXPECT_FALSE(this->state_->plan("r1"));
  EXPECT_FALSE(this->state_->snapshot("ab"));
  EXPECT_TRUE(std::filesystem::is_empty(this->folder_.path)) << "looking makes nothing";
}

TYPED_TEST(StateStores, KeepWhatTheyAreGiven) {
  this->prepare();
  const std::string hostile = "{\"a\":\"it's \\u0000 é \\\" ; DROP TABLE runs\"}\n";
  ASSERT_TRUE(this->state_->begin("r1", hostile, "head\nfirst\n"));
  ASSERT_TRUE(this->state_->append("r1", 11, "second é\n"));
  ASSERT_TRUE(this->state_->begin("r2", "plan 2", "head\n"));
  ASSERT_TRUE(this->state_->append_ledger(0, "ledger\none\n"));
  ASSERT_TRUE(this->state_->append_ledger(11, "two\n"));
  ASSERT_TRUE(this->state_->keep_snapshot("ab12", hostile));
  ASSERT_TRUE(this->state_->keep_snapshot("ab12", hostile)) << "it is there already";
  ASSERT_TRUE(this->state_->close("r1"));
  ASSERT_TRUE(this->state_->close("r1")) << "it is closed already";
  this->reopen();
  const auto runs = this->state_->runs();
  ASSERT_TRUE(runs);
  EXPECT_EQ(runs->open, std::vector<std::string>{"r2"});
  EXPECT_EQ(runs->closed, std::vector<std::string>{"r1"});
  EXPECT_EQ(*this->state_->plan("r1"), hostile);
  EXPECT_EQ(*this->state_->journal("r1"), "head\nfirst\nsecond é\n");
  EXPECT_EQ(*this->state_->plan("r2"), "plan 2");
  EXPECT_EQ(*this->state_->ledger(), "ledger\none\ntwo\n");
  EXPECT_EQ(*this->state_->snapshot("ab12"), hostile);
  EXPECT_EQ(*this->state_->snapshots(), std::vector<std::string>{"ab12"});
  EXPECT_FALSE(this->state_->journal("r3"));
  EXPECT_FALSE(this->state_->snapshot("ffff"));
}

TYPED_TEST(StateStores, RefuseARunTwiceAndALogThatIsShorterThanItWas) {
  this->prepare();
  ASSERT_TRUE(this->state_->begin("r1", "plan", "head\n"));
  EXPECT_FALSE(this->state_->begin("r1", "plan", "head\n"));
  EXPECT_EQ(*this->state_->journal("r1"), "head\n");
  EXPECT_FALSE(this->state_->append("r1", 100, "line\n"));
  EXPECT_EQ(*this->state_->journal("r1"), "head\n");
  EXPECT_FALSE(this->state_->append("r2", 0, "line\n")) << "there is no such run";
}

TYPED_TEST(StateStores, CutATornTail) {
  if (!TypeParam::kTears) return;  // each of SQLite's lines is there or not
  this->prepare();
  ASSERT_TRUE(this->state_->begin("r1", "plan", "head\n"));
  ASSERT_TRUE(this->state_->append("r1", 5, "to"));
  ASSERT_TRUE(this->state_->append_ledger(0, "ledger\nto"));
  this->reopen();
  ASSERT_TRUE(this->state_->append("r1", 5, "line\n"));
  ASSERT_TRUE(this->state_->append_ledger(7, "line\n"));
  EXPECT_EQ(*this->state_->journal("r1"), "head\nline\n");
  EXPECT_EQ(*this->state_->ledger(), "ledger\nline\n");
}

// --- the meaning of what they keep ---

TYPED_TEST(StateStores, NumberTheVersionsOfTablesOverAllRuns) {
  Table orders = table("dev.silver.orders", {column("id", "BIGINT")});
  for (int i = 1; i <= 3; ++i) {
    this->reopen();
    RunStore store(this->state_);
    ASSERT_TRUE(store.prepare());
    auto journal = store.begin(plan_of("lake:./lake"), record(Event::begin));
    ASSERT_TRUE(journal) << journal.error().message;
    orders.columns.push_back(column("c" + std::to_string(i), "INT"));
    ObservedTable now = observed(orders);
    now.version = i + 10;
    ASSERT_TRUE(store.enter(journal->id(), "dev.silver.orders", now));
    ASSERT_TRUE(store.enter(journal->id(), "dev.silver.orders", now)) << "entered once: recovery may ask again";
    ObservedTable gone;
    ASSERT_TRUE(store.enter(journal->id(), "dev.silver.old" + std::to_string(i), gone));
    ASSERT_TRUE(store.close(*std::move(journal), record(Event::end, "done")));
  }
  this->reopen();
  const RunStore store(this->state_);
  const auto ledger = store.ledger();
  ASSERT_TRUE(ledger) << ledger.error().message;
  ASSERT_EQ(ledger->entries.size(), 9U);
  for (std::size_t i = 0; i < ledger->entries.size(); ++i) {
    EXPECT_EQ(ledger->entries[i].sequence, static_cast<std::int64_t>(i) + 1);
  }
  const LedgerEntry* newest = ledger->newest("dev.silver.orders");
  ASSERT_NE(newest, nullptr);
  EXPECT_EQ(newest->version, 3);
  EXPECT_EQ(newest->sequence, 7);
  EXPECT_EQ(newest->target_version, 13);
  EXPECT_EQ(newest->fingerprint, fingerprint(observed(orders).table));
  const auto snapshot = this->state_->snapshot(newest->snapshot);
  ASSERT_TRUE(snapshot);
  EXPECT_EQ(sha256_hex(*snapshot), newest->snapshot);
  EXPECT_NE(snapshot->find("\"c3\""), std::string::npos);
  const LedgerEntry* gone = ledger->newest("dev.silver.old3");
  ASSERT_NE(gone, nullptr);
  EXPECT_EQ(gone->fingerprint + gone->snapshot, "");
  const auto finished = store.finished();
  ASSERT_TRUE(finished);
  ASSERT_EQ(finished->size(), 3U);
  EXPECT_EQ(finished->front().journal.records.front().ledger, "");
  EXPECT_EQ((*finished)[1].journal.records.front().ledger, ledger->hashes[2]) << "a run names the ledger's end";
  EXPECT_TRUE(store.unfinished()->empty());
}

TYPED_TEST(StateStores, GoOnWithARunAndGiveOneUp) {
  RunStore first(this->state_);
  ASSERT_TRUE(first.prepare());
  {
    ASSERT_TRUE(first.begin(plan_of("lake:./lake"), record(Event::begin)));
  }
  this->reopen();
  RunStore store(this->state_);
  ASSERT_TRUE(store.prepare());
  auto runs = store.unfinished();
  ASSERT_EQ(runs->size(), 1U);
  auto plan = store.plan_of(runs->front());
  ASSERT_TRUE(plan) << plan.error().message;
  EXPECT_EQ(plan->target, "lake:./lake");
  const std::string before = *store.newest_finished();
  {
    ASSERT_TRUE(store.resume(runs->front(), record(Event::recover)));
  }
  runs = store.unfinished();
  ASSERT_EQ(runs->size(), 1U);
  EXPECT_EQ(runs->front().journal.records.size(), 2U);
  ASSERT_TRUE(store.abandon(runs->front(), record(Event::abandon, "restored from a backup")));
  EXPECT_TRUE(store.unfinished()->empty());
  EXPECT_EQ(store.ledger()->entries.back().status, "abandoned: restored from a backup");
  EXPECT_NE(*store.newest_finished(), before);
}

TYPED_TEST(StateStores, EnterClosedRunsAnewWhereTheLedgerIsGoneAndSaySo) {
  this->prepare();
  std::string hash;
  JournalRecord begin = record(Event::begin);
  begin.run = "r1";
  std::string journal = journal_head() + journal_line(begin, hash);
  journal += journal_line(record(Event::end, "done"), hash);
  ASSERT_TRUE(this->state_->begin("r1", "plan", journal));
  ASSERT_TRUE(this->state_->close("r1"));
  RunStore store(this->state_);
  ASSERT_TRUE(store.prepare());
  const auto ledger = store.ledger();
  ASSERT_EQ(ledger->entries.size(), 2U);
  EXPECT_EQ(ledger->entries[0].kind, LedgerEntry::Kind::lost);
  EXPECT_EQ(ledger->entries[1].run, "r1");
  EXPECT_EQ(ledger->entries[1].records, 2);
  EXPECT_EQ(ledger->entries[1].journal, sha256_hex(journal));
}

// --- other versions, other programs ---

// Its first lines, too, last before anything runs: where they do not, nothing ran.
TEST(FileState, GoesOnWithARunWhoseJournalWasTornAtItsBeginning) {
  const Folder folder;
  const std::shared_ptr<StateStore> state = FileKind::open(folder.path);
  ASSERT_TRUE(state->prepare());
  ASSERT_TRUE(state->begin("r", to_json(plan_of("lake:./lake")), journal_head().substr(0, 7)));
  RunStore store(state);
  auto runs = store.unfinished();
  ASSERT_EQ(runs->size(), 1U);
  {
    ASSERT_TRUE(store.resume(runs->front(), record(Event::recover, "recover")));
  }
  runs = store.unfinished();
  ASSERT_EQ(runs->front().problem, "");
  ASSERT_EQ(runs->front().journal.records.size(), 2U);
  EXPECT_EQ(runs->front().journal.records.front().event, Event::begin);
  EXPECT_EQ(runs->front().journal.records.front().run, "r");
  EXPECT_TRUE(store.plan_of(runs->front())) << "which the journal names";
  ASSERT_TRUE(store.abandon(runs->front(), record(Event::abandon, "no use")));
  EXPECT_EQ(store.finished()->front().problem, "");
}

TEST(FileState, OfANewerVersionIsRefused) {
  const Folder folder;
  ASSERT_TRUE(FileKind::open(folder.path)->prepare());
  std::ofstream(folder.path + "/state/format") << "deltac.state/2\n";
  const auto state = FileKind::open(folder.path);
  const std::string said =
      folder.path + "/state was written by a newer version of deltac (state format 2; this one knows 1)";
  EXPECT_EQ(state->prepare().error().message, said);
  EXPECT_EQ(state->runs().error().message, said);
}

TEST(FileState, BelowAFileIsNoEmptyOne) {
  const Folder folder;
  std::ofstream(folder.path + "/file") << "text";
  const auto runs = FileKind::open(folder.path + "/file")->runs();
  ASSERT_FALSE(runs) << "where runs cannot be, it is not known that there are none";
  EXPECT_NE(runs.error().message.find("Not a directory"), std::string::npos) << runs.error().message;
}

TEST(FileState, OfThisVersionBeforeItHadANumberIsTaken) {
  const Folder folder;
  std::filesystem::create_directories(folder.path + "/state/history");
  const auto state = FileKind::open(folder.path);
  EXPECT_TRUE(state->runs());
  EXPECT_TRUE(state->prepare());
  EXPECT_TRUE(std::filesystem::exists(folder.path + "/state/format"));
}

}  // namespace
}  // namespace delta
