// From a target's text to the words that a user sees.
#include "delta/engine.hpp"
#include "scripted.hpp"

namespace delta::odbc::test {
namespace {

using OpenTarget = Scripted;

TEST_F(OpenTarget, NamesADataSourceThatIsNone) {
  const auto target = open_target("odbc:DSN=no_such_dsn;PWD=hunter2");
  ASSERT_FALSE(target);
  EXPECT_EQ(target.error().message, "DSN=no_such_dsn: no data source or driver has that name");
  EXPECT_FALSE(target.error().fix.empty());
}

TEST_F(OpenTarget, SaysWhatItWaitsFor) {
  std::vector<std::string> told;
  const std::string text =
      play({{"connect", {error_step("HY000", "[Fake] HTTP code 503, Retry-After: 20")}}}, "Host=wh");
  // The user presses Ctrl-C once it says so.
  const auto target = open_target("odbc:" + text, {.stop_requested = [&] { return !told.empty(); },
                                                   .waiting = [&](const std::string& why) { told.push_back(why); }});
  ASSERT_FALSE(target);
  ASSERT_EQ(told.size(), 1u);
  EXPECT_THAT(told[0], ::testing::MatchesRegex("Host=wh is starting or overloaded: HTTP code 503, Retry-After: 20; "
                                               "trying again in 2[01]\\.[0-9] s"));
  EXPECT_EQ(target.error().message,
            "stopped, as asked, while waiting: Host=wh is starting or overloaded: HTTP code 503, Retry-After: 20");
}

TEST_F(OpenTarget, TriesAgainOnlyWithinTheBudget) {
  const std::string text =
      play({{"connect", {error_step("HY000", "[Fake] HTTP code 503")}}}, "Host=wh;deltac.retry_budget=0");
  const auto target = open_target("odbc:" + text);
  ASSERT_FALSE(target);
  EXPECT_EQ(target.error().message, "Host=wh is starting or overloaded: HTTP code 503");
  EXPECT_THAT(log(), ::testing::ElementsAre("connect"));
}

}  // namespace
}  // namespace delta::odbc::test
