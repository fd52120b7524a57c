// One run at a time, and what killed processes and other machines leave.
#include "execute/lock.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

#include "file_system_calls.hpp"
#include "support/lock_race.hpp"

namespace delta {
namespace {

class Locks : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (std::filesystem::temp_directory_path() / "deltac-lock-XXXXXX").string();
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  auto lock(std::chrono::milliseconds timeout = {}) {
    return Lock::acquire(folder_, this_process("shop-migrate apply"), timeout);
  }

  /// What a run on another machine left.
  void locked_elsewhere() const { locked_elsewhere(folder_); }
  static void locked_elsewhere(const std::string& folder) {
    std::ofstream(folder + "/lock.owner")
        << R"({"pid":7,"host":"other","machine":"x","user":"anna","command":"shop-migrate apply","since":"t"})";
  }

  std::string folder_;
};

TEST_F(Locks, TheSecondIsToldWhoHoldsIt) {
  const auto first = lock();
  ASSERT_TRUE(first) << first.error().message;
  const auto second = lock();
  ASSERT_FALSE(second);
  EXPECT_TRUE(second.error().held);
  EXPECT_TRUE(second.error().message.starts_with("another run is at work: shop-migrate apply (process " +
                                                 std::to_string(getpid())))
      << second.error().message;
  ASSERT_TRUE(Lock::holder(folder_));
  EXPECT_EQ(Lock::holder(folder_)->pid, getpid());
  EXPECT_EQ(Lock::break_lock(folder_, *Lock::holder(folder_)), Lock::Broken::lives);
}

TEST_F(Locks, IsFreeAgainAfterwards) {
  {
    ASSERT_TRUE(lock());
  }
  EXPECT_FALSE(Lock::holder(folder_));
  EXPECT_TRUE(lock());
}

TEST_F(Locks, WhatAKilledProcessLeftIsNoObstacle) {
  const pid_t child = fork();
  if (child == 0) {
    const auto held = lock();
    kill(getpid(), SIGKILL);
  }
  waitpid(child, nullptr, 0);
  EXPECT_TRUE(std::filesystem::exists(folder_ + "/lock.owner"));
  EXPECT_FALSE(Lock::holder(folder_)) << "it is stale";
  EXPECT_TRUE(lock());
}

TEST_F(Locks, ThatOfAnotherMachineIsKeptUntilItIsTakenAway) {
  locked_elsewhere();
  const auto mine = lock();
  ASSERT_FALSE(mine);
  EXPECT_EQ(mine.error().message, "another run is at work: shop-migrate apply (process 7 of anna on other, since t)");
  EXPECT_NE(mine.error().fix.find("unlock"), std::string::npos);
  ASSERT_TRUE(Lock::holder(folder_));
  EXPECT_EQ(Lock::break_lock(folder_, *Lock::holder(folder_)), Lock::Broken::yes);
  EXPECT_TRUE(lock());
}

TEST_F(Locks, ThatChangedHandsWhileItWasShownIsNotTakenAway) {
  locked_elsewhere();
  const auto shown = Lock::holder(folder_);
  ASSERT_TRUE(shown);
  LockOwner next = *shown;
  next.pid = 8;
  std::ofstream(folder_ + "/lock.owner") << to_text(next);
  EXPECT_EQ(Lock::break_lock(folder_, *shown), Lock::Broken::of_another);
  EXPECT_EQ(Lock::holder(folder_), next);
}

TEST_F(Locks, WhoLostItDoesNotTakeItFromTheNext) {
  {
    const auto first = lock();
    ASSERT_TRUE(first);
    locked_elsewhere();  // unlock, and then a run, of a machine that flock does not reach
  }
  ASSERT_TRUE(Lock::holder(folder_));
  EXPECT_EQ(Lock::holder(folder_)->host, "other");
}

TEST_F(Locks, OfThisMachineBeforeItWasStartedAnewNeedsUnlock) {
  LockOwner earlier = this_process("shop-migrate apply");
  earlier.machine = "the start before";
  std::ofstream(folder_ + "/lock.owner") << to_text(earlier);
  const auto mine = lock();
  ASSERT_FALSE(mine) << "another machine may have the same name";
  EXPECT_EQ(
      mine.error().fix,
      "wait for it with --lock-timeout; if that machine is gone, or is this one before it was started anew, unlock "
      "takes the lock away");
}

TEST_F(Locks, AUserWhoMayOnlyReadSeesWhatIsStaleAndIsToldWhatHeMayNot) {
  if (geteuid() != 0) GTEST_SKIP() << "somebody else is needed";
  std::filesystem::permissions(folder_, std::filesystem::perms(0755));
  pid_t child = fork();
  if (child == 0) {
    const auto held = lock();
    kill(getpid(), SIGKILL);
  }
  waitpid(child, nullptr, 0);
  const std::string elsewhere = folder_ + "/elsewhere";
  std::filesystem::create_directory(elsewhere);
  std::ofstream(elsewhere + "/lock");
  locked_elsewhere(elsewhere);
  child = fork();
  if (child == 0) {
    if (setuid(65534) != 0) _exit(1);
    if (Lock::holder(folder_)) _exit(2);  // its process is gone
    const auto other = Lock::holder(elsewhere);
    if (!other) _exit(3);
    if (Lock::break_lock(elsewhere, *other) != Lock::Broken::denied || errno != EACCES) _exit(4);
    _exit(0);
  }
  int status = 1;
  waitpid(child, &status, 0);
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

TEST_F(Locks, NobodyHoldsWhatIsNotThere) {
  EXPECT_FALSE(Lock::holder(folder_ + "/none"));
  std::ofstream(folder_ + "/file");
  EXPECT_FALSE(Lock::holder(folder_ + "/file/none"));
}

TEST_F(Locks, AFolderInPlaceOfTheOwnerIsOneThatCannotBeRead) {
  std::filesystem::create_directory(folder_ + "/lock.owner");
  EXPECT_TRUE(Lock::holder(folder_));
}

TEST_F(Locks, AnOwnerThatCannotBeReadStillIsOne) {
  std::ofstream(folder_ + "/lock.owner") << "{\"pid\":";
  EXPECT_FALSE(lock());
  EXPECT_TRUE(Lock::holder(folder_));
}

TEST_F(Locks, WhoOnlyLooksIsNoRun) {
  const int looking = open((folder_ + "/lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  ASSERT_EQ(flock(looking, LOCK_EX), 0);
  std::thread done([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(60));
    close(looking);
  });
  EXPECT_TRUE(lock());
  done.join();
}

TEST_F(Locks, WaitsAndStopsWaiting) {
  auto first = lock();
  ASSERT_TRUE(first);
  const auto start = std::chrono::steady_clock::now();
  EXPECT_FALSE(lock(std::chrono::milliseconds(120)));
  EXPECT_GE(std::chrono::steady_clock::now() - start, std::chrono::milliseconds(120));
  int asked = 0;
  EXPECT_FALSE(Lock::acquire(folder_, this_process("x"), std::chrono::hours(1), [&] { return ++asked == 3; }));
}

TEST_F(Locks, TwoProcessesThatRaceAThousandTimesNeverBothHoldIt) {
  constexpr int kRounds = 500;  // each, so that there are a thousand
  const std::string counter = folder_ + "/counter";
  std::ofstream(counter) << 0;
  const auto race = [&] {
    for (int i = 0; i < kRounds; ++i) {
      const auto held = lock(std::chrono::minutes(1));
      if (!held) return 1;
      // Both would read the same number.
      int number = 0;
      std::ifstream(counter) >> number;
      std::ofstream(counter) << number + 1;
    }
    return 0;
  };
  const pid_t child = fork();
  if (child == 0) _exit(race());
  EXPECT_EQ(race(), 0);
  int status = 1;
  waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
  int number = 0;
  std::ifstream(counter) >> number;
  EXPECT_EQ(number, 2 * kRounds);
}

TEST_F(Locks, OfTwoProcessesThatRaceAThousandTimesExactlyOneWins) {
  testing::expect_one_winner(1000, [this] { return [this] { return Lock::acquire(folder_, this_process("racer")); }; });
}

TEST_F(Locks, OfTwoMachinesThatRaceAThousandTimesExactlyOneWins) {
  testing::flock_is_blind = true;
  testing::expect_one_winner(1000, [this] {
    LockOwner owner = this_process("racer");
    owner.machine = "machine " + std::to_string(getpid());
    return [this, owner] { return Lock::acquire(folder_, owner); };
  });
  testing::flock_is_blind = false;
}

}  // namespace
}  // namespace delta
