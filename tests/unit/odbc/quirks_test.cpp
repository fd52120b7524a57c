#include "adapters/odbc/quirks.hpp"

#include <gtest/gtest.h>

#include "adapters/odbc/diagnostics.hpp"
#include "adapters/odbc/result_reader.hpp"

namespace delta::odbc {
namespace {

TEST(Quirks, DriversAreKnownByTheirFiles) {
  EXPECT_EQ(quirks_of("psqlodbcw.so").driver, "psqlodbc");
  EXPECT_EQ(quirks_of("PSQLODBCW.SO").driver, "psqlodbc");
  EXPECT_EQ(quirks_of("psqlodbca.so").driver, "psqlodbca");
  EXPECT_EQ(quirks_of("/opt/simba/spark/lib/64/libsparkodbc_sb64.so").driver, "sparkodbc");
  EXPECT_EQ(quirks_of("libdatabricksodbc_sb64.so").driver, "databricks");
  EXPECT_EQ(quirks_of("").driver, "");
  EXPECT_EQ(quirks_of("libother.so").driver, "");
}

TEST(Quirks, EveryRowSaysWhy) {
  for (const char* driver : {"psqlodbcw.so", "psqlodbca.so", "libsparkodbc_sb64.so", "libdatabricksodbc_sb64.so"}) {
    const Quirks& quirks = quirks_of(driver);
    EXPECT_FALSE(quirks.why.empty()) << driver;
    EXPECT_EQ(quirks.unusable.empty(), quirks.instead.empty()) << driver;
  }
}

TEST(Quirks, BlocksAreFetchedWhereTheDriverCanAndIsTrusted) {
  constexpr SQLUINTEGER all = SQL_GD_ANY_COLUMN | SQL_GD_ANY_ORDER | SQL_GD_BLOCK | SQL_GD_BOUND;
  EXPECT_TRUE(fetch_abilities(all, quirks_of("psqlodbcw.so")).blocks);
  EXPECT_TRUE(fetch_abilities(all, quirks_of("libother.so")).blocks);
  EXPECT_FALSE(fetch_abilities(all, quirks_of("libsparkodbc_sb64.so")).blocks);
  EXPECT_FALSE(fetch_abilities(all & ~SQLUINTEGER{SQL_GD_BLOCK}, quirks_of("psqlodbcw.so")).blocks);
  EXPECT_FALSE(fetch_abilities(0, quirks_of("libother.so")).blocks);
}

TEST(Quirks, PiecesOfAMessageAreToldFromMessages) {
  const DiagnosticRecord piece{"42000", 7, std::string(500, 'x')};
  EXPECT_TRUE(continues_message(piece, {"42000", 7, "the rest"}));
  EXPECT_FALSE(continues_message(piece, {"42000", 7, "[Vendor] another"}));
  EXPECT_FALSE(continues_message(piece, {"HY000", 7, "the rest"}));
  EXPECT_FALSE(continues_message(piece, {"42000", 8, "the rest"}));
  EXPECT_FALSE(continues_message({"42000", 7, "short"}, {"42000", 7, "the rest"}));
}

}  // namespace
}  // namespace delta::odbc
