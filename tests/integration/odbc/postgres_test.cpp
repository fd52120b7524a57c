// The adapter through psqlODBC against a real server, which with_postgres starts: what a fake driver cannot show of a
// driver's ways. Spark is reached through the same driver in tests/spark.
#include <gmock/gmock.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "adapters/odbc/odbc_session.hpp"

namespace delta::odbc {
namespace {

using Kind = SqlError::Kind;
using Rows = std::vector<std::vector<std::optional<std::string>>>;
using std::chrono::seconds;

std::string target(const std::string& more) {
  const char* port = std::getenv("PGPORT");
  return std::string("Driver=" DELTAC_PSQLODBC
                     ";Servername=127.0.0.1;Database=postgres;Username=postgres;"
                     "SSLmode=disable;Port=") +
         (port == nullptr ? "0" : port) + ';' + more;
}

const std::string kPassword = "PWD=env:DELTAC_TEST_PASSWORD";

std::unique_ptr<SqlSession> open(const std::string& more = kPassword, std::function<bool()> stop = nullptr) {
  auto session = open_odbc_session({.text = target(more), .stop_requested = std::move(stop)});
  EXPECT_TRUE(session) << session.error().message;
  return session ? *std::move(session) : nullptr;
}

Rows read(SqlSession& session, const std::string& statement) {
  Rows rows;
  const auto done = session.query(statement, [&](SqlRow row) { rows.emplace_back(row.begin(), row.end()); });
  EXPECT_TRUE(done) << done.error().message;
  return rows;
}

SqlError connect_error(const std::string& text) {
  auto session = open_odbc_session({.text = text});
  EXPECT_FALSE(session);
  return session ? SqlError{} : session.error();
}

TEST(Postgres, TextIsExactWhateverTheLocale) {
  const auto session = open();
  EXPECT_EQ(read(*session, "SELECT 'é € 😀 \\ \"', NULL, '', 'a' || chr(10) || 'b'"),
            (Rows{{"é € 😀 \\ \"", std::nullopt, "", "a\nb"}}));
}

TEST(Postgres, LongCellsArriveWhole) {
  const auto session = open();
  const auto rows = read(*session, "SELECT g, repeat('é😀x', g * 37), 'end' FROM generate_series(1, 3000, 100) g");
  ASSERT_EQ(rows.size(), 30u);
  for (const auto& row : rows) {
    const std::size_t times = std::stoul(*row[0]) * 37;
    EXPECT_EQ(row[1]->size(), times * 7);
    EXPECT_TRUE(row[1]->ends_with("é😀x"));
    EXPECT_EQ(row[2], "end");
  }
}

TEST(Postgres, AQuestionMarkInANameIsNoParameter) {
  const auto session = open();
  ASSERT_TRUE(session->run("CREATE TEMP TABLE q (\"we?ird\" INT /* ? */)"));
  EXPECT_EQ(read(*session, "SELECT count(\"we?ird\") FROM q -- ?"), (Rows{{"0"}}));
}

TEST(Postgres, WrongPassword) {
  const SqlError error = connect_error(target("PWD=not-the-password"));
  EXPECT_EQ(error.kind, Kind::authentication);
  EXPECT_FALSE(error.retryable);
  EXPECT_THAT(error.message, ::testing::StartsWith("Servername=127.0.0.1 does not accept the credentials: "));
  EXPECT_THAT(error.message, ::testing::HasSubstr("password authentication failed for user \"postgres\""));
  EXPECT_THAT(error.message, ::testing::Not(::testing::HasSubstr("not-the-password")));
}

TEST(Postgres, ServerDown) {
  // Nothing listens on port 1.
  const SqlError error = connect_error(target("Port=1;" + kPassword));
  EXPECT_EQ(error.kind, Kind::lost);
  EXPECT_TRUE(error.retryable);
  EXPECT_FALSE(error.unknown_outcome);
  EXPECT_THAT(error.message, ::testing::StartsWith("Servername=127.0.0.1 cannot be reached: "));
  EXPECT_THAT(error.message, ::testing::HasSubstr("Connection refused"));
}

TEST(Postgres, PermissionDenied) {
  const auto session = open();
  ASSERT_TRUE(session->run("CREATE ROLE nobody_special"));
  ASSERT_TRUE(session->run("SET ROLE nobody_special"));
  const auto done = session->run("CREATE SCHEMA s");
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().kind, Kind::not_permitted);
  EXPECT_EQ(done.error().sqlstate, "42501");
  EXPECT_EQ(done.error().message, "Servername=127.0.0.1 does not permit this: permission denied for database postgres");
}

TEST(Postgres, RefusalsAreTold) {
  const auto session = open();
  EXPECT_EQ(session->run("SELECT * FROM nope").error().kind, Kind::not_found);
  ASSERT_TRUE(session->run("CREATE TABLE there (a INT)"));
  EXPECT_EQ(session->run("CREATE TABLE there (a INT)").error().kind, Kind::exists);
  const auto syntax = session->run("SELEC 1");
  EXPECT_EQ(syntax.error().kind, Kind::refused);
  EXPECT_EQ(syntax.error().message, "syntax error at or near \"SELEC\"");
}

TEST(Postgres, ALongMessageComesInOnePiece) {
  const auto session = open();
  const std::string text(1500, 'x');
  const auto done = session->run("DO $$ BEGIN RAISE EXCEPTION '" + text + " [DELTA_AT_THE_END]'; END $$");
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().condition, "DELTA_AT_THE_END");
}

TEST(Postgres, StatementTimeout) {
  const auto session = open(kPassword + ";deltac.statement_timeout=1");
  const auto done = session->run("SELECT pg_sleep(60)");
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().kind, Kind::timeout);
  EXPECT_TRUE(done.error().unknown_outcome);
  EXPECT_THAT(done.error().message, ::testing::StartsWith("the statement did not end within 1 second: "));
  EXPECT_EQ(read(*session, "SELECT 2"), (Rows{{"2"}}));
}

TEST(Postgres, AStopRequestCancels) {
  std::atomic<bool> stop = false;
  const auto watching = open();
  const auto session = open(kPassword, [&] { return stop.load(); });
  std::thread user([&] {
    const std::string running = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep(6%'";
    while (read(*watching, running) == Rows{{"0"}}) std::this_thread::yield();
    stop = true;
  });
  const auto start = std::chrono::steady_clock::now();
  const auto done = session->run("SELECT pg_sleep(60)");
  user.join();
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().kind, Kind::interrupted);
  EXPECT_LT(std::chrono::steady_clock::now() - start, seconds(30));
}

TEST(Postgres, ConnectionLostAfterSend) {
  const auto session = open();
  const auto other = open();
  const auto pid = read(*session, "SELECT pg_backend_pid()");
  std::thread killer([&] {
    const std::string running = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep(59%'";
    while (read(*other, running) == Rows{{"0"}}) std::this_thread::yield();
    read(*other, "SELECT pg_terminate_backend(" + *pid[0][0] + ")");
  });
  const auto done = session->run("SELECT pg_sleep(59)");
  killer.join();
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().kind, Kind::lost) << done.error().sqlstate << ' ' << done.error().message;
  EXPECT_TRUE(done.error().unknown_outcome);
  // The next statement has a new connection.
  EXPECT_EQ(read(*session, "SELECT 1"), (Rows{{"1"}}));
}

TEST(Postgres, ConnectionLostWhileIdle) {
  const auto session = open();
  const auto other = open();
  const auto pid = read(*session, "SELECT pg_backend_pid()");
  read(*other, "SELECT pg_terminate_backend(" + *pid[0][0] + ")");
  const auto gone = [&] { return read(*other, "SELECT count(*) FROM pg_stat_activity WHERE pid = " + *pid[0][0]); };
  while (gone() != Rows{{"0"}}) std::this_thread::yield();
  const auto done = session->run("SELECT 1");
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().kind, Kind::lost) << done.error().sqlstate << ' ' << done.error().message;
  EXPECT_EQ(read(*session, "SELECT 1"), (Rows{{"1"}}));
}

}  // namespace
}  // namespace delta::odbc
