// Every action that only a catalogue such as Unity Catalog knows, saved and read: the same text, the same statements.
#include "delta/report/plan_json.hpp"

#include <gtest/gtest.h>

#include "delta/sql/dialect.hpp"
#include "delta/sql/render.hpp"
#include "support/tables.hpp"

namespace delta {
namespace {

using namespace testing;

ForeignKey reference() {
  ForeignKey key;
  key.name = "fk_orders_customer";
  key.columns = {"customer", "region"};
  key.target = TableName::parse("dev.silver.customers");
  key.target_columns = {"id", "region"};
  return key;
}

std::vector<Action> actions() {
  const TableName other = TableName::parse("dev.silver.orders");
  Key primary;
  primary.name = "pk_customers";
  primary.columns = {"id", "re`gion"};
  const AccessPolicy mask{"email", TableName::parse("dev.rules.hide"), {"day", "a,b"}};
  const AccessPolicy filter{"", TableName::parse("dev.rules.own"), {"region"}};
  Table view = table("dev.silver.recent", {column("id", "BIGINT")});
  view.query = LocatedText("SELECT id FROM dev.silver.orders WHERE note <> 'it''s'");
  return {action::DropForeignKey{other, reference()},
          action::DropForeignKey{{}, reference()},
          action::DropPrimaryKey{primary},
          action::DropPolicy{mask},
          action::DropPolicy{filter},
          action::UnsetTag{{}, "team", "shop"},
          action::UnsetTag{"email", "pii", ""},
          action::SetNotNull{"email"},
          action::Backfill{"tier", "concat('a', '\"')"},
          action::SetTag{{}, "team", "it's", std::nullopt},
          action::SetTag{"a.`b.c`", "pii", "true", "false"},
          action::SetPolicy{filter},
          action::SetPolicy{mask},
          action::SetPrimaryKey{primary},
          action::AddForeignKey{{}, reference()},
          action::AddForeignKey{other, reference()},
          action::SetClustering{{}, {"day"}, true},
          action::CreateSchema{TableName::parse("dev.silver")},
          action::CreateView{view, true},
          action::DropView{view.name},
          action::RestoreTable{(std::int64_t{1} << 40) + 1, table("dev.silver.customers", {required("id", "BIGINT")})}};
}

std::vector<std::string> statements(const Action& action) {
  const Action one[] = {action};
  return sql::render(TableName::parse("dev.silver.customers"), one, "", *sql::find_dialect("databricks"));
}

TEST(PlanJson, ActionsOfACatalogueComeBackAsTheyWere) {
  Plan plan;
  plan.dialect = "databricks 16.3";
  TablePlan& made = plan.tables.emplace_back();
  made.name = made.observed_name = TableName::parse("dev.silver.customers");
  made.state = Presence::present;
  made.observed = observed(table("dev.silver.customers", {required("id", "BIGINT")}));
  made.observed.policies = {{"email", TableName::parse("dev.rules.hide"), {"day", "a,b"}}};
  made.observed.referred_by = {{TableName::parse("dev.silver.orders"), reference()}};
  Unit& unit = made.units.emplace_back();
  for (Action& each : actions()) unit.steps.emplace_back().action = std::move(each);
  const std::string text = to_json(plan);
  const auto saved = plan_from_json(text, "plan.json");
  ASSERT_TRUE(saved) << saved.error().message;
  EXPECT_EQ(to_json(saved->plan), text);
  const std::vector<Action> before = actions();
  const std::vector<Step>& steps = saved->plan.tables.at(0).units.at(0).steps;
  ASSERT_EQ(steps.size(), before.size());
  for (std::size_t i = 0; i < before.size(); ++i) {
    EXPECT_EQ(action_name(steps[i].action), action_name(before[i]));
    EXPECT_EQ(statements(steps[i].action), statements(before[i])) << action_name(before[i]);
    EXPECT_FALSE(statements(before[i]).empty()) << action_name(before[i]);
  }
  EXPECT_EQ(saved->plan.tables[0].observed.policies, made.observed.policies);
  EXPECT_EQ(saved->plan.tables[0].observed.referred_by, made.observed.referred_by);
}

}  // namespace
}  // namespace delta
