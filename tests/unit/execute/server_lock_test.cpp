// A lock that a server keeps: a table, made once whoever asks. In processes that know nothing of each other, on a
// server in a file that outlives them.
#include "execute/server_lock.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "delta/engine.hpp"
#include "support/lock_race.hpp"

namespace delta {
namespace {

class ServerLocks : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (std::filesystem::temp_directory_path() / "deltac-lock-XXXXXX").string();
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
    std::ofstream(folder_ + "/script.json") << R"({"catalogue": "server.json"})";
    std::ofstream(folder_ + "/server.json") << R"({"schemas": {"ops": true}, "tables": {}, "ran": {}})";
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::unique_ptr<LockPlace> place(const std::string& schema = "ops") {
    if (!target_) target_ = *open_target("odbc:Driver=" DELTAC_FAKE_DRIVER ";Script=" + folder_ + "/script.json");
    return target_->lock_place(TableName::parse(schema));
  }
  auto lock(const std::string& command = "shop-migrate apply", std::chrono::milliseconds timeout = {}) {
    return ServerLock::acquire(place(), this_process(command), timeout);
  }
  std::string server() const {
    std::ifstream file(folder_ + "/server.json");
    return {std::istreambuf_iterator<char>(file), {}};
  }

  std::string folder_;
  std::optional<Target> target_;
};

TEST_F(ServerLocks, TheSecondIsToldWhoHoldsIt) {
  auto first = lock("shop-migrate apply");
  ASSERT_TRUE(first) << first.error().message;
  const auto second = lock("billing-migrate apply");
  ASSERT_FALSE(second);
  EXPECT_TRUE(second.error().held);
  EXPECT_TRUE(second.error().message.starts_with("another run is at work: shop-migrate apply (process " +
                                                 std::to_string(getpid())))
      << second.error().message;
  EXPECT_NE(second.error().message.find("holds ops.deltac_lock"), std::string::npos);
  EXPECT_TRUE(first->release());
  EXPECT_EQ(server().find("deltac_lock\": {"), std::string::npos) << "the table is dropped";
  EXPECT_TRUE(lock());
}

TEST_F(ServerLocks, HoldsNoSecret) {
  const auto held = lock();
  ASSERT_TRUE(held);
  const auto holder = place()->holder();
  ASSERT_TRUE(holder && *holder);
  for (const char* key : {"pid", "host", "machine", "user", "command", "since"}) {
    EXPECT_NE((*holder)->find(std::string("\"") + key + "\":"), std::string::npos) << **holder;
  }
  EXPECT_EQ((*holder)->find("Script"), std::string::npos) << "nothing of the connection";
  EXPECT_EQ(owner_of(**holder).pid, getpid());
}

TEST_F(ServerLocks, WhatAKilledProcessLeftIsKeptUntilItIsTakenAway) {
  const pid_t child = fork();
  if (child == 0) {
    const auto held = lock();
    kill(getpid(), SIGKILL);
  }
  waitpid(child, nullptr, 0);
  const auto mine = lock();
  ASSERT_FALSE(mine);
  EXPECT_NE(mine.error().fix.find("unlock"), std::string::npos);
  const auto gone = place();
  const auto owner = ServerLock::holder(*gone);
  ASSERT_TRUE(owner && *owner);
  EXPECT_EQ((*owner)->pid, child);
  LockOwner other = **owner;
  other.since = "later";
  const auto not_taken = ServerLock::take_away(*gone, other);
  ASSERT_TRUE(not_taken);
  EXPECT_FALSE(*not_taken) << "it is not the one that was shown";
  const auto taken = ServerLock::take_away(*gone, **owner);
  EXPECT_TRUE(taken && *taken);
  EXPECT_TRUE(lock());
}

TEST_F(ServerLocks, KnowsWhetherItWasAnothersFirst) {
  auto first = lock("first");
  ASSERT_TRUE(first);
  EXPECT_FALSE(first->waited());
  bool released = false;
  auto second = ServerLock::acquire(place(), this_process("second"), std::chrono::minutes(1), [&] {
    if (!released) released = static_cast<bool>(first->release());
    return false;
  });
  ASSERT_TRUE(second);
  EXPECT_TRUE(second->waited());
}

TEST_F(ServerLocks, WhoLostItDoesNotTakeItFromTheNext) {
  auto first = lock("first");
  ASSERT_TRUE(first);
  ASSERT_TRUE(place()->remove());  // unlock
  auto second = lock("second");
  ASSERT_TRUE(second);
  EXPECT_TRUE(first->release());
  const auto owner = ServerLock::holder(*place());
  ASSERT_TRUE(owner && *owner);
  EXPECT_EQ((*owner)->command, "second");
}

TEST_F(ServerLocks, ASchemaThatIsMissingIsTold) {
  const auto held = ServerLock::acquire(place("nowhere"), this_process("x"));
  ASSERT_FALSE(held);
  EXPECT_FALSE(held.error().held);
  EXPECT_NE(held.error().message.find("nowhere.deltac_lock"), std::string::npos);
  EXPECT_NE(held.error().fix, "");
}

TEST_F(ServerLocks, WaitsAndStopsWaiting) {
  auto first = lock();
  ASSERT_TRUE(first);
  const auto start = std::chrono::steady_clock::now();
  EXPECT_FALSE(lock("x", std::chrono::milliseconds(150)));
  EXPECT_GE(std::chrono::steady_clock::now() - start, std::chrono::milliseconds(150));
  int asked = 0;
  EXPECT_FALSE(ServerLock::acquire(place(), this_process("x"), std::chrono::hours(1), [&] { return ++asked == 3; }));
}

TEST_F(ServerLocks, OfTwoProcessesThatRaceAThousandTimesExactlyOneWins) {
  testing::expect_one_winner(1000, [this] {
    auto target =
        std::make_shared<Target>(*open_target("odbc:Driver=" DELTAC_FAKE_DRIVER ";Script=" + folder_ + "/script.json"));
    return [target] { return ServerLock::acquire(target->lock_place(TableName::parse("ops")), this_process("racer")); };
  });
}

}  // namespace
}  // namespace delta
