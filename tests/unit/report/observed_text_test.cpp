#include "report/observed_text.hpp"

#include <gtest/gtest.h>

#include "sample_plan.hpp"

namespace delta::report {
namespace {

ObservedTable orders() {
  ObservedTable out;
  out.name = TableName::parse("dev.silver.orders");
  out.presence = Presence::present;
  out.version = 12;
  out.protocol = {1, 7, {"appendOnly", "clustering"}};
  Table& table = out.table;
  table.name = out.name;
  table.comment = "One row per order.";
  table.columns = {sample::column("id", DataType::of(TypeKind::bigint)),
                   sample::column("total", DataType::decimal(18, 2)),
                   sample::column("注文", DataType::array(DataType::of(TypeKind::string)))};
  table.columns[0].nullable = false;
  table.columns[0].identity = Identity{1, 10, false, {}};
  table.columns[1].default_value = LocatedText("0");
  table.columns[1].comment = "with tax";
  table.cluster_by = {"id"};
  table.properties = {{"delta.appendOnly", "true"}, {"deltac.managed", "00"}};
  table.checks = {{"positive", "total >= 0"}};
  return out;
}

TEST(ObservedText, OneTableInFull) {
  EXPECT_EQ(observed_text(orders(), sample::invocation("describe")),
            R"(dev.silver.orders   version 12, reader 1, writer 7
  One row per order.
  columns
    id     BIGINT         not null, identity(1, 10)
    total  DECIMAL(18,2)  nullable, default 0  with tax
    注文   ARRAY<STRING>  nullable
  clustered by (id)
  properties
    delta.appendOnly  true
  checks
    positive  total >= 0
  features appendOnly, clustering
  not marked as ours
)");
}

TEST(ObservedText, WhatIsNotThere) {
  ObservedTable table;
  table.name = TableName::parse("dev.silver.orders");
  EXPECT_EQ(observed_text(table, sample::invocation("describe")), "dev.silver.orders   absent\n");
  table.presence = Presence::failed;
  table.problem = "its log is torn";
  EXPECT_EQ(observed_text(table, sample::invocation("describe")),
            "dev.silver.orders   cannot be read: its log is torn\n");
}

TEST(ObservedText, ManyTablesALineEach) {
  ObservedTable absent;
  absent.name = TableName::parse("dev.silver.x");
  EXPECT_EQ(observed_list_text({orders(), absent}, sample::invocation("describe")),
            "  dev.silver.orders  3 columns, version 12, reader 1, writer 7\n"
            "  dev.silver.x       absent\n");
}

}  // namespace
}  // namespace delta::report
