/// Several processes on one lake, processes that are killed, and file systems that refuse: a table is always readable,
/// and no version is ever written twice or lost.
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <functional>
#include <set>
#include <thread>

#include "adapters/lake/json.hpp"
#include "lake_fixture.hpp"

namespace delta::lake::test {
namespace {

using namespace action;

class Processes : public LakeTest {
 protected:
  void SetUp() override {
    LakeTest::SetUp();
    create(table("shop.t", {column("id", DataType::of(TypeKind::bigint))}));
  }

  static pid_t start(const std::function<int()>& work) {
    const pid_t child = fork();
    if (child == 0) _exit(work());
    return child;
  }

  static int wait_for(pid_t child) {
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

  std::vector<std::string> log_files() const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(lake_ / "shop/t/_delta_log")) {
      names.push_back(entry.path().filename());
    }
    return names;
  }

  /// A change that every process may make at any time.
  Expected<UnitResult, ExecutionError> set_property(const std::string& key, const std::string& value) {
    return run("shop.t", {SetProperty{key, value, std::nullopt}});
  }
};

TEST_F(Processes, EachCommitWinsAVersionOrIsACleanConflict) {
  constexpr int kWriters = 6;
  constexpr int kCommits = 15;
  std::vector<pid_t> children;
  for (int writer = 0; writer < kWriters; ++writer) {
    children.push_back(start([&, writer] {
      int won = 0;
      for (int i = 0; i < kCommits; ++i) {
        const auto result = set_property("k" + std::to_string(writer), std::to_string(i));
        if (result) {
          ++won;
        } else if (result.error().kind != ExecutionError::Kind::conflict) {
          return 255;
        }
      }
      return won;
    }));
  }
  int won = 0;
  for (const pid_t child : children) {
    const int count = wait_for(child);
    ASSERT_GE(count, 0);
    ASSERT_LE(count, kCommits) << "a writer failed otherwise than by a conflict";
    won += count;
  }
  EXPECT_GT(won, 0);
  const ObservedTable after = read("shop.t");
  ASSERT_TRUE(after.present()) << after.problem;
  EXPECT_EQ(after.version, won);
  EXPECT_EQ(log_files().size(), static_cast<std::size_t>(won) + 1) << "a temporary file is left";
  // Each commit builds on the one before it: nobody's change was overwritten.
  std::set<std::string> transactions;
  for (int version = 1; version <= won; ++version) {
    std::istringstream text(commit("shop/t", version));
    std::string line;
    std::getline(text, line);
    const Json info = parse_json(line).members.at(0).value;
    EXPECT_EQ(info.find("readVersion")->integer(), version - 1);
    EXPECT_TRUE(transactions.insert(*info.find_string("txnId")).second);
  }
}

TEST_F(Processes, OneOfSeveralCreatesWins) {
  std::vector<pid_t> children;
  for (int i = 0; i < 5; ++i) {
    children.push_back(start([&] {
      TablePlan plan;
      plan.name = TableName::parse("shop.new");
      const auto result =
          run(plan, {CreateTable{table("shop.new", {column("id", DataType::of(TypeKind::bigint))}), {}}});
      if (result) return 1;
      return result.error().kind == ExecutionError::Kind::conflict ? 0 : 2;
    }));
  }
  int won = 0;
  for (const pid_t child : children) {
    const int result = wait_for(child);
    ASSERT_LT(result, 2);
    won += result;
  }
  EXPECT_EQ(won, 1);
  EXPECT_EQ(read("shop.new").version, 0);
}

TEST_F(Processes, AKilledWriterLeavesAReadableTableAndNoFile) {
  std::int64_t last = 0;
  for (int round = 0; round < 25; ++round) {
    const pid_t child = start([&] {
      for (int i = 0;; ++i) static_cast<void>(set_property("k", std::to_string(i)));
      return 0;
    });
    std::this_thread::sleep_for(std::chrono::milliseconds(3 + round * 2));
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);
    const ObservedTable table = read("shop.t");
    ASSERT_TRUE(table.present()) << table.problem;
    EXPECT_GE(*table.version, last);
    last = *table.version;
    ASSERT_EQ(log_files().size(), static_cast<std::size_t>(last) + 1) << "a temporary file is left";
  }
  EXPECT_GT(last, 0) << "no writer got as far as a commit";
}

TEST_F(Processes, AKilledMakerOfTablesLeavesATableOrNone) {
  for (int round = 0; round < 25; ++round) {
    const pid_t child = start([&] {
      const TableName name = TableName::parse("other.t");
      for (;;) {
        static_cast<void>(
            run("other.t", {CreateTable{table("other.t", {column("id", DataType::of(TypeKind::bigint))}), {}}}));
        static_cast<void>(run("other.t", {DropTable{name}}));
      }
      return 0;
    });
    std::this_thread::sleep_for(std::chrono::milliseconds(2 + round));
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);
    const ObservedTable table = read("other.t");
    ASSERT_TRUE(table.presence == Presence::present || table.presence == Presence::absent) << table.problem;
  }
}

TEST_F(Processes, AFullDiskLeavesNothing) {
  const int result = wait_for(start([&] {
    signal(SIGXFSZ, SIG_IGN);
    const rlimit small{100, 100};  // a write beyond fails in the middle of the file, as on a full disk
    setrlimit(RLIMIT_FSIZE, &small);
    const auto altered = set_property("k", "v");
    const auto made =
        run("other.t", {CreateTable{table("other.t", {column("id", DataType::of(TypeKind::bigint))}), {}}});
    const bool clean = !altered && !made && altered.error().kind == ExecutionError::Kind::failed &&
                       altered.error().message.find("cannot write") != std::string::npos;
    return clean ? 0 : 1;
  }));
  EXPECT_EQ(result, 0);
  EXPECT_EQ(read("shop.t").version, 0);
  EXPECT_EQ(log_files().size(), 1u);
  EXPECT_FALSE(std::filesystem::exists(lake_ / "other")) << "a failed create left its directories";
}

TEST_F(Processes, ADirectoryThatMayNotBeWrittenIsNamed) {
  if (geteuid() != 0) std::filesystem::permissions(lake_ / "shop/t/_delta_log", std::filesystem::perms(0555));
  std::filesystem::permissions(root_, std::filesystem::perms(0755));
  const int result = wait_for(start([&] {
    if (geteuid() == 0 && setuid(65534) != 0) return 2;
    const auto altered = set_property("k", "v");
    if (altered || altered.error().kind != ExecutionError::Kind::failed) return 1;
    return altered.error().message.find("Permission denied") != std::string::npos && !altered.error().fix.empty() ? 0
                                                                                                                  : 3;
  }));
  EXPECT_EQ(result, 0);
  EXPECT_EQ(read("shop.t").version, 0);
}

}  // namespace
}  // namespace delta::lake::test
