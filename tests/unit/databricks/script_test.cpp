// `emit --dialect databricks`: the script, word for word.
#include "report/script_text.hpp"

#include <gmock/gmock.h>

#include "delta/plan/planner.hpp"
#include "support/tables.hpp"

namespace delta::databricks {
namespace {

using namespace delta::testing;
using ::testing::HasSubstr;

Capabilities capabilities() {
  Capabilities can = engine();
  can.dialect = "databricks 16.3";
  can.stores_keys = true;
  can.stores_tags = true;
  can.sets_not_null = true;
  return can;
}

std::string script(const Plan& plan) {
  report::Invocation invocation;
  invocation.program = "shop-migrate";
  invocation.command = "emit";
  invocation.target = "lake:./lake";
  const std::string text = report::script_text(plan, invocation, *sql::find_dialect("databricks"));
  // The mark is long, and looked at elsewhere.
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t mark = std::min(text.find("'deltac.managed' = '", at), text.size());
    out += text.substr(at, mark - at);
    if (mark == text.size()) break;
    out += "'deltac.managed' = '…'";
    at = text.find('\'', mark + 20) + 1;
  }
  return out;
}

Registry code() {
  Table customers = table("dev.silver.customers", {required("id", "BIGINT"), column("email", "STRING")});
  customers.primary_key = Key{{}, {"id"}, {}};
  customers.tags = {{"team", "shop"}};
  customers.columns[1].tags = {{"pii", "true"}};
  Table orders = table("dev.silver.orders", {required("id", "BIGINT"), column("customer", "BIGINT")});
  orders.primary_key = Key{{}, {"id"}, {}};
  orders.cluster_by = {"auto"};
  orders.checks = {{"positive", "id > 0"}};
  ForeignKey key;
  key.columns = {"customer"};
  key.target = customers.name;
  orders.foreign_keys = {key};
  return registry({customers, orders});
}

TEST(DatabricksScript, MakesTablesWithKeysAndTags) {
  const Plan plan =
      make_plan(code(), {absent("dev.silver.customers"), absent("dev.silver.orders")}, {}, capabilities(), {});
  const std::string text = script(plan);
  EXPECT_EQ(text.substr(text.find("\n\n") + 2),
            "-- dev.silver.customers: 3 steps\n"
            "CREATE TABLE `dev`.`silver`.`customers` (\n"
            "  `id` BIGINT NOT NULL,\n"
            "  `email` STRING,\n"
            "  CONSTRAINT `pk_customers` PRIMARY KEY (`id`)\n"
            ") USING DELTA\n"
            "TBLPROPERTIES ('deltac.managed' = '…');\n"
            "ALTER TABLE `dev`.`silver`.`customers` SET TAGS ('team' = 'shop');\n"
            "ALTER TABLE `dev`.`silver`.`customers` ALTER COLUMN `email` SET TAGS ('pii' = 'true');\n"
            "\n"
            "-- dev.silver.orders: 2 steps\n"
            "CREATE TABLE `dev`.`silver`.`orders` (\n"
            "  `id` BIGINT NOT NULL,\n"
            "  `customer` BIGINT,\n"
            "  CONSTRAINT `pk_orders` PRIMARY KEY (`id`),\n"
            "  CONSTRAINT `fk_orders_customer` FOREIGN KEY (`customer`) REFERENCES `dev`.`silver`.`customers` (`id`)\n"
            ") USING DELTA\n"
            "CLUSTER BY AUTO\n"
            "TBLPROPERTIES ('deltac.managed' = '…');\n"
            "ALTER TABLE `dev`.`silver`.`orders` ADD CONSTRAINT `positive` CHECK (id > 0);\n");
  EXPECT_THAT(text, HasSubstr("-- For databricks 16.3 and later."));
}

TEST(DatabricksScript, OfALakeLeavesKeysOfTablesThatExistAlone) {
  Registry wanted = code();
  wanted.tables.erase(wanted.tables.begin() + 1);
  Table bare = wanted.tables[0];
  bare.primary_key.reset();
  bare.tags.clear();
  bare.columns[1].tags.clear();
  ObservedTable there = observed(bare);
  there.blind = {Aspect::keys, Aspect::tags};
  const Plan plan = make_plan(wanted, {there}, {}, capabilities(), {});
  EXPECT_TRUE(plan.in_sync());
  ASSERT_EQ(plan.notes.size(), 1U);
  EXPECT_THAT(plan.notes[0], HasSubstr("keys and tags of tables that exist are left as they are"));
}

}  // namespace
}  // namespace delta::databricks
