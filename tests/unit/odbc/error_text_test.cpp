#include "adapters/odbc/error_text.hpp"

#include <gtest/gtest.h>

#include "adapters/odbc/errors.hpp"

namespace delta::odbc {
namespace {

using std::chrono::milliseconds;

TEST(ErrorText, ConditionsAreSparks) {
  EXPECT_EQ(error_condition("[Simba][Hardy] (80) [UNRESOLVED_COLUMN.WITH_SUGGESTION] A column"),
            "UNRESOLVED_COLUMN.WITH_SUGGESTION");
  EXPECT_EQ(error_condition("[unixODBC][Driver Manager][HY000] no table [a] [A]"), "");
  EXPECT_EQ(error_condition("[ broken"), "");
}

TEST(ErrorText, SqlstatesAreTakenFromTheText) {
  EXPECT_EQ(stated_sqlstate("… SQLSTATE: 42P01"), "42P01");
  EXPECT_EQ(stated_sqlstate("… (SQLSTATE=2D521)"), "2D521");
  EXPECT_EQ(stated_sqlstate("SQLSTATE: 42P011"), "");
  EXPECT_EQ(stated_sqlstate("SQLSTATE is a code; SQLSTATE: 0A000; line 1"), "0A000");
  EXPECT_EQ(stated_sqlstate("SQLSTATE"), "");
}

TEST(ErrorText, HttpStatusesAreToldFromNumbers) {
  EXPECT_EQ(http_status("HTTP Response code: 503"), 503);
  EXPECT_EQ(http_status("429 Too Many Requests"), 429);
  EXPECT_EQ(http_status("the table has 503 columns"), 0);
  EXPECT_EQ(http_status("error code: '0' and 4290 rows"), 0);
  EXPECT_EQ(http_status("HTTP/1.1 401"), 401);
}

TEST(ErrorText, WaitsAreRead) {
  EXPECT_EQ(retry_after("Retry-After: 30"), milliseconds(30'000));
  EXPECT_EQ(retry_after("retry-after='7'"), milliseconds(7'000));
  EXPECT_EQ(retry_after("please retry after 250 ms"), milliseconds(250));
  EXPECT_EQ(retry_after("retry in 2 minutes"), milliseconds(120'000));
  EXPECT_EQ(retry_after("Retry-After: Wed, 21 Oct 2026"), std::nullopt);
  EXPECT_EQ(retry_after("retry after some time"), std::nullopt);
}

TEST(ErrorText, SentencesAreForPeople) {
  EXPECT_EQ(sentence("[unixODBC][Driver Manager]Can't open lib 'x' : file not found"),
            "Can't open lib 'x' : file not found");
  EXPECT_EQ(sentence("[Fake] [TABLE_OR_VIEW_NOT_FOUND] no\r\n  table.\n"), "[TABLE_OR_VIEW_NOT_FOUND] no table");
  EXPECT_EQ(sentence("ERROR: bad;\nError while executing the query"), "bad");
  EXPECT_EQ(sentence("boom\n\tat org.apache.Spark(x.scala:1)\n\tat y"), "boom");
  EXPECT_EQ(sentence(""), "");
  // Cut between characters.
  std::string umlauts;
  for (int i = 0; i < 400; ++i) umlauts += "ä";
  EXPECT_EQ(sentence("x" + umlauts).size(), 599u + 3u);
}

TEST(Errors, NoRecordsAreAnErrorToo) {
  const SqlError error = classify({}, {.server = "DSN=p"});
  EXPECT_EQ(error.kind, SqlError::Kind::refused);
  EXPECT_EQ(error.message, "the driver gives no reason");
}

TEST(Errors, BracesInAServersWordsAreText) {
  const SqlError error = classify({{"42601", 0, "no {server} in {words} {}"}}, {.server = "DSN={x}"});
  EXPECT_EQ(error.message, "no {server} in {words} {}");
}

}  // namespace
}  // namespace delta::odbc
