#include <gmock/gmock.h>

#include "delta/rules/changes.hpp"
#include "plan_words.hpp"

namespace delta {
namespace {

using namespace testing;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr const char* kAddress = "STRUCT<zip: VARCHAR(8), town: STRING>";

TablePlan plan_on(const Capabilities& can, Column before, Column after) {
  const Table old = orders({column("id", "INT"), std::move(before)});
  return plan_one(orders({column("id", "INT"), std::move(after)}), marked(mapped(observed(old)), old), allow_all(),
                  can);
}

/// Each was run on Spark 4.2 with Delta 4.4: all of these lose data, comments or lengths there.
TEST(NestedText, NothingRunsOnAnEngineThatLosesIt) {
  const std::vector lost = {rules::kNestedTextLost.code};
  const Column address = column("address", kAddress);
  EXPECT_EQ(codes(plan_on(engine(), address, renamed(column("home", kAddress), "address"))), lost);
  EXPECT_EQ(codes(plan_on(engine(), address, commented(address, "where"))), lost);
  EXPECT_EQ(codes(plan_on(engine(), required("address", kAddress), address)), lost);
  EXPECT_EQ(codes(plan_on(engine(), address, defaulted(address, "NULL"))), lost);
  EXPECT_EQ(codes(plan_on(engine(), address, column("address", "STRUCT<zip: STRING, town: STRING>"))), lost);
  EXPECT_EQ(codes(plan_on(engine(), address, column("address", "STRUCT<zip: VARCHAR(9), town: STRING>"))), lost);
  EXPECT_EQ(codes(plan_on(engine(), address, column("address", "STRUCT<zip: VARCHAR(8), town: STRING, no: CHAR(3)>"))),
            lost);
  Column moved = column("address", "STRUCT<code: VARCHAR(8), town: STRING>");
  moved.type.fields[0].renamed_from = {"zip"};
  EXPECT_EQ(codes(plan_on(engine(), address, moved)), lost);
}

TEST(NestedText, WhatIsKeptRuns) {
  const Column address = column("address", kAddress);
  EXPECT_THAT(codes(plan_on(engine(), address, column("address", "STRUCT<zip: VARCHAR(8), town: STRING COMMENT 'x'>"))),
              IsEmpty());
  EXPECT_THAT(codes(plan_on(engine(), address, column("address", "STRUCT<zip: VARCHAR(8), town: STRING, no: INT>"))),
              IsEmpty());
  Column moved = column("address", "STRUCT<zip: VARCHAR(8), city: STRING>");
  moved.type.fields[1].renamed_from = {"town"};
  EXPECT_THAT(codes(plan_on(engine(), address, moved)), IsEmpty());
  const Column codes_ = column("codes", "ARRAY<VARCHAR(8)>");
  EXPECT_THAT(codes(plan_on(engine(), codes_, commented(codes_, "no struct inside"))), IsEmpty());
  const Column plain = column("plain", "STRUCT<zip: STRING>");
  EXPECT_THAT(codes(plan_on(engine(), plain, commented(plain, "no length inside"))), IsEmpty());
  EXPECT_THAT(codes(plan_on(engine(), column("c", "VARCHAR(8)"), column("c", "VARCHAR(9)"))), IsEmpty());
}

TEST(NestedText, ALakeWritesTheSchemaItself) {
  const Column address = column("address", kAddress);
  EXPECT_THAT(codes(plan_on(lake(), address, renamed(column("home", kAddress), "address"))), IsEmpty());
}

/// Delta cuts CLUSTER BY out of a CREATE one character too early for each character beyond U+FFFF before it.
TEST(Clustering, FollowsACreateInWhichSparkWouldNotFindIt) {
  Table wide = orders({commented(column("id", "INT"), "a \xF0\x9F\xA6\x86")});
  wide.cluster_by = {"id"};
  EXPECT_THAT(steps(plan_one(wide, absent(kOrders), allow_all(), engine())),
              ElementsAre("create_table dev.silver.orders", "set_clustering id"));
  EXPECT_THAT(steps(plan_one(wide, absent(kOrders), allow_all(), lake())),
              ElementsAre("create_table dev.silver.orders"));
  wide.columns[0].comment = "\xE2\x82\xAC";
  EXPECT_THAT(steps(plan_one(wide, absent(kOrders), allow_all(), engine())),
              ElementsAre("create_table dev.silver.orders"));
}

}  // namespace
}  // namespace delta
