#include "adapters/odbc/connection_string.hpp"

#include <gmock/gmock.h>

#include <cstdio>
#include <fstream>

namespace delta::odbc {
namespace {

using std::chrono::seconds;

const char* no_variable(const char*) { return nullptr; }

std::string resolved_text(const std::string& text) {
  const auto parsed = parse_connection_string(text);
  EXPECT_TRUE(parsed);
  const auto resolved = resolve(*parsed, no_variable);
  EXPECT_TRUE(resolved);
  return resolved->text;
}

std::string complaint(const std::string& text) {
  const auto parsed = parse_connection_string(text);
  EXPECT_FALSE(parsed) << text;
  return parsed ? "" : parsed.error().message;
}

TEST(ConnectionString, EntriesReachTheDriverAsTheyAre) {
  EXPECT_EQ(resolved_text("DSN=prod;UID=deploy"), "DSN=prod;UID=deploy;");
  EXPECT_EQ(resolved_text(" DSN = prod ; UID = a=b ;;"), "DSN=prod;UID=a=b;");
  EXPECT_EQ(resolved_text("DSN=prod;Empty="), "DSN=prod;Empty=;");
}

TEST(ConnectionString, BracesKeepWhatElseWouldSeparate) {
  EXPECT_EQ(resolved_text("DSN=prod;PWD={a;b}"), "DSN=prod;PWD={a;b};");
  EXPECT_EQ(resolved_text("DSN=prod;PWD={a}}b}"), "DSN=prod;PWD={a}}b};");
  EXPECT_EQ(resolved_text("Driver={Simba Spark};Host=h"), "Driver=Simba Spark;Host=h;");
  EXPECT_EQ(complaint("DSN=prod;PWD={abc"), "the value of PWD in the target begins with { and lacks its }");
  EXPECT_EQ(complaint("DSN=prod;PWD={abc}x;UID=y"), "the value of PWD in the target begins with { and lacks its }");
}

TEST(ConnectionString, WhatIsNoEntryIsNotShown) {
  const auto parsed = parse_connection_string("DSN=prod;hunter2");
  ASSERT_FALSE(parsed);
  EXPECT_EQ(parsed.error().kind, SqlError::Kind::setup);
  EXPECT_EQ(parsed.error().message, "entry 2 of the target is not KEY=VALUE");
  EXPECT_EQ(complaint("UID=x"), "the target names neither a DSN nor a driver");
  EXPECT_EQ(complaint(""), "the target names neither a DSN nor a driver");
}

TEST(ConnectionString, OurSettingsStayHere) {
  const auto parsed = parse_connection_string("DSN=p;deltac.login_timeout=5;Deltac.Statement_Timeout=0");
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->login_timeout, seconds(5));
  EXPECT_EQ(parsed->statement_timeout, seconds(0));
  EXPECT_FALSE(parsed->retry_budget);
  EXPECT_EQ(resolve(*parsed, no_variable)->text, "DSN=p;");
  EXPECT_EQ(complaint("DSN=p;deltac.login_timeout=soon"),
            "deltac.login_timeout=soon in the target is no number of seconds");
  EXPECT_EQ(parse_connection_string("DSN=p;deltac.log_commits=0")->log_commits, 0);
  EXPECT_EQ(complaint("DSN=p;deltac.log_commits=-1"), "deltac.log_commits=-1 in the target is no number of commits");
  EXPECT_EQ(complaint("DSN=p;deltac.timeout=1"), "'deltac.timeout' in the target is no setting of deltac");
}

TEST(ConnectionString, SecretsComeFromTheEnvironment) {
  const auto parsed = parse_connection_string("DSN=p;UID=env:WHO;PWD=env:SECRET;Custom=env:SECRET");
  ASSERT_TRUE(parsed);
  const auto resolved = resolve(*parsed, [](const char* name) -> const char* {
    return std::string(name) == "WHO" ? "deploy" : std::string(name) == "SECRET" ? "s3cret;}" : nullptr;
  });
  ASSERT_TRUE(resolved);
  EXPECT_EQ(resolved->text, "DSN=p;UID=deploy;PWD={s3cret;}}};Custom={s3cret;}}};");
  EXPECT_THAT(resolved->secrets, ::testing::Contains("s3cret;}"));
  EXPECT_THAT(resolved->secrets, ::testing::Contains("s3cret;}}"));
  EXPECT_THAT(resolved->secrets, ::testing::Not(::testing::Contains("deploy")));
}

TEST(ConnectionString, SecretsComeFromFiles) {
  const std::string path = ::testing::TempDir() + "deltac_secret";
  std::ofstream(path) << "from file\n";
  const auto parsed = parse_connection_string("DSN=p;PWD=file:" + path);
  const auto resolved = resolve(*parsed, no_variable);
  ASSERT_TRUE(resolved);
  EXPECT_EQ(resolved->text, "DSN=p;PWD=from file;");
  std::remove(path.c_str());
  const auto gone = resolve(*parsed, no_variable);
  ASSERT_FALSE(gone);
  EXPECT_EQ(gone.error().message, "PWD=file:" + path + ": the file cannot be read: No such file or directory");
  const auto folder = resolve(*parse_connection_string("DSN=p;PWD=file:" + ::testing::TempDir()), no_variable);
  ASSERT_FALSE(folder);
  EXPECT_EQ(folder.error().message, "PWD=file:" + ::testing::TempDir() + ": the file cannot be read: Is a directory");
}

TEST(ConnectionString, TheSameServerIsTheSamePlaceHoweverItIsWritten) {
  const auto place = [](const std::string& text) { return place_of(*parse_connection_string(text)); };
  const std::string own = place("Driver={Simba Spark};Host=h;Port=10000");
  EXPECT_EQ(own, "driver=Simba Spark;host=h;port=10000;");
  for (const char* same :
       {"Port=10000;HOST=h;driver=Simba Spark", "Driver=Simba Spark;Host=h;Port=10000;UseNativeQuery=1",
        "Driver=Simba Spark;Host=h;Port=10000;UID=me;PWD=env:P", "Driver=Simba Spark;Host=h;Port=10000;PWD=***",
        "Driver=Simba Spark;Host=h;Port=10000;AuthMech=3;Auth_AccessToken=x;SSL=1;deltac.retry_budget=5",
        "Driver=Simba Spark;Host=h;Port=10000;QueryTimeout=5;Debug=1;TraceFile=/tmp/t;ConnSettings={set a=1}"}) {
    EXPECT_EQ(place(same), own) << same;
  }
  for (const char* other :
       {"Driver=Simba Spark;Host=H;Port=10000", "Driver=Simba Spark;Host=h", "Driver=Other;Host=h;Port=10000",
        "Driver=Simba Spark;Host=h;Port=10000;HTTPPath=/sql/2", "Driver=Simba Spark;Host=h;Port=10000;Unknown=1"}) {
    EXPECT_NE(place(other), own) << other;
  }
  EXPECT_NE(place("DSN=a;Host=b"), place("DSN={a;host=b}")) << "a value makes no key";
}

TEST(ConnectionString, AVariableThatIsNotSetIsNamed) {
  const auto parsed = parse_connection_string("DSN=p;PWD=env:NOPE");
  const auto resolved = resolve(*parsed, no_variable);
  ASSERT_FALSE(resolved);
  EXPECT_EQ(resolved.error().kind, SqlError::Kind::setup);
  EXPECT_EQ(resolved.error().message, "PWD=env:NOPE: the environment variable NOPE is not set");
}

TEST(ConnectionString, IsShownWithoutSecrets) {
  const auto parsed = parse_connection_string("DSN=p;UID=me;pwd=hunter2;AccessToken=env:T;Auth_Client_Secret={x;y}");
  EXPECT_EQ(without_secrets(*parsed), "DSN=p;UID=me;pwd=***;AccessToken=env:T;Auth_Client_Secret=***");
  EXPECT_EQ(as_given(*parsed), without_secrets(*parsed));
  EXPECT_EQ(as_given(*parse_connection_string("DSN=p;Deltac.log_commits=0;PWD=x;deltac.retry_budget={60}")),
            "DSN=p;PWD=***;Deltac.log_commits=0;deltac.retry_budget=60")
      << "what goes on, goes on with our settings";
  EXPECT_EQ(display_name(*parsed), "DSN=p");
  EXPECT_EQ(display_name(*parse_connection_string("Driver=x;Host=h;PWD=y")), "Host=h");
  EXPECT_EQ(display_name(*parse_connection_string("Driver=x;PWD=y")), "Driver=x");
}

}  // namespace
}  // namespace delta::odbc
