#include "sql/session_settings.hpp"

#include <gmock/gmock.h>

namespace delta::sql {
namespace {

using ::testing::HasSubstr;

TEST(SessionSettings, OfADefaultSessionAreAccepted) {
  EXPECT_TRUE(accept_settings(""));
  EXPECT_EQ(lax_settings(""), "");
}

TEST(SessionSettings, UnderWhichSqlMeansSomethingElseAreRefused) {
  const auto fit = accept_settings("spark.sql.ansi.enabled spark.sql.caseSensitive");
  ASSERT_FALSE(fit);
  EXPECT_EQ(fit.error().message,
            "the server tells names apart by their case, which Delta does not (spark.sql.caseSensitive)");
  EXPECT_EQ(fit.error().fix, "set spark.sql.caseSensitive=false for this connection");
  EXPECT_FALSE(accept_settings("spark.sql.parser.escapedStringLiterals"));
  EXPECT_FALSE(accept_settings("spark.sql.ansi.doubleQuotedIdentifiers"));
}

TEST(SessionSettings, UnderWhichMorePassesAreToldOf) {
  EXPECT_TRUE(accept_settings("spark.sql.ansi.enabled"));
  EXPECT_EQ(lax_settings("spark.sql.ansi.enabled"),
            "the server casts without an error what does not fit, so that a default may come to NULL: set "
            "spark.sql.ansi.enabled=true");
}

TEST(SessionSettings, AreAskedOfSqlInOneExpression) {
  const std::string asked = unfit_settings();
  for (const char* key : {"escapedStringLiterals", "doubleQuotedIdentifiers", "caseSensitive", "ansi.enabled"})
    EXPECT_THAT(asked, HasSubstr(key));
  EXPECT_THAT(asked, HasSubstr("length('\\n') = 2"));
}

}  // namespace
}  // namespace delta::sql
