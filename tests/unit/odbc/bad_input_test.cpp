// What users meet, with the words they see: through the driver manager, played by the fake driver.
#include "scripted.hpp"

namespace delta::odbc::test {
namespace {

using std::chrono::seconds;
using Kind = SqlError::Kind;

/// The kind, whether trying again may help, and whether it may have run: "busy, again", "lost, again, unknown".
std::string shape(const SqlError& error) {
  constexpr const char* names[] = {"refused", "not_found", "exists",  "not_permitted", "conflict",   "authentication",
                                   "setup",   "busy",      "timeout", "lost",          "interrupted"};
  std::string text = names[static_cast<int>(error.kind)];
  if (error.retryable) text += ", again";
  if (error.unknown_outcome) text += ", unknown";
  return text;
}

class BadInput : public Scripted {
 protected:
  SqlError connect_error(const Json& step, const std::string& more = "") {
    SqlError error = refusal({.text = play({{"connect", {step}}}, more), .login_timeout = seconds(30)});
    // The server is what this build's driver is called by.
    const std::string name = "Driver=" DELTAC_FAKE_DRIVER;
    if (const auto at = error.message.find(name); at != std::string::npos) error.message.replace(at, name.size(), "X");
    return error;
  }
  SqlError statement_error(const Json& step, const std::string& more = "Host=wh") {
    SqlError error = failure(step, more);
    return error;
  }
};

TEST_F(BadInput, NoSuchDataSource) {
  const SqlError error = refusal({.text = "DSN=no_such_dsn;UID=me;PWD=hunter2"});
  EXPECT_EQ(shape(error), "setup");
  EXPECT_EQ(error.sqlstate, "IM002");
  EXPECT_EQ(error.message, "DSN=no_such_dsn: no data source or driver has that name");
  EXPECT_EQ(error.fix,
            "`odbcinst -q -s` lists the data sources, `odbcinst -q -d` the drivers; enter it in odbc.ini, or name a "
            "driver's file: odbc:Driver=/path/to/driver.so;…");
}

TEST_F(BadInput, NoSuchDriver) {
  const SqlError error = refusal({.text = "Driver=/no/such/driver.so;PWD=hunter2"});
  EXPECT_EQ(shape(error), "setup");
  EXPECT_EQ(error.message,
            "the ODBC driver of Driver=/no/such/driver.so cannot be loaded: Can't open lib '/no/such/driver.so' : file "
            "not found");
  EXPECT_EQ(error.fix, "install the driver, or correct its path in odbcinst.ini (`odbcinst -j` tells where)");
}

TEST_F(BadInput, ADriverThatGarblesText) {
  const SqlError error = refusal({.text = play({{"driver", "psqlodbca.so"}}, "Host=wh")});
  EXPECT_EQ(shape(error), "setup");
  EXPECT_EQ(error.message,
            "the driver of Host=wh is psqlODBC's ANSI driver, through which text that is not ASCII arrives garbled");
}

TEST_F(BadInput, WrongPassword) {
  const SqlError error = connect_error(
      error_step("28000", "[Simba][ThriftExtension] (5) Error occurred while contacting server: invalid credentials"));
  EXPECT_EQ(shape(error), "authentication");
  EXPECT_EQ(error.message,
            "X does not accept the credentials: (5) Error occurred while contacting server: invalid credentials");
  EXPECT_EQ(error.fix,
            "check the user and the secret of the target or of odbc.ini; write a secret as PWD=env:VARIABLE or "
            "PWD=file:PATH");
}

TEST_F(BadInput, WrongTokenByHttp) {
  const SqlError error = connect_error(
      error_step("HY000",
                 "[Simba][ThriftExtension] (14) Unexpected response from server during a HTTP connection: Unauthorized/"
                 "Forbidden error response returned, HTTP status 401"));
  EXPECT_EQ(shape(error), "authentication");
}

TEST_F(BadInput, ServerDown) {
  const SqlError error = connect_error(error_step("08001", "[Fake] could not connect to host: Connection refused"));
  EXPECT_EQ(shape(error), "lost, again");
  EXPECT_EQ(error.message, "X cannot be reached: could not connect to host: Connection refused");
  EXPECT_EQ(error.fix, "check host and port in the target or odbc.ini, and that the server runs");
}

TEST_F(BadInput, NoAnswerToTheLogin) {
  const SqlError error = connect_error({{"seconds", 3600}}, "deltac.login_timeout=20");
  EXPECT_EQ(shape(error), "lost, again");
  EXPECT_EQ(error.message, "X gave no answer within 20 seconds");
  EXPECT_EQ(error.fix, "check host and port; a slow start gets longer with deltac.login_timeout=SECONDS in the target");
}

TEST_F(BadInput, WarehouseStarting) {
  const SqlError error = connect_error(
      error_step("HY000",
                 "[Simba][SparkODBC] (1) HTTP Response code: 503, TEMPORARILY_UNAVAILABLE: the warehouse is "
                 "starting. Retry-After: 30"));
  EXPECT_EQ(shape(error), "busy, again");
  EXPECT_EQ(error.retry_after, std::chrono::seconds(30));
  EXPECT_EQ(error.message,
            "X is starting or overloaded: (1) HTTP Response code: 503, TEMPORARILY_UNAVAILABLE: the warehouse is "
            "starting. Retry-After: 30");
  EXPECT_EQ(error.fix, "run the command again once it is up");
}

TEST_F(BadInput, WarehouseStopsDuringAStatement) {
  const SqlError error = statement_error(error_step("HY000", "[Fake] HTTP Response code: 503, Retry-After: 5"));
  EXPECT_EQ(shape(error), "busy, again, unknown");
  EXPECT_EQ(error.message, "Host=wh is overloaded or stopping: HTTP Response code: 503, Retry-After: 5");
  EXPECT_EQ(error.retry_after, std::chrono::seconds(5));
}

TEST_F(BadInput, Throttled) {
  const SqlError error = statement_error(
      error_step("HY000", "[Simba][Hardy] (134) HTTP error 429 Too Many Requests, retry after 1500 ms"));
  EXPECT_EQ(shape(error), "busy, again, unknown") << "drivers ask over HTTP how far a statement is";
  EXPECT_EQ(error.retry_after, std::chrono::milliseconds(1500));
  EXPECT_EQ(error.message,
            "Host=wh takes no more requests for now: (134) HTTP error 429 Too Many Requests, retry after 1500 ms");
}

TEST_F(BadInput, PermissionDenied) {
  const SqlError error = statement_error(
      error_step("42501",
                 "[Fake] [INSUFFICIENT_PERMISSIONS] Insufficient privileges: User does not have MODIFY on "
                 "Table 'a.b.c'. SQLSTATE: 42501"));
  EXPECT_EQ(shape(error), "not_permitted");
  EXPECT_EQ(error.condition, "INSUFFICIENT_PERMISSIONS");
  EXPECT_EQ(error.message,
            "Host=wh does not permit this: [INSUFFICIENT_PERMISSIONS] Insufficient privileges: User does not have "
            "MODIFY on Table 'a.b.c'. SQLSTATE: 42501");
  EXPECT_EQ(error.fix, "have the missing privilege granted to the user that the target names");
  EXPECT_EQ(shape(statement_error(error_step("42000", "[Fake] PERMISSION_DENIED: no USE SCHEMA on s"))),
            "not_permitted");
}

/// The server's answers quote statements, and those may speak of anything.
TEST_F(BadInput, WordsOfTheStatementAreNoneOfTheNetwork) {
  for (const char* said :
       {"[DELTA_NEW_CHECK_CONSTRAINT_VIOLATION] 1 rows in a.b violate the new CHECK constraint (status <> 503). "
        "SQLSTATE: 23512",
        "[DELTA_NEW_CHECK_CONSTRAINT_VIOLATION] 1 rows in a.b violate the new CHECK constraint (code <> 401)",
        "[PARSE_SYNTAX_ERROR] Syntax error at or near 'service unavailable'. SQLSTATE: 42601",
        "[UNRESOLVED_COLUMN.WITHOUT_SUGGESTION] 'connection refused' cannot be resolved. SQLSTATE: 42703",
        "bad CHECK (note <> 'connection reset'). SQLSTATE: 42601"}) {
    EXPECT_EQ(shape(statement_error(error_step("42000", std::string("[Fake] ") + said))), "refused") << said;
  }
}

TEST_F(BadInput, WhatNobodyCanExplainMayHaveRun) {
  EXPECT_EQ(shape(statement_error(error_step("XX000", "[Fake] [INTERNAL_ERROR] The Spark SQL phase failed"))),
            "refused, unknown");
  EXPECT_EQ(shape(statement_error(error_step("HY000", "[Fake] unexpected EOF of TLS"))), "refused, unknown");
  EXPECT_EQ(shape(statement_error(error_step("HY000", "[Fake] HTTP Response code: 500"))), "refused, unknown");
  EXPECT_EQ(shape(statement_error(error_step("HY000", "[Fake] HTTP status 401: token expired"))),
            "authentication, unknown");
}

TEST_F(BadInput, StatementTimeout) {
  const SqlError error = statement_error({{"seconds", 3600}}, "Host=wh;deltac.statement_timeout=60");
  EXPECT_EQ(shape(error), "timeout, unknown");
  EXPECT_EQ(error.message, "the statement did not end within 60 seconds: Timeout expired");
  EXPECT_EQ(error.fix, "give it longer with deltac.statement_timeout=SECONDS in the target");
}

TEST_F(BadInput, ConnectionLostAfterSend) {
  Json step = error_step("08S01", "[Fake] Communication link failure");
  step["lost"] = true;
  const SqlError error = statement_error(step);
  EXPECT_EQ(shape(error), "lost, again, unknown");
  EXPECT_EQ(error.message, "the connection to Host=wh broke: Communication link failure");
  EXPECT_EQ(error.fix, "run the command again: it reads first what the server did");
  for (const char* state : {"08007", "HYT01", "57P01"}) {
    EXPECT_EQ(shape(statement_error(error_step(state, "[Fake] gone"))), "lost, again, unknown") << state;
  }
  EXPECT_EQ(shape(statement_error(error_step("HY000", "[Fake] HTTP Response code: 504"))), "lost, again, unknown");
}

TEST_F(BadInput, ConnectionLostBeforeSend) {
  const SqlError error = statement_error(error_step("08003", "[Fake] Connection not open"));
  EXPECT_EQ(shape(error), "lost, again");
  EXPECT_EQ(error.message, "the connection to Host=wh is gone: Connection not open");
}

TEST_F(BadInput, ConnectionLostAmongRows) {
  Json step = error_step("08S01", "[Fake] Communication link failure");
  step.update({{"expect", "q"}, {"columns", {"a"}}, {"rows", {{"1"}}}, {"lost", true}});
  const auto session = open({{"statements", {step}}}, "Host=wh");
  const auto done = session->query("q", [](SqlRow) {});
  ASSERT_FALSE(done);
  EXPECT_EQ(shape(done.error()), "lost, again");
  EXPECT_EQ(done.error().message, "the connection to Host=wh broke while rows arrived: Communication link failure");
}

TEST_F(BadInput, ChangedBySomeoneElse) {
  const SqlError error = statement_error(
      error_step("HY000",
                 "[Simba][Hardy] (35) Error from server: error code: '0' error message: '"
                 "[DELTA_METADATA_CHANGED] MetadataChangedException: The metadata of the Delta table has been "
                 "changed by a concurrent update. SQLSTATE: 2D521\n\tat org.apache.spark.sql.delta.Foo(x.scala)'"));
  EXPECT_EQ(shape(error), "conflict");
  EXPECT_EQ(error.condition, "DELTA_METADATA_CHANGED");
  EXPECT_EQ(error.sqlstate, "2D521");
  EXPECT_EQ(error.message,
            "another client changed the table meanwhile: (35) Error from server: error code: '0' error message: "
            "'[DELTA_METADATA_CHANGED] MetadataChangedException: The metadata of the Delta table has been changed by a "
            "concurrent update. SQLSTATE: 2D521");
}

TEST_F(BadInput, WhatTheStatementNames) {
  EXPECT_EQ(
      shape(statement_error(error_step("42P01", "[Fake] [TABLE_OR_VIEW_NOT_FOUND] The table `t` cannot be found"))),
      "not_found");
  EXPECT_EQ(shape(statement_error(error_step("42P07", "[Fake] [TABLE_OR_VIEW_ALREADY_EXISTS] t"))), "exists");
  EXPECT_EQ(shape(statement_error(error_step("42K03", "[Fake] [PATH_NOT_FOUND] x"))), "not_found");
  EXPECT_EQ(shape(statement_error(error_step("42601", "[Fake] [PARSE_SYNTAX_ERROR] x"))), "refused");
}

TEST_F(BadInput, SecretsAreInNoMessage) {
  // The driver repeats the whole connection string, and the secret by itself.
  ::setenv("DELTAC_TEST_SECRET", "hunter;2}", 1);
  const Json step = {{"errors",
                      {{{"state", "HY000"}, {"message", "[Fake] cannot use {connection}"}},
                       {{"state", "HY000"}, {"message", "[Fake] token dapi-77 and password hunter;2} are wrong"}}}}};
  const SqlError error = connect_error(step, "UID=me;PWD=env:DELTAC_TEST_SECRET;AccessToken=dapi-77;Host=wh");
  ::unsetenv("DELTAC_TEST_SECRET");
  for (const char* secret : {"hunter", "2}", "dapi-77"}) {
    EXPECT_EQ(error.message.find(secret), std::string::npos) << error.message;
  }
  EXPECT_NE(error.message.find("UID=me;PWD=***;AccessToken=***;Host=wh"), std::string::npos) << error.message;
  EXPECT_NE(error.message.find("token *** and password *** are wrong"), std::string::npos) << error.message;
}

TEST_F(BadInput, AllRecordsAreRead) {
  const SqlError error = statement_error({{"errors",
                                           {{{"state", "42601"}, {"message", "[Fake] first"}, {"native", 7}},
                                            {{"state", "HY000"}, {"message", "[Fake] second\nline"}},
                                            {{"state", "HY000"}, {"message", "[Fake] first"}}}}});
  EXPECT_EQ(error.sqlstate, "42601");
  EXPECT_EQ(error.message, "first; second line");
}

TEST_F(BadInput, AMessageInPiecesIsOne) {
  // As psqlODBC gives it: the same SQLSTATE, cut anywhere.
  const std::string start = "[Fake] [DELTA_VIOLATE_" + std::string(200, 'A');
  const SqlError error = statement_error(
      {{"errors", {{{"state", "23000"}, {"message", start}}, {{"state", "23000"}, {"message", "B] the rest"}}}}});
  EXPECT_EQ(error.condition, "DELTA_VIOLATE_" + std::string(200, 'A') + "B");
}

TEST_F(BadInput, ALongMessageIsReadWholeAndShownInPart) {
  const SqlError error =
      statement_error(error_step("HY000", "[Fake] " + std::string(5000, 'x') + " [DELTA_LATE_NAME] SQLSTATE: 2D521"));
  EXPECT_EQ(error.condition, "DELTA_LATE_NAME");
  EXPECT_EQ(error.sqlstate, "2D521");
  EXPECT_LT(error.message.size(), 700u);
}

TEST_F(BadInput, ADriverWithoutAWordIsAnError) {
  EXPECT_EQ(
      statement_error({{"lost", true}, {"errors", Json::array()}, {"seconds", 9}}, "deltac.statement_timeout=9").kind,
      Kind::timeout);
}

}  // namespace
}  // namespace delta::odbc::test
