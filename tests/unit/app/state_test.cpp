// Who holds a target's locks, what is said of that, and what is left of a run.
#include "app/state.hpp"
#include "execute/passed_on.hpp"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "app/commands.hpp"
#include "app/interrupt.hpp"

namespace delta::app {
namespace {

namespace fs = std::filesystem;

/// A lock's place that all who have its text share.
struct Place : LockPlace {
  explicit Place(std::shared_ptr<std::optional<std::string>> in) : text(std::move(in)) {}
  std::string name() const override { return "ops.deltac_lock"; }
  Expected<bool> make(const std::string& holder) override {
    if (*text) return false;
    *text = holder;
    return true;
  }
  Expected<std::optional<std::string>> holder() override { return *text; }
  Expected<void> remove() override {
    text->reset();
    return {};
  }
  std::shared_ptr<std::optional<std::string>> text;
};

class TargetStates : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "deltac-state-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
    session_.target = *open_target("lake:" + folder_ + "/lake");
    session_.target.lock_place = [this](const TableName&) { return std::make_unique<Place>(text_); };
    session_.options.program = "shop-migrate";
    session_.options.state_schema = "ops";
    session_.options.yes = true;
    child_ = fork();
    if (child_ == 0) {
      pause();
      _exit(0);
    }
  }
  void TearDown() override {
    end_child();
    fs::remove_all(folder_);
  }

  void end_child() {
    if (child_ <= 0) return;
    kill(child_, SIGKILL);
    waitpid(child_, nullptr, 0);
    child_ = 0;
  }
  /// The child holds the server's lock.
  void lock_server() {
    LockOwner owner = this_process("shop-migrate apply");
    owner.pid = child_;
    *text_ = to_text(owner);
  }
  RunStore broken_off() const {
    RunStore store(folder_ + "/state");
    EXPECT_TRUE(store.prepare());
    EXPECT_TRUE(store.begin({}, {}));
    return store;
  }

  std::string folder_;
  pid_t child_ = 0;
  std::shared_ptr<std::optional<std::string>> text_ = std::make_shared<std::optional<std::string>>();
  Session session_;
};

TEST_F(TargetStates, OfALockThatWasHandedOnNothingIsLeftBehind) {
  InterruptGuard guard;
  auto shell = std::make_unique<TargetLock>();
  shell->server.emplace(*ServerLock::acquire(std::make_unique<Place>(text_), this_process("x")));
  const TargetLock held(std::move(*shell));
  shell.reset();
  EXPECT_TRUE(*text_) << "it is held";
  raise(SIGINT);
  EXPECT_TRUE(InterruptGuard::cancels()) << "a statement before the run can be cancelled";
}

TEST_F(TargetStates, UnlockTakesNoServersLockFromALivingProcess) {
  lock_server();
  EXPECT_EQ(run_unlock(session_), ExitCode::conflict);
  EXPECT_TRUE(*text_);
  end_child();
  EXPECT_EQ(run_unlock(session_), ExitCode::in_sync);
  EXPECT_FALSE(*text_);
}

TEST_F(TargetStates, AServersLockOfAProcessThatIsGoneIsSaidToBeThat) {
  const RunStore store = broken_off();
  session_.options.state = "schema";
  lock_server();
  const auto lives = refuse_unfinished(session_, store, folder_);
  ASSERT_FALSE(lives);
  EXPECT_EQ(lives.error().code, ExitCode::conflict);
  EXPECT_TRUE(lives.error().message.starts_with("another run is at work: shop-migrate apply (process "));
  EXPECT_EQ(lives.error().fix, "wait until it is over");
  end_child();
  const auto gone = refuse_unfinished(session_, store, folder_);
  ASSERT_FALSE(gone);
  EXPECT_EQ(gone.error().code, ExitCode::conflict);
  EXPECT_TRUE(gone.error().message.starts_with("a run that is gone left its lock: shop-migrate apply (process "));
  EXPECT_EQ(gone.error().fix, "unlock takes the lock away; status tells what the run had done");
  const InterruptGuard guard;
  const auto lock = lock_target(session_, *delta::open_state("lake:" + folder_ + "/lake", ""));
  ASSERT_FALSE(lock);
  EXPECT_TRUE(lock.error().message.starts_with("a run that is gone left its lock: ")) << lock.error().message;
  EXPECT_EQ(lock.error().fix, gone.error().fix);
}

TEST_F(TargetStates, WhatAnotherMachineHoldsUnlockTakes) {
  const RunStore store = broken_off();
  std::ofstream(folder_ + "/lock.owner")
      << R"({"pid":7,"host":"other","machine":"x","user":"anna","command":"shop-migrate apply","since":"t"})";
  const auto refused = refuse_unfinished(session_, store, folder_);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ExitCode::conflict);
  EXPECT_EQ(refused.error().fix, "wait until it is over; if that machine is gone, unlock takes the lock away");
}

TEST_F(TargetStates, ARunWhoseJournalIsDamagedIsGivenUp) {
  RunStore store(folder_ + "/state");
  ASSERT_TRUE(store.prepare());
  const std::string id = store.begin({}, {})->id();
  std::ofstream(folder_ + "/state/runs/" + id + ".journal", std::ios::app) << "x\n";
  const auto refused = refuse_unfinished(session_, store, folder_);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ExitCode::unfinished);
  EXPECT_EQ(refused.error().fix,
            "its journal is damaged: look at its tables, then recover --abandon REASON gives it up");
}

/// Its one run comes to its end, and its lock is given back, right after it was looked at.
class Ending : public PassedOn {
 public:
  using PassedOn::PassedOn;
  Expected<Runs> runs() const override {
    auto seen = inner_->runs();
    if (!seen->open.empty()) {
      RunStore store(inner_);
      JournalRecord end;
      end.event = JournalRecord::Event::end;
      EXPECT_TRUE(store.close(*store.resume(store.unfinished()->front(), {}), end));
    }
    return seen;
  }
  Expected<std::string> journal(const std::string& run) const override {
    const std::string whole = *inner_->journal(run);
    return asked_++ == 0 ? whole.substr(0, whole.find('\n', whole.find('\n') + 1) + 1) : whole;  // as it was then
  }

 private:
  mutable int asked_ = 0;
};

TEST_F(TargetStates, ARunThatEndsWhileTheLockIsLookedAtWasNotBrokenOff) {
  (void)broken_off();
  const RunStore store(std::make_shared<Ending>(open_file_state(folder_ + "/state")));
  const auto clear = refuse_unfinished(session_, store, folder_);
  EXPECT_TRUE(clear) << clear.error().message;
}

}  // namespace
}  // namespace delta::app
