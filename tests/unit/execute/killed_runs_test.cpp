// Runs that are killed at every boundary: each write to the journal, each unit, each file. After `recover` the tables
// are as the plan says, and every effect happened once.
#include "killed_world.hpp"

namespace delta {
namespace {

using namespace testing;

template <class Kind>
class KilledRuns : public KilledProcesses<Kind> {
 protected:
  void SetUp() override {
    KilledProcesses<Kind>::SetUp();
    ASSERT_EQ(this->run(app::Command::apply, version_one(), 0).code, 0);
    this->keep_start();
    ASSERT_EQ(this->run(app::Command::apply, version_two(), 0).code, 0);
    wanted_ = this->effects();
    bool recovered = false;
    wanted_history_ = this->told(version_two(), recovered);
    ASSERT_EQ(wanted_history_["runs"], nlohmann::json::parse(R"(["done", "done"])"));
    ASSERT_EQ(wanted_history_["tables"].size(), 10U);
    ASSERT_FALSE(recovered);
  }

  static std::string journal_in(const std::string& folder) {
    for (const auto& each : std::filesystem::recursive_directory_iterator(folder)) {
      const std::string path = each.path().string();
      if (path.ends_with(".journal") && path.find("/runs/") != std::string::npos) return path;
    }
    return "";
  }

  /// After a kill: told, refused, recovered; or nothing had begun.
  void settle(int boundary, bool cut = false) {
    const std::string what = (cut ? "cut at " : "boundary ") + std::to_string(boundary);
    const bool unfinished = this->status(version_two(), what) == 6;
    unfinished_ += unfinished ? 1 : 0;
    if (unfinished) {
      ASSERT_EQ(this->run(app::Command::apply, version_two(), 0).code, 6) << what << ": apply must refuse";
    }
    const auto on = unfinished ? app::Command::recover : app::Command::apply;
    ASSERT_EQ(this->run(on, version_two(), 0).code, 0) << what;
    EXPECT_EQ(this->effects(), wanted_) << what;
    EXPECT_EQ(this->status(version_two(), what), 0) << what;
    EXPECT_EQ(this->run(app::Command::recover, version_two(), 0).code, 0) << what << ": nothing is left to recover";
    // A line of a journal has four boundaries: in time each of them is looked at.
    if (++settled_ % 5 != 1) return;
    bool recovered = false;
    nlohmann::json told = this->told(version_two(), recovered);
    if (cut) {  // what a unit did whose lines are lost is seen, and not told; none is told twice
      nlohmann::json all = wanted_history_["done"];
      all.update(told["done"]);
      told["done"] = all;
    }
    EXPECT_EQ(told, wanted_history_) << what;
    EXPECT_TRUE(recovered || !unfinished) << what << ": the history must tell that it was recovered";
  }

  std::string wanted_;
  nlohmann::json wanted_history_;
  int settled_ = 0;
  int unfinished_ = 0;  ///< how often a run was unfinished
};

using StateWorlds = ::testing::Types<LakeWorld, ServerWorld, SqliteWorld>;
TYPED_TEST_SUITE(KilledRuns, StateWorlds);

// What SQLite does of its own is tried at each of its writes: state_store_test.
template <class Kind>
constexpr bool kInSqlite = std::is_same_v<Kind, SqliteWorld>;

TYPED_TEST(KilledRuns, EveryBoundaryIsRecovered) {
  constexpr int kStride = kInSqlite<TypeParam> ? 7 : 1;
  int boundary = 1;
  for (;; boundary += kStride) {
    this->start_again();
    const Ended ended = this->run(app::Command::apply, version_two(), boundary);
    if (!ended.killed) {
      EXPECT_EQ(ended.code, 0);
      EXPECT_EQ(this->effects(), this->wanted_);
      break;
    }
    this->settle(boundary);
    if (this->HasFailure()) return;
  }
  this->RecordProperty("boundaries", boundary - 1);
  this->RecordProperty("unfinished", this->unfinished_);
  EXPECT_GT(boundary, 60);
  // A run begins within its first boundaries and ends within its last ones.
  EXPECT_GE(this->unfinished_, (boundary - 25) / kStride);
}

TYPED_TEST(KilledRuns, ARecoveryThatIsKilledIsRecovered) {
  // Every boundary of the recovery on the lake, and on the server, whose runs are longer, every seventh.
  constexpr int kStride = std::is_same_v<TypeParam, LakeWorld> ? 1 : kInSqlite<TypeParam> ? 23 : 7;
  for (const int boundary : TypeParam::kUnderWay) {
    for (int recovery = 1;; recovery += kStride) {
      this->start_again();
      ASSERT_TRUE(this->run(app::Command::apply, version_two(), boundary).killed);
      ASSERT_TRUE(has_open_run(this->folder_)) << boundary;
      const Ended ended = this->run(app::Command::recover, version_two(), recovery);
      if (!ended.killed) break;
      this->settle(boundary);
      if (this->HasFailure()) return;
    }
  }
}

TYPED_TEST(KilledRuns, AJournalCutAtEveryByteIsRecovered) {
  if (kInSqlite<TypeParam>) return;  // each of its lines is there or not
  // A journal is one file; what a power loss leaves of its tail is any of its beginnings behind the first record.
  this->start_again();
  ASSERT_TRUE(this->run(app::Command::apply, version_two(), TypeParam::kUnderWay[1]).killed);
  const std::string killed = this->root_ + "/killed";
  std::filesystem::copy(this->folder_, killed, std::filesystem::copy_options::recursive);
  const std::string journal = this->journal_in(killed);
  ASSERT_FALSE(journal.empty());
  const std::size_t size = std::filesystem::file_size(journal);
  std::ifstream file(journal);
  std::string line;
  std::getline(file, line);
  std::getline(file, line);
  int tries = 0;
  constexpr std::size_t kStride = 97;  // in and between lines; each byte of the text itself: journal_test
  for (auto cut = static_cast<std::size_t>(file.tellg()); cut <= size; cut += kStride) {
    std::filesystem::remove_all(this->folder_);
    std::filesystem::copy(killed, this->folder_, std::filesystem::copy_options::recursive);
    std::filesystem::resize_file(this->journal_in(this->folder_), cut);
    this->settle(static_cast<int>(cut), true);
    if (this->HasFailure()) return;
    ++tries;
  }
  EXPECT_EQ(this->unfinished_, tries) << "a run whose beginning is there is unfinished";
}

TYPED_TEST(KilledRuns, ATableThatSomebodyElseChangedStopsTheRecovery) {
  this->start_again();
  ASSERT_TRUE(this->run(app::Command::apply, version_two(), TypeParam::kUnderWay[1]).killed);
  Registry other = version_one();
  std::erase_if(other.tables, [](const Table& each) { return each.name != TableName::parse(name_of(5)); });
  other.tables[0].columns.push_back(column("stranger", "INT"));
  // Somebody who knows nothing of this state directory.
  TypeParam world(this->folder_);
  app::Session session = world.session(app::Command::apply, other);
  auto plan = read_and_plan(other, *session.target.reader, {});
  ASSERT_TRUE(plan);
  RunConditions alone;
  alone.exclusive = true;
  const SyncReport changed = apply(*std::move(plan), *session.target.reader, *session.target.executor, {}, alone);
  ASSERT_EQ(changed.exit_code(), 0);
  const std::string before = this->effects();
  EXPECT_EQ(this->run(app::Command::recover, version_two(), 0).code, 5);
  EXPECT_EQ(this->effects(), before) << "nothing may run";
  EXPECT_EQ(this->run(app::Command::status, version_two(), 0).code, 6);
}

}  // namespace
}  // namespace delta
