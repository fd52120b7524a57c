#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <thread>

#include "adapters/odbc/driver_manager.hpp"
#include "scripted.hpp"

namespace delta::odbc::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string repeated(const std::string& text, int times) {
  std::string all;
  while (times-- > 0) all += text;
  return all;
}

/// One script, played by each kind of driver.
class Fetching : public Scripted, public ::testing::WithParamInterface<std::pair<const char*, bool>> {
 protected:
  std::unique_ptr<SqlSession> playing(Json step) {
    step["expect"] = "q";
    return open({{"statements", {step}}, {"get_data", GetParam().first}, {"no_total", GetParam().second}});
  }
};

TEST(DriverManagerTest, AMissingLibraryNamesThePackage) {
  const auto manager = load_driver_manager("libodbc.so.99");
  ASSERT_FALSE(manager);
  EXPECT_EQ(manager.error().kind, SqlError::Kind::setup);
  EXPECT_THAT(manager.error().message, HasSubstr("the ODBC driver manager (libodbc.so.99) cannot be used"));
  EXPECT_EQ(manager.error().fix, "install unixODBC: libodbc2 on Debian and Ubuntu, unixODBC on Fedora and SUSE");
}

TEST_P(Fetching, NullIsNotEmpty) {
  const auto session = playing({{"columns", {"a", "b"}}, {"rows", {{"x", nullptr}, {"", "y"}, {nullptr, nullptr}}}});
  EXPECT_EQ(read(*session, "q"), (Rows{{"x", std::nullopt}, {"", "y"}, {std::nullopt, std::nullopt}}));
}

TEST_P(Fetching, TextIsExact) {
  const std::string text = "é € 😀 \\ \" ' ` \n\t 中 \xED\x9F\xBF";
  const auto session = playing({{"columns", {"a"}}, {"rows", {{text}}}});
  EXPECT_EQ(read(*session, "q"), (Rows{{text}}));
}

TEST_P(Fetching, LongCellsArriveWhole) {
  // Around the sizes of buffers, with pairs of units that a buffer's end may fall into.
  Rows expected;
  Json rows = Json::array();
  for (const int size : {31, 32, 33, 254, 255, 256, 1023, 1024, 1025, 16382, 16383, 16384, 16385, 70000, 300000}) {
    expected.push_back({std::to_string(size), repeated("x", size), repeated("😀", size / 2), "end"});
    rows.push_back(
        {std::to_string(size), {{"text", "x"}, {"times", size}}, {{"text", "😀"}, {"times", size / 2}}, "end"});
  }
  const auto session = playing({{"columns", {"size", "ascii", "pairs", "last"}}, {"rows", rows}});
  const Rows found = read(*session, "q");
  ASSERT_EQ(found.size(), expected.size());
  for (std::size_t i = 0; i < found.size(); ++i) EXPECT_TRUE(found[i] == expected[i]) << *expected[i][0];
}

TEST_P(Fetching, ManyRowsKeepTheirOrder) {
  Json rows = Json::array();
  for (int i = 0; i < 1000; ++i) rows.push_back({std::to_string(i), i % 3 == 0 ? Json() : Json(repeated("y", i))});
  const auto session = playing({{"columns", {"n", "text"}}, {"rows", rows}});
  int next = 0;
  const auto done = session->query("q", [&](SqlRow row) {
    EXPECT_EQ(row[0], std::to_string(next));
    if (next % 3 == 0) {
      EXPECT_FALSE(row[1]);
    } else {
      EXPECT_EQ(row[1]->size(), static_cast<std::size_t>(next));
    }
    ++next;
  });
  EXPECT_TRUE(done);
  EXPECT_EQ(next, 1000);
}

TEST_P(Fetching, AResultWithoutRowsOrColumnsIsNone) {
  const auto session = playing({{"columns", {"a"}}});
  EXPECT_TRUE(read(*session, "q").empty());
  const auto none = playing(Json::object());
  EXPECT_TRUE(read(*none, "q").empty());
}

TEST_P(Fetching, AnErrorAmongTheRowsIsNoEnd) {
  Json step = error_step("HY000", "[Fake] disk on fire");
  step["columns"] = {"a"};
  step["rows"] = {{"1"}, {"2"}};
  const auto session = playing(step);
  int rows = 0;
  const auto done = session->query("q", [&](SqlRow) { ++rows; });
  ASSERT_FALSE(done);
  EXPECT_EQ(rows, 2);
  EXPECT_EQ(done.error().message, "disk on fire");
}

INSTANTIATE_TEST_SUITE_P(Drivers, Fetching,
                         ::testing::Values(std::pair("blocks", false), std::pair("blocks", true),
                                           std::pair("core", false), std::pair("core", true)),
                         [](const auto& info) {
                           return std::string(info.param.first) + (info.param.second ? "_without_totals" : "");
                         });

using Session = Scripted;

TEST_F(Session, StatementsArriveByteForByte) {
  const std::string text = "ALTER TABLE t ADD COLUMN (`we?ird é😀` INT COMMENT '{fn x} -- \\' ; ')";
  const auto session = open({{"statements", {{{"expect", text}}}}});
  EXPECT_TRUE(session->run(text));
  EXPECT_THAT(log(), ElementsAre("connect", text));
}

TEST_F(Session, RunDropsRows) {
  const auto session =
      open({{"statements", {{{"expect", "a"}, {"columns", {"x"}}, {"rows", {{"1"}}}}, {{"expect", "b"}}}}});
  EXPECT_TRUE(session->run("a"));
  EXPECT_TRUE(session->run("b"));
}

TEST_F(Session, AStatementThatTheScriptDoesNotKnowFails) {
  const auto session = open({{"statements", {{{"expect", "a"}}}}});
  const auto done = session->run("b");
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().message, "the script expects a, not b");
}

TEST_F(Session, ALostConnectionIsMadeAnewByTheNextStatement) {
  Json lost = error_step("08S01", "[Fake] Communication link failure");
  lost["expect"] = "a";
  lost["lost"] = true;
  const auto session = open({{"statements", {lost, {{"expect", "b"}}}}});
  EXPECT_FALSE(session->run("a"));
  EXPECT_TRUE(session->run("b"));
  EXPECT_THAT(log(), ElementsAre("connect", "a", "connect", "b"));
}

TEST_F(Session, SecretsAreReadAgainForANewConnection) {
  Json lost = error_step("08S01", "[Fake] gone");
  lost["expect"] = "a";
  lost["lost"] = true;
  ::setenv("DELTAC_TEST_TOKEN", "first", 1);
  const auto session = open({{"statements", {lost}}}, "PWD=env:DELTAC_TEST_TOKEN");
  EXPECT_FALSE(session->run("a"));
  ::unsetenv("DELTAC_TEST_TOKEN");
  const auto done = session->run("b");
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().message, "PWD=env:DELTAC_TEST_TOKEN: the environment variable DELTAC_TEST_TOKEN is not set");
}

TEST_F(Session, AStopRequestCancelsTheRunningStatement) {
  std::atomic<bool> stop = false;
  const Json script{{"statements", {{{"expect", "slow"}, {"until_cancelled", true}}}}};
  auto session = open_odbc_session({.text = play(script), .stop_requested = [&] { return stop.load(); }});
  ASSERT_TRUE(session);
  std::thread user([&] {
    // Once the driver has the statement.
    while (log().size() < 2) std::this_thread::yield();
    stop = true;
  });
  const auto done = (*session)->run("slow");
  user.join();
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().kind, SqlError::Kind::interrupted);
  EXPECT_EQ(done.error().message, "stopped, as asked");
  EXPECT_TRUE(done.error().unknown_outcome);
  EXPECT_FALSE(done.error().retryable);
  const auto next = (*session)->run("next");
  ASSERT_FALSE(next);
  EXPECT_EQ(next.error().kind, SqlError::Kind::interrupted);
  EXPECT_FALSE(next.error().unknown_outcome);
  const auto seen = log();
  EXPECT_THAT(seen, ::testing::Contains("cancel"));
  EXPECT_THAT(seen, ::testing::Not(::testing::Contains("next")));
}

TEST_F(Session, AStopRequestEndsTheReadingOfRows) {
  std::atomic<bool> stop = false;
  const Json script{
      {"get_data", "core"},
      {"statements", {{{"expect", "q"}, {"columns", {"a"}}, {"rows", {{"1"}}}, {"rows_times", 1000000}}}}};
  auto session = open_odbc_session({.text = play(script), .stop_requested = [&] { return stop.load(); }});
  int rows = 0;
  const auto done = (*session)->query("q", [&](SqlRow) { stop = ++rows == 3; });
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().kind, SqlError::Kind::interrupted);
  EXPECT_FALSE(done.error().unknown_outcome);
  EXPECT_EQ(rows, 3);
}

}  // namespace
}  // namespace delta::odbc::test
