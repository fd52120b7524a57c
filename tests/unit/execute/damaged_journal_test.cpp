// A real journal, of a run that was broken off, cut at every byte and changed at every byte: what is made of it is
// refused, or is right.
#include <gtest/gtest.h>

#include <map>

#include "delta/engine.hpp"
#include "execute/journalled_run.hpp"
#include "execute/recovery.hpp"
#include "support/memory_target.hpp"
#include "support/tables.hpp"

namespace delta {
namespace {

using namespace testing;

/// The machine stops right after the effect of this unit of the run.
class Stopping : public PlanExecutor {
 public:
  Stopping(MemoryTarget& target, int after) : target_(target), left_(after) {}
  Expected<UnitResult, ExecutionError> execute(const TablePlan& plan, const Unit& unit) override {
    auto result = target_.execute(plan, unit);
    if (--left_ == 0) throw std::runtime_error("stopped");
    return result;
  }

 private:
  MemoryTarget& target_;
  int left_;
};

class DamagedJournals : public ::testing::Test {
 protected:
  void SetUp() override {
    std::vector<Table> after;
    for (const char* name : {"d.s.a", "d.s.b", "d.s.c", "d.s.d"}) {
      Table made = table(name, {column("id", "BIGINT")});
      target_.put(marked(observed(made), made));
      made.columns.push_back(commented(column("x", "INT"), "new"));
      made.comment = "changed";
      after.push_back(std::move(made));
    }
    plan_ = *read_and_plan(registry(std::move(after)), target_, {});
    for (const TablePlan& each : plan_.tables) units_ = each.units.size();
    const std::shared_ptr<StateStore> state = make_memory_state();
    RunStore store(state);
    ASSERT_TRUE(store.prepare());
    auto journal = store.begin(plan_, {});
    ASSERT_TRUE(journal);
    const std::string id = journal->id();
    // Two tables are done, the third is in its last unit.
    Stopping executor(target_, static_cast<int>(3 * units_));
    EXPECT_THROW(run_journalled(plan_, store, *std::move(journal), target_, executor), std::runtime_error);
    text_ = *state->journal(id);
  }

  /// What is wrong with what is made of this text; empty if it is refused or right.
  std::string wrong(const std::string& text) {
    const auto journal = read_journal(text, "journal");
    if (!journal) {
      ++refused_;
      return "";
    }
    ++read_;
    const auto tables = examine_run(plan_, &*journal, target_);
    if (!tables) return tables.error().message;
    for (const RecoveredTable& each : *tables) {
      const std::size_t done = each.table < 3 ? units_ : 0;
      if (!each.problem.empty()) return plan_.tables[each.table].name.text() + ": " + each.problem;
      if (each.done != done)
        return plan_.tables[each.table].name.text() + ": " + std::to_string(each.done) + " units done";
    }
    return "";
  }

  MemoryTarget target_{engine()};
  Plan plan_;
  std::size_t units_ = 0;
  std::string text_;
  int refused_ = 0;
  int read_ = 0;
};

TEST_F(DamagedJournals, ThatIsCutAtAnyByteIsRight) {
  ASSERT_GT(text_.size(), 1500U);
  for (std::size_t cut = 0; cut <= text_.size(); ++cut) {
    ASSERT_EQ(wrong(text_.substr(0, cut)), "") << "cut at byte " << cut;
  }
  EXPECT_EQ(refused_, 0) << "a torn tail is no damage";
}

TEST_F(DamagedJournals, OfWhichAnyByteIsAnotherIsRefusedOrRight) {
  for (std::size_t at = 0; at < text_.size(); ++at) {
    for (const int flip : {0x01, 0x80, text_[at] ^ '\n'}) {
      std::string changed = text_;
      changed[at] = static_cast<char>(changed[at] ^ flip);
      ASSERT_EQ(wrong(changed), "") << "byte " << at << " changed by " << flip;
    }
  }
  EXPECT_GT(refused_, read_);
}

}  // namespace
}  // namespace delta
