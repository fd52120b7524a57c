// What takes each action back: a row per action of the variant, and a case per row here.
#include "plan/inverse.hpp"

#include <gtest/gtest.h>

#include <set>

#include "delta/model/fingerprint.hpp"
#include "plan/impact.hpp"
#include "plan_words.hpp"

namespace delta {
namespace {

using namespace testing;

/// A table with one of everything, as the steps below find it.
ObservedTable full() {
  Table state =
      table(kOrders, {required("id", "BIGINT"), defaulted(column("total", "INT"), "0"),
                      commented(column("note", "STRING"), "free text"), column("line", "STRUCT<a INT, b INT>")});
  state.comment = "orders";
  state.cluster_by = {LocatedText("total")};
  state.properties = {{"team.owner", "sales"}};
  state.checks = {{"positive", "total > 0"}};
  state.primary_key = Key{LocatedText("pk"), {LocatedText("id")}, {}};
  state.foreign_keys = {
      ForeignKey{LocatedText("fk"), {LocatedText("id")}, "", {}, TableName::parse("dev.silver.c"), {}}};
  state.tags = {{"team", "sales"}};
  ObservedTable made = mapped(observed(std::move(state)));
  made.policies = {{"note", TableName::parse("dev.f.mask"), {}}};
  return made;
}

Table view(const std::string& query) {
  Table made = table("dev.silver.v", {column("id", "BIGINT")});
  made.query = LocatedText(query);
  return made;
}

ColumnPath path(const std::string& text) { return ColumnPath::parse(text); }

struct Case {
  std::string name;
  ObservedTable before;
  Action action;
  std::vector<std::string> inverse;  ///< "action subject" of each; none: there is no inverse
};

std::vector<Case> cases() {
  const TableName orders = TableName::parse(kOrders);
  const TableName other = TableName::parse("dev.silver.c");
  const Key key = *full().table.primary_key;
  Table unknown = view("SELECT 1 AS id");
  unknown.columns.clear();
  const ForeignKey reference = full().table.foreign_keys[0];
  const AccessPolicy mask = full().policies[0];
  ObservedTable without_key = full();
  without_key.table.primary_key.reset();
  ObservedTable shown = full();
  shown.policies.clear();
  return {
      {"create a table", absent(kOrders), action::CreateTable{full().table, {}}, {"drop_table dev.silver.orders"}},
      {"drop a table", full(), action::DropTable{orders}, {}},
      {"rename a table", full(), action::RenameTable{orders, other}, {"rename_table dev.silver.c"}},
      {"a feature", full(), action::EnableFeature{"typeWidening", {{"delta.enableTypeWidening", "true"}}}, {}},
      {"a feature that is there",
       with_features(full(), {"typeWidening"}),
       action::EnableFeature{"typeWidening", {{"delta.enableTypeWidening", "true"}}},
       {"unset_property delta.enableTypeWidening"}},
      {"column mapping, known to the protocol",
       with_features(observed(table(kOrders, {column("a", "INT")})), {"columnMapping"}),
       action::EnableFeature{"columnMapping", {{"delta.columnMapping.mode", "name"}}},
       {}},
      {"add a column", full(), action::AddColumn{path("more"), column("more", "INT")}, {"drop_column more"}},
      {"add a field", full(), action::AddColumn{path("line.c"), column("c", "INT")}, {"drop_column line.c"}},
      {"add without mapping",
       observed(table(kOrders, {column("a", "INT")})),
       action::AddColumn{path("b"), column("b", "INT")},
       {}},
      {"drop a column", full(), action::DropColumn{path("note"), type("STRING")}, {}},
      {"rename a column", full(), action::RenameColumn{path("total"), Identifier("sum")}, {"rename_column sum"}},
      {"widen", full(), action::AlterType{path("total"), type("INT"), type("BIGINT")}, {}},
      {"allow NULL", full(), action::DropNotNull{path("id")}, {}},
      {"forbid NULL", full(), action::SetNotNull{path("note")}, {"drop_not_null note"}},
      {"set a property", full(), action::SetProperty{"a.b", "1", std::nullopt}, {"unset_property a.b"}},
      {"change a property", full(), action::SetProperty{"team.owner", "hr", "sales"}, {"set_property team.owner"}},
      {"set the mapping mode", full(), action::SetProperty{"delta.columnMapping.mode", "id", "name"}, {}},
      {"unset a property", full(), action::UnsetProperty{"team.owner", "sales"}, {"set_property team.owner"}},
      {"the table's comment", full(), action::SetComment{{}, "others", "orders"}, {"set_comment "}},
      {"a column's comment", full(), action::SetComment{path("note"), "", "free text"}, {"set_comment note"}},
      {"a new default", full(), action::SetDefault{path("note"), "'x'", std::nullopt}, {"drop_default note"}},
      {"another default", full(), action::SetDefault{path("total"), "1", "0"}, {"set_default total"}},
      {"drop a default", full(), action::DropDefault{path("total"), "0"}, {"set_default total"}},
      {"add a CHECK", full(), action::AddCheck{"small", "total < 9"}, {"drop_check small"}},
      {"drop a CHECK", full(), action::DropCheck{"positive", "total > 0"}, {"add_check positive"}},
      {"cluster otherwise", full(), action::SetClustering{{"id"}, {"total"}, false}, {"set_clustering total"}},
      {"fill rows", full(), action::Backfill{path("total"), "0"}, {}},
      {"a view", absent("dev.silver.v"), action::CreateView{view("SELECT 1 AS id"), false}, {"drop_view dev.silver.v"}},
      {"another query",
       observed(view("SELECT 1 AS id")),
       action::CreateView{view("SELECT 2 AS id"), true},
       {"create_view dev.silver.v"}},
      {"drop a view",
       observed(view("SELECT 1 AS id")),
       action::DropView{TableName::parse("dev.silver.v")},
       {"create_view dev.silver.v"}},
      {"drop a view whose columns nobody showed", observed(unknown), action::DropView{unknown.name}, {}},
      {"replace a view whose columns nobody showed",
       observed(unknown),
       action::CreateView{view("SELECT 2 AS id"), true},
       {}},
      {"set a primary key", without_key, action::SetPrimaryKey{key}, {"drop_primary_key pk"}},
      {"drop a primary key", full(), action::DropPrimaryKey{key}, {"set_primary_key pk"}},
      {"add a foreign key",
       full(),
       action::AddForeignKey{{}, ForeignKey{LocatedText("fk2"), {LocatedText("id")}, "", {}, other, {}}},
       {"drop_foreign_key fk2"}},
      {"drop a foreign key", full(), action::DropForeignKey{{}, reference}, {"add_foreign_key fk"}},
      {"drop another's foreign key",
       full(),
       action::DropForeignKey{other, reference},
       {"add_foreign_key dev.silver.c fk"}},
      {"restore",
       full(),
       action::RestoreTable{3, table(kOrders, {column("a", "INT")})},
       {"restore_table dev.silver.orders"}},
      {"a new tag", full(), action::SetTag{path("note"), "pii", "true", std::nullopt}, {"unset_tag note pii"}},
      {"another tag", full(), action::SetTag{{}, "team", "hr", "sales"}, {"set_tag team"}},
      {"lift a tag", full(), action::UnsetTag{{}, "team", "sales"}, {"set_tag team"}},
      {"set a mask", shown, action::SetPolicy{mask}, {"drop_mask note"}},
      {"lift a mask", full(), action::DropPolicy{mask}, {"set_mask note"}},
  };
}

std::string words(const Action& action) { return std::string(action_name(action)) + ' ' + action_subject(action); }

const InverseContext& of_engine() {
  static const Capabilities capabilities = engine();
  static const InverseContext context{.capabilities = capabilities};
  return context;
}

TEST(Inverse, TakesEachActionBack) {
  for (const Case& each : cases()) {
    const auto inverse = inverse_of(each.action, each.before, of_engine());
    ASSERT_EQ(static_cast<bool>(inverse), !each.inverse.empty()) << each.name;
    if (!inverse) {
      EXPECT_FALSE(inverse.error().reason.empty()) << each.name;
      continue;
    }
    std::vector<std::string> found;
    ObservedTable state = each.before;
    simulate(state, each.action);
    for (const Action& action : *inverse) {
      found.push_back(words(action));
      simulate(state, action);
    }
    EXPECT_EQ(found, each.inverse) << each.name;
    EXPECT_EQ(state.present(), each.before.present()) << each.name;
    EXPECT_TRUE(!state.present() || fingerprint(state.table) == fingerprint(each.before.table)) << each.name;
    EXPECT_EQ(state.policies, each.before.policies) << each.name;
  }
}

TEST(Inverse, EveryActionHasACase) {
  std::set<std::size_t> covered;
  for (const Case& each : cases()) covered.insert(each.action.index());
  covered.insert(Action(action::CreateSchema{}).index());
  EXPECT_EQ(covered.size(), std::variant_size_v<Action>);
}

TEST(Inverse, ASchemaStays) {
  const auto inverse = inverse_of(action::CreateSchema{TableName::parse("dev.silver")}, absent(kOrders), of_engine());
  ASSERT_TRUE(inverse);
  EXPECT_TRUE(inverse->empty());
}

TEST(Inverse, AnImpactThatIsOneWayHasNone) {
  for (const Case& each : cases()) {
    // What depends on the table and not on the action alone.
    if (each.name == "add without mapping" || each.name == "set the mapping mode" ||
        each.name == "a feature that is there" || each.name.ends_with("nobody showed")) {
      continue;
    }
    const bool one_way = !inverse_of(each.action, each.before, of_engine());
    EXPECT_EQ(impact_of(each.action).one_way, one_way) << each.name;
  }
}

TEST(Inverse, WithoutAnEngineRowsStandInTheWay) {
  const Capabilities can = lake();
  const InverseContext context{.capabilities = can};
  ObservedTable rows = full();
  ObservedTable empty = full();
  empty.may_have_rows = false;
  for (const Action& action :
       {Action(action::DropCheck{"positive", "total > 0"}), Action(action::SetClustering{{}, {"total"}, false})}) {
    EXPECT_FALSE(inverse_of(action, rows, context)) << words(action);
    EXPECT_TRUE(inverse_of(action, empty, context)) << words(action);
  }
}

TEST(Inverse, ALakeDropsAnUnmappedColumnUnlessRowsWereWritten) {
  const Capabilities can = lake();
  const ObservedTable before = observed(table(kOrders, {column("a", "INT")}));
  const Action add = action::AddColumn{path("b"), column("b", "INT")};
  EXPECT_TRUE(inverse_of(add, before, {.capabilities = can}));
  EXPECT_FALSE(inverse_of(add, before, {.capabilities = can, .unwritten = false}));
}

TEST(Inverse, WhatWasDroppedEmptyComesBack) {
  const Capabilities can = engine();
  const InverseContext context{.capabilities = can, .dropped_empty = true};
  for (const Action& action :
       {Action(action::DropColumn{path("note"), type("STRING")}),
        Action(action::DropColumn{path("total"), type("INT")}), Action(action::DropColumn{path("line.b"), type("INT")}),
        Action(action::DropTable{TableName::parse(kOrders)})}) {
    ObservedTable state = full();
    const auto inverse = inverse_of(action, state, context);
    ASSERT_TRUE(inverse) << words(action);
    simulate(state, action);
    for (const Action& each : *inverse) simulate(state, each);
    EXPECT_EQ(fingerprint(state.table), fingerprint(full().table)) << words(action);
  }
  EXPECT_FALSE(inverse_of(action::DropColumn{path("id"), type("BIGINT")}, full(), context)) << "NOT NULL";
}

TEST(Inverse, NotNullComesBackWhereTheTargetSetsIt) {
  Capabilities can = engine();
  can.sets_not_null = true;
  const auto inverse = inverse_of(action::DropNotNull{path("id")}, full(), {.capabilities = can});
  ASSERT_TRUE(inverse);
  EXPECT_EQ(words(inverse->at(0)), "set_not_null id");
}

TEST(RequireReversible, RefusesTheTableAndNamesTheStep) {
  const ObservedTable before = mapped(observed(orders({column("a", "INT"), column("gone", "INT")})));
  const Table after = orders({column("a", "INT"), column("b", "INT")});
  Plan made = plan({after}, {marked(before, before.table)});
  ASSERT_EQ(steps(made.tables[0]), (std::vector<std::string>{"add_column b", "drop_column gone"}));
  refuse_one_way_steps(made, lake());
  ASSERT_EQ(codes(made.tables[0]), std::vector<int>{811});
  EXPECT_EQ(made.tables[0].findings[0].text,
            "drop column gone cannot be undone: the values of a column that was dropped are out of reach");
  EXPECT_TRUE(made.tables[0].units.empty());
}

TEST(RequireReversible, LetsASkippedStepPass) {
  const ObservedTable before = mapped(observed(orders({column("a", "INT"), column("gone", "INT")})));
  Plan made = plan({orders({column("a", "INT"), column("b", "INT")})}, {marked(before, before.table)}, {});
  refuse_one_way_steps(made, lake());
  EXPECT_TRUE(made.tables[0].findings.empty());
  EXPECT_EQ(steps(made.tables[0]), (std::vector<std::string>{"add_column b", "skip drop_column gone"}));
}

TEST(RequireReversible, ANewTableIsDroppedWhateverWasDoneToIt) {
  Table declared = orders({column("a", "INT")});
  declared.checks = {{"positive", "a > 0"}};
  Plan made = plan({declared}, {absent(kOrders)}, {}, engine());
  refuse_one_way_steps(made, engine());
  EXPECT_TRUE(made.tables[0].findings.empty());
}

}  // namespace
}  // namespace delta
