#include "delta/plan/policy.hpp"

#include <gmock/gmock.h>

#include "delta/rules/policies.hpp"
#include "plan/policy_scope.hpp"
#include "plan_words.hpp"

namespace delta {
namespace {

using namespace testing;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

PlanOptions under(Policy policy) {
  PlanOptions options = allow_all();
  options.policy = std::move(policy);
  return options;
}

Policy scoped(Scope scope) {
  Policy policy;
  policy.scopes.push_back({"*", scope});
  return policy;
}

std::vector<std::string> subjects(const TablePlan& table) {
  std::vector<std::string> all;
  for (const Unmanaged& each : table.unmanaged) all.push_back(each.subject);
  return all;
}

Table before() {
  Table table = orders({column("id", "INT"), commented(column("note", "STRING"), "old"), column("gone", "STRING")});
  table.comment = "Orders.";
  table.properties = {{"team.owner", "a"}};
  return table;
}

/// Every part of the table differs.
Table after() {
  Table table = orders({column("id", "BIGINT"), commented(column("note", "STRING"), "new"),
                        commented(column("extra", "STRING"), "more")});
  table.comment = "One row per order.";
  table.properties = {{"team.owner", "b"}};
  table.checks = {{"positive", "id > 0"}, {"extra_set", "extra <> ''"}};
  table.cluster_by = {"extra"};
  return table;
}

ObservedTable now() {
  ObservedTable state = marked(mapped(observed(before())), before());
  state.table.properties.push_back({"delta.enableTypeWidening", "true"});
  state.may_have_rows = false;
  return with_features(std::move(state), {"typeWidening", "checkConstraints", "clustering"});
}

TEST(Policy, AKindThatItDoesNotNameCannotBeAllowed) {
  Policy policy;
  policy.allow.emplace().push_back({{"protocol-upgrade", "*"}, {}});
  const TablePlan made =
      plan_one(orders({column("id", "INT")}), marked(mapped(observed(before())), before()), under(policy));
  EXPECT_THAT(steps(made), ::testing::Contains("skip drop_column gone"));
  const Step& drop = step(made, "drop_column");
  EXPECT_TRUE(drop.forbidden);
  EXPECT_EQ(drop.skip_reason, "the policy does not allow drop-column");
}

TEST(Policy, WhatWaitsForAForbiddenStepSaysSo) {
  Policy policy;
  policy.allow.emplace();
  const TablePlan made =
      plan_one(orders({renamed(column("remark", "STRING"), "note")}),
               marked(observed(orders({column("note", "STRING")})), orders({column("note", "STRING")})), under(policy));
  EXPECT_THAT(steps(made), ElementsAre("skip enable_feature columnMapping", "skip rename_column note"));
  EXPECT_THAT(step(made, "rename_column").skip_reason, HasSubstr("the policy does not allow protocol-upgrade"));
  EXPECT_FALSE(step(made, "rename_column").forbidden) << "counted once";
}

TEST(Policy, ForbiddenBackfillsAreNotPlanned) {
  PlanOptions options = allow({"backfill"});
  options.policy.allow.emplace();
  const Table declared = orders({column("id", "INT"), defaulted(column("kind", "INT"), "1")});
  const TablePlan made =
      plan_one(declared, marked(observed(orders({column("id", "INT")})), declared), options, engine());
  EXPECT_THAT(steps(made), ::testing::Not(::testing::Contains(HasSubstr("backfill"))));
}

TEST(Policy, DataIsKept) {
  Policy policy;
  policy.protections.push_back({"*.silver.*", false});
  const TablePlan made =
      plan_one(orders({column("id", "INT")}), marked(mapped(observed(before())), before()), under(policy));
  EXPECT_THAT(steps(made), ::testing::Contains("skip drop_column gone"));
  EXPECT_THAT(codes(made), IsEmpty());
}

TEST(Policy, AFrozenTableInSyncIsFine) {
  Policy policy;
  policy.protections.push_back({"*", true});
  EXPECT_THAT(codes(plan_one(before(), marked(observed(before()), before()), under(policy))), IsEmpty());
  const TablePlan changed = plan_one(after(), now(), under(policy));
  EXPECT_THAT(codes(changed), ElementsAre(rules::kTableFrozen.code));
  EXPECT_THAT(changed.units, IsEmpty());
  EXPECT_THAT(codes(plan_one(before(), absent(kOrders), under(policy))), ElementsAre(rules::kTableFrozen.code));
}

TEST(Policy, AWarningBecomesAnErrorThatStopsTheTable) {
  const Table declared = orders({renamed(column("remark", "STRING"), "never_there"), column("id", "INT")});
  const ObservedTable state = marked(observed(orders({column("id", "INT")})), declared);
  const TablePlan mild = plan_one(declared, state);
  ASSERT_THAT(codes(mild), ElementsAre(721));
  EXPECT_FALSE(has_error(mild.findings));
  Policy policy;
  policy.severities[721] = Severity::error;
  const TablePlan strict = plan_one(declared, state, under(policy));
  EXPECT_TRUE(has_error(strict.findings));
  EXPECT_THAT(strict.units, IsEmpty());
  policy.severities[721] = std::nullopt;
  EXPECT_THAT(codes(plan_one(declared, state, under(policy))), IsEmpty());
}

TEST(Policy, ScopeColumnsLeavesTheRestToOthers) {
  const TablePlan made = plan_one(after(), now(), under(scoped(Scope::columns)));
  EXPECT_THAT(codes(made), IsEmpty());
  EXPECT_THAT(steps(made), ElementsAre("add_column extra", "alter_type id", "drop_column gone"));
  const auto& added = std::get<action::AddColumn>(step(made, "add_column").action);
  EXPECT_EQ(added.column.comment, "");
  EXPECT_THAT(subjects(made), ElementsAre("check extra_set", "check positive", "clustering", "comment of note",
                                          "comment of the table", "property team.owner"));
  ASSERT_TRUE(made.units.back().mark);
  EXPECT_FALSE(made.units.back().mark->holds("check", "positive")) << "it was never ours";
  EXPECT_TRUE(made.units.back().mark->holds("property", "team.owner")) << "and what was is not forgotten";
}

TEST(Policy, ScopeMetadataLeavesColumnsToOthers) {
  const TablePlan made = plan_one(after(), now(), under(scoped(Scope::metadata)));
  EXPECT_THAT(codes(made), IsEmpty());
  EXPECT_THAT(steps(made),
              ElementsAre("set_property team.owner", "set_comment ", "set_comment note", "add_check positive"));
  EXPECT_THAT(subjects(made),
              ElementsAre("check extra_set", "clustering", "column extra", "column gone", "type of id"));
  ASSERT_TRUE(made.units.back().mark);
  EXPECT_FALSE(made.units.back().mark->holds("column", "extra"));
}

TEST(Policy, ScopeNoneReadsAndReports) {
  const TablePlan made = plan_one(after(), marked(now(), before(), "another registry"), under(scoped(Scope::none)));
  EXPECT_THAT(made.units, IsEmpty());
  EXPECT_THAT(codes(made), IsEmpty()) << "whose it is does not matter";
  EXPECT_TRUE(made.in_sync());
  EXPECT_THAT(subjects(made), ::testing::Contains("type of id"));
}

TEST(Policy, WhoMakesAndEndsTables) {
  for (const Scope scope : {Scope::metadata, Scope::none}) {
    const TablePlan made = plan_one(after(), absent(kOrders), under(scoped(scope)));
    EXPECT_THAT(made.units, IsEmpty());
    EXPECT_THAT(subjects(made), ElementsAre("the table"));
  }
  const TablePlan bare = plan_one(after(), absent(kOrders), under(scoped(Scope::columns)));
  const Table& made = std::get<action::CreateTable>(step(bare, "create_table").action).table;
  EXPECT_EQ(made.comment, "");
  EXPECT_THAT(made.checks, IsEmpty());
  EXPECT_THAT(made.properties, IsEmpty());
  EXPECT_EQ(made.columns.size(), 3U);
}

TEST(Policy, ATableOfALesserScopeIsNotDropped) {
  Registry dropping = registry({});
  dropping.tombstones.push_back({TableName::parse(kOrders), kOrders, "", ""});
  const auto plan_with = [&](Scope scope) {
    return make_plan(dropping, {observed(before())}, {}, lake(), under(scoped(scope))).tables.at(0);
  };
  EXPECT_THAT(steps(plan_with(Scope::full)), ElementsAre("drop_table dev.silver.orders"));
  EXPECT_THAT(steps(plan_with(Scope::columns)), IsEmpty());
  EXPECT_THAT(subjects(plan_with(Scope::columns)), ElementsAre("the table"));
}

TEST(Policy, WhatIsPlannedInScopeIsFoundInScope) {
  for (const Scope scope : {Scope::full, Scope::columns, Scope::metadata, Scope::none}) {
    EXPECT_THAT(steps_out_of_scope(plan_one(after(), now(), under(scoped(scope))), scope), IsEmpty());
  }
  const TablePlan whole = plan_one(after(), now());
  EXPECT_THAT(steps_out_of_scope(whole, Scope::columns), ::testing::SizeIs(6));
  EXPECT_THAT(steps_out_of_scope(whole, Scope::metadata), ::testing::SizeIs(3));
  EXPECT_EQ(steps_out_of_scope(whole, Scope::none).size(), steps(whole).size());
}

TEST(Policy, ACheckThatMakesWayForItsColumnIsNoStepOfOthers) {
  Table declared = orders({column("id", "BIGINT")});
  declared.checks = {{"positive", "id > 0"}};
  Table earlier = declared;
  earlier.columns = {column("id", "INT")};
  ObservedTable state = with_features(marked(observed(earlier), earlier), {"typeWidening", "checkConstraints"});
  state.table.properties.push_back({"delta.enableTypeWidening", "true"});
  state.may_have_rows = false;
  const TablePlan made = plan_one(declared, state, under(scoped(Scope::columns)));
  EXPECT_THAT(steps(made), ElementsAre("drop_check positive", "alter_type id", "add_check positive"));
  EXPECT_THAT(steps_out_of_scope(made, Scope::columns), IsEmpty());
}

}  // namespace
}  // namespace delta
