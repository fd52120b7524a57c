#include "delta/execute/retry.hpp"

#include <gmock/gmock.h>

#include <deque>
#include <vector>

#include "adapters/odbc/retrying_session.hpp"
#include "scripted.hpp"
#include "support/still_clock.hpp"

namespace delta::odbc {
namespace {

using ::delta::testing::StillClock;
using std::chrono::milliseconds;
using std::chrono::seconds;
using ::testing::ElementsAre;
using Kind = SqlError::Kind;

std::vector<int> waits(const RetryPolicy& policy, StillClock& still) {
  const RetryClock clock = still.clock();
  Retry retry(policy, clock);
  std::vector<int> all;
  while (const auto wait = retry.next_wait()) {
    all.push_back(static_cast<int>(wait->count()));
    still.now += *wait;
  }
  return all;
}

TEST(RetryWaits, GrowUpToTheCapAndEndWithTheBudget) {
  StillClock still;
  const RetryPolicy policy{
      .first = milliseconds(100), .growth = 2, .cap = milliseconds(500), .budget = milliseconds(1000)};
  still.chance = 0;
  EXPECT_THAT(waits(policy, still), ElementsAre(50, 100, 200, 250, 250));
  still.chance = 0.999;
  EXPECT_THAT(waits(policy, still), ElementsAre(100, 200, 400));
  EXPECT_THAT(waits({.budget = milliseconds(0)}, still), ElementsAre());
}

TEST(RetryWaits, NeverLessThanTheServerAsksFor) {
  StillClock still;
  const RetryClock clock = still.clock();
  Retry retry({.first = milliseconds(100), .cap = milliseconds(500), .budget = seconds(60)}, clock);
  EXPECT_EQ(retry.next_wait(seconds(30)), milliseconds(30'000));
  still.chance = 0.5;
  EXPECT_EQ(retry.next_wait(seconds(30)), milliseconds(30'500));
  still.now += seconds(40);
  EXPECT_EQ(retry.next_wait(seconds(30)), std::nullopt);
  EXPECT_EQ(retry.failures(), 3);
}

TEST(RetryWaits, TimeSpentInAttemptsCounts) {
  StillClock still;
  const RetryClock clock = still.clock();
  Retry retry({.budget = seconds(60)}, clock);
  EXPECT_TRUE(retry.next_wait());
  still.now += seconds(61);
  EXPECT_FALSE(retry.next_wait());
}

TEST(RetryWaits, TheMachinesClockStopsWhenAsked) {
  const RetryClock clock = system_retry_clock([] { return true; });
  EXPECT_FALSE(clock.sleep(seconds(3600)));
  EXPECT_TRUE(system_retry_clock().sleep(milliseconds(1)));
  const double chance = clock.random();
  EXPECT_TRUE(chance >= 0 && chance < 1);
}

/// Fails as told, then succeeds with one row.
class Failing final : public SqlSession {
 public:
  explicit Failing(std::deque<SqlError> errors, int rows_before = 0)
      : errors_(std::move(errors)), rows_before_(rows_before) {}

  Expected<void, SqlError> query(std::string_view, const std::function<void(SqlRow)>& each) override {
    const std::optional<std::string_view> cell("x");
    for (int i = 0; i < rows_before_; ++i) each(SqlRow(&cell, 1));
    if (auto done = run(""); !done) return done;
    each(SqlRow(&cell, 1));
    return {};
  }
  Expected<void, SqlError> run(std::string_view) override {
    ++calls;
    if (errors_.empty()) return {};
    SqlError error = errors_.front();
    errors_.pop_front();
    return error;
  }

  int calls = 0;

 private:
  std::deque<SqlError> errors_;
  int rows_before_;
};

SqlError error_of(Kind kind, bool retryable, bool unknown = false) {
  SqlError error;
  error.kind = kind;
  error.message = "why";
  error.retryable = retryable;
  error.unknown_outcome = unknown;
  return error;
}

struct Trial {
  explicit Trial(std::deque<SqlError> errors, int rows_before = 0) {
    auto inner = std::make_unique<Failing>(std::move(errors), rows_before);
    failing = inner.get();
    session = std::make_unique<RetryingSession>(std::move(inner), SessionRetry{.clock = still.clock()});
  }
  Expected<void, SqlError> query() {
    return session->query("q", [this](SqlRow) { ++rows; });
  }

  StillClock still;
  Failing* failing;
  std::unique_ptr<RetryingSession> session;
  int rows = 0;
};

TEST(RetryingReads, AreTriedAgain) {
  SqlError starting = error_of(Kind::busy, true);
  starting.retry_after = seconds(30);
  Trial trial({starting, error_of(Kind::lost, true, true), error_of(Kind::lost, true)});
  EXPECT_TRUE(trial.query());
  EXPECT_EQ(trial.failing->calls, 4);
  EXPECT_EQ(trial.rows, 1);
  EXPECT_THAT(trial.still.slept, ElementsAre(seconds(30), milliseconds(250), milliseconds(500)));
}

TEST(RetryingReads, AreNotTriedAgainOnceRowsWerePassedOn) {
  Trial trial({error_of(Kind::lost, true)}, 1);
  EXPECT_FALSE(trial.query());
  EXPECT_EQ(trial.failing->calls, 1);
  EXPECT_EQ(trial.rows, 1);
}

TEST(RetryingReads, NeverAfterARefusalOrWrongCredentials) {
  for (const Kind kind : {Kind::refused, Kind::not_found, Kind::exists, Kind::not_permitted, Kind::conflict,
                          Kind::authentication, Kind::setup, Kind::timeout, Kind::interrupted}) {
    Trial trial({error_of(kind, false)});
    EXPECT_FALSE(trial.query());
    EXPECT_EQ(trial.failing->calls, 1);
    EXPECT_THAT(trial.still.slept, ElementsAre());
  }
}

TEST(RetryingWrites, AreNotRepeatedWhenTheyMayHaveRun) {
  Trial trial({error_of(Kind::lost, true, true)});
  const auto done = trial.session->run("ALTER");
  ASSERT_FALSE(done);
  EXPECT_TRUE(done.error().unknown_outcome);
  EXPECT_EQ(trial.failing->calls, 1);
}

TEST(RetryingWrites, AreRepeatedWhenNothingRan) {
  Trial trial({error_of(Kind::busy, true), error_of(Kind::lost, true)});
  EXPECT_TRUE(trial.session->run("ALTER"));
  EXPECT_EQ(trial.failing->calls, 3);
}

TEST(RetryingSessions, GiveUpAndSayHowOftenTheyTried) {
  Trial trial(std::deque<SqlError>(100, error_of(Kind::lost, true)));
  const auto done = trial.query();
  ASSERT_FALSE(done);
  // 250, 500, 1000, 2000, 4000 are 7.75 of the 10 seconds that a lost connection gets.
  EXPECT_EQ(done.error().message, "why (tried 6 times in 8 s)");
  EXPECT_EQ(trial.failing->calls, 6);
}

TEST(RetryingSessions, StopWaitingWhenAsked) {
  Trial trial({error_of(Kind::busy, true)});
  trial.still.stopped = true;
  const auto done = trial.query();
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().kind, Kind::interrupted);
  EXPECT_EQ(done.error().message, "stopped, as asked, while waiting: why");
  EXPECT_EQ(trial.failing->calls, 1);
}

using RetryingOpen = test::Scripted;

TEST_F(RetryingOpen, WaitsForAWarehouseThatStarts) {
  StillClock still;
  std::vector<std::string> told;
  SessionRetry retry{.clock = still.clock()};
  retry.waiting = [&](const SqlError& error, milliseconds wait) {
    told.push_back(std::to_string(wait.count()) + ": " + error.message);
  };
  const std::string text = play({{"connect",
                                  {test::error_step("HY000", "[Fake] HTTP Response code: 503, Retry-After: 20"),
                                   test::error_step("HY000", "[Fake] HTTP Response code: 503"), test::Json::object()}},
                                 {"statements", {{{"expect", "a"}}}}},
                                "Host=wh");
  auto session = open_retrying_session({.text = text}, retry);
  ASSERT_TRUE(session) << session.error().message;
  EXPECT_TRUE((*session)->run("a"));
  EXPECT_THAT(told, ElementsAre("20000: Host=wh is starting or overloaded: HTTP Response code: 503, Retry-After: 20",
                                "500: Host=wh is starting or overloaded: HTTP Response code: 503"));
  EXPECT_THAT(log(), ElementsAre("connect", "connect", "connect", "a"));
}

TEST_F(RetryingOpen, DoesNotInsistOnWrongCredentialsOrWithoutABudget) {
  StillClock still;
  const test::Json denied{{"connect", {test::error_step("28000", "[Fake] no")}}};
  auto session = open_retrying_session({.text = play(denied)}, {.clock = still.clock()});
  ASSERT_FALSE(session);
  EXPECT_EQ(session.error().kind, Kind::authentication);
  EXPECT_THAT(still.slept, ElementsAre());
  EXPECT_THAT(log(), ElementsAre("connect"));
}

TEST_F(RetryingOpen, TakesTheBudgetFromTheTarget) {
  StillClock still;
  const test::Json starting{{"connect", {test::error_step("HY000", "[Fake] HTTP Response code: 503")}}};
  auto session =
      open_retrying_session({.text = play(starting, "Host=wh;deltac.retry_budget=0")}, {.clock = still.clock()});
  ASSERT_FALSE(session);
  EXPECT_EQ(session.error().message, "Host=wh is starting or overloaded: HTTP Response code: 503");
  EXPECT_THAT(still.slept, ElementsAre());
}

}  // namespace
}  // namespace delta::odbc
