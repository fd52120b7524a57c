#include "sql/carried.hpp"

#include <gtest/gtest.h>

#include "delta/sql/quote.hpp"

namespace delta::sql {
namespace {

TEST(Carried, AStatementWithoutMisleadingNamesStaysAsItIs) {
  for (const char* statement : {"ALTER TABLE `a`.`b` ADD COLUMNS (`c` INT COMMENT 'what? {x} \\' `y?` --')",
                                "SELECT * FROM text.`file:/a/*/_delta_log/*.json`", "SELECT 1", "", "'open", "`open"}) {
    EXPECT_EQ(carried_whole(statement), statement);
  }
}

TEST(Carried, WhatMisleadsIsEscapedAndReadsTheSame) {
  for (const char* statement :
       {"ALTER TABLE `t` DROP COLUMNS (`a?`)", "ALTER TABLE `t` ADD COLUMNS (`it's` INT COMMENT 'it\\'s \\u0024{x}\n')",
        "DROP TABLE `{ts 'x'}`", "ALTER TABLE `t` ADD COLUMNS (`a/*` INT COMMENT '*/ it\\'s', `b--` INT)",
        "SELECT `a``b\"` FROM `\xF0\x9F\xA6\x86$`"}) {
    const std::string carried = carried_whole(statement);
    const std::string opening = "EXECUTE IMMEDIATE '";
    ASSERT_TRUE(carried.starts_with(opening) && carried.ends_with('\''));
    const std::string body = carried.substr(opening.size(), carried.size() - opening.size() - 1);
    EXPECT_EQ(decode_string(body), statement);
    EXPECT_EQ(body.find_first_of("'\"?{}$\n"), std::string::npos) << body;
  }
}

}  // namespace
}  // namespace delta::sql
