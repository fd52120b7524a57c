#include "adapters/lake/json.hpp"
#include "lake_fixture.hpp"

namespace delta::lake::test {
namespace {

class CreateAndAdd : public LakeTest {
 protected:
  void create_orders() {
    Table orders = table(
        "shop.orders", {column("id", DataType::of(TypeKind::bigint), false), column("total", DataType::decimal(18, 2)),
                        column("lines", DataType::array(DataType::structure({column("sku", DataType::varchar(20))})))});
    orders.comment = "One row per order.";
    orders.columns[0].comment = "Surrogate key.";
    orders.properties.push_back({"team.owner", "shop"});
    create(orders);
  }
};

TEST_F(CreateAndAdd, AMissingTableIsAbsent) {
  const ObservedTable orders = read("shop.orders");
  EXPECT_EQ(orders.presence, Presence::absent);
  EXPECT_EQ(orders.problem, "");
}

TEST_F(CreateAndAdd, ATableIsReadBackAsItWasCreated) {
  create_orders();
  const ObservedTable orders = read("SHOP.Orders");
  ASSERT_EQ(orders.presence, Presence::present) << orders.problem;
  EXPECT_EQ(orders.version, 0);
  EXPECT_FALSE(orders.may_have_rows);
  ASSERT_EQ(orders.table.columns.size(), 3u);
  EXPECT_EQ(orders.table.columns[0].type, DataType::of(TypeKind::bigint));
  EXPECT_FALSE(orders.table.columns[0].nullable);
  EXPECT_EQ(orders.table.columns[0].comment, "Surrogate key.");
  EXPECT_EQ(orders.table.columns[1].type, DataType::decimal(18, 2));
  EXPECT_EQ(orders.table.columns[2].type.types.at(0).fields.at(0).type, DataType::varchar(20));
  EXPECT_EQ(orders.table.comment, "One row per order.");
  ASSERT_NE(orders.property("team.owner"), nullptr);
  EXPECT_EQ(*orders.property("team.owner"), "shop");
  EXPECT_EQ(orders.protocol.reader, 1);
  EXPECT_EQ(orders.protocol.writer, 2);
}

TEST_F(CreateAndAdd, TheFirstCommitHasItsActionsInOrder) {
  create_orders();
  std::istringstream lines(commit("shop/orders", 0));
  std::vector<std::string> actions;
  for (std::string line; std::getline(lines, line);) actions.push_back(parse_json(line).members.at(0).name);
  EXPECT_EQ(actions, (std::vector<std::string>{"commitInfo", "protocol", "metaData"}));
}

TEST_F(CreateAndAdd, ColumnsAreAddedWhereTheyBelong) {
  create_orders();
  Column first = column("day", DataType::of(TypeKind::date));
  first.position.place = Position::Place::first;
  Column after = column("note", DataType::of(TypeKind::string));
  after.position = {Position::Place::after, LocatedText("ID")};
  after.comment = "words";
  const auto result =
      run("shop.orders", {action::AddColumn{"day", first}, action::AddColumn{"note", after},
                          action::AddColumn{"lines.element.count", column("count", DataType::of(TypeKind::integer))}});
  ASSERT_TRUE(result) << result.error().message;
  EXPECT_EQ(result->version_before, 0);
  EXPECT_EQ(result->version_after, 1);
  const ObservedTable orders = read("shop.orders");
  ASSERT_EQ(orders.table.columns.size(), 5u) << orders.problem;
  EXPECT_EQ(orders.table.columns[0].name.text(), "day");
  EXPECT_EQ(orders.table.columns[2].name.text(), "note");
  EXPECT_EQ(orders.table.columns[2].comment, "words");
  const std::vector<Field>& inner = orders.table.columns[4].type.types.at(0).fields;
  ASSERT_EQ(inner.size(), 2u);
  EXPECT_EQ(inner[0].type, DataType::varchar(20)) << "a neighbour's length was lost";
  EXPECT_EQ(inner[1].name.text(), "count");
}

TEST_F(CreateAndAdd, AChangeOfAChangedTableIsAConflict) {
  create_orders();
  TablePlan plan;
  plan.name = TableName::parse("shop.orders");
  plan.observed = read("shop.orders");
  ASSERT_TRUE(run("shop.orders", {action::AddColumn{"a", column("a", DataType::of(TypeKind::integer))}}));
  const auto late = run(plan, {action::AddColumn{"b", column("b", DataType::of(TypeKind::integer))}});
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().kind, ExecutionError::Kind::conflict);
  EXPECT_EQ(read("shop.orders").version, 1);
}

TEST_F(CreateAndAdd, ATableThatExistsNowIsAConflict) {
  TablePlan plan;
  plan.name = TableName::parse("shop.orders");
  create_orders();
  const auto late =
      run(plan, {action::CreateTable{table("shop.orders", {column("id", DataType::of(TypeKind::bigint))}), {}}});
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().kind, ExecutionError::Kind::conflict);
}

TEST_F(CreateAndAdd, NoOtherFileIsLeftInTheLog) {
  create_orders();
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(lake_ / "shop/orders/_delta_log")) {
    names.push_back(entry.path().filename());
  }
  EXPECT_EQ(names, (std::vector<std::string>{file_name(0, ".json")}));
}

}  // namespace
}  // namespace delta::lake::test
