#include <gmock/gmock.h>

#include "delta/execute/apply.hpp"
#include "delta/rules/changes.hpp"
#include "plan_words.hpp"
#include "support/memory_target.hpp"

namespace delta {
namespace {

using namespace testing;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

/// Unity Catalog: keys and tags are stored, NOT NULL can be set, one statement per commit.
Capabilities catalogue() {
  Capabilities can = engine();
  can.dialect = "databricks";
  can.stores_keys = true;
  can.stores_tags = true;
  can.sets_not_null = true;
  return can;
}

PlanOptions allowed() { return allow({"drop-column", "protocol-upgrade", "rename-table", "drop-not-null"}); }

Key key(std::vector<LocatedText> columns, const std::string& name = "") {
  Key made;
  made.name = name;
  made.columns = std::move(columns);
  return made;
}

Table keyed(Table made, std::vector<LocatedText> columns, const std::string& name = "") {
  made.primary_key = key(std::move(columns), name);
  return made;
}

Table referring(Table made, std::vector<LocatedText> columns, const std::string& target,
                std::vector<LocatedText> target_columns = {}, const std::string& name = "") {
  ForeignKey made_key;
  made_key.name = name;
  made_key.columns = std::move(columns);
  made_key.target = TableName::parse(target);
  made_key.target_columns = std::move(target_columns);
  made.foreign_keys.push_back(made_key);
  return made;
}

Table customers(const std::string& id = "id") {
  return keyed(table("dev.silver.customers", {required(id, "BIGINT"), column("email", "STRING")}), {LocatedText(id)});
}

Table bare_orders() {
  return orders({required("id", "BIGINT"), required("customer", "BIGINT"), column("note", "STRING")});
}

/// Keys as the target has them, names and all.
Table stored_customers() { return keyed(customers(), {"id"}, "pk_customers"); }
Table stored_orders() {
  return referring(bare_orders(), {"customer"}, "dev.silver.customers", {"id"}, "fk_orders_customer");
}

ObservedTable referred(ObservedTable made, const Table& by) {
  for (const ForeignKey& each : by.foreign_keys) made.referred_by.push_back({by.name, each});
  return made;
}

/// A memory that knows, as a catalogue does, who refers to whom, and in which a rename drops the keys that it touches.
class CatalogueTarget : public MemoryTarget {
 public:
  CatalogueTarget() : MemoryTarget(catalogue()) {}

  std::vector<std::string> statements;

  Expected<std::vector<ObservedTable>> read(std::span<const TableName> names) override {
    auto found = MemoryTarget::read(names);
    for (ObservedTable& each : *found) {
      each.referred_by.clear();
      for (const auto& [name, table] : tables) {
        for (const ForeignKey& one : table.table.foreign_keys) {
          if (one.target == each.name && table.name != each.name) each.referred_by.push_back({table.name, one});
        }
      }
    }
    return found;
  }

  Expected<UnitResult, ExecutionError> execute(const TablePlan& plan, const Unit& unit) override {
    for (const Step& step : unit.steps) {
      if (!step.skipped) happens(plan, step.action);
    }
    statements.insert(statements.end(), unit.statements.begin(), unit.statements.end());
    return MemoryTarget::execute(plan, unit);
  }

 private:
  void happens(const TablePlan& plan, const Action& action) {
    if (const auto* drop = std::get_if<action::DropForeignKey>(&action); drop != nullptr && drop->table) {
      simulate(tables.at(fold_case(drop->table->text())), action::DropForeignKey{{}, drop->key});
    }
    if (const auto* add = std::get_if<action::AddForeignKey>(&action)) {
      const auto target = tables.find(fold_case(add->key.target.text()));
      ASSERT_NE(target, tables.end()) << "refers to a table that is not there";
      ASSERT_TRUE(target->second.table.primary_key) << "refers to a table without a key";
      EXPECT_EQ(add->key.target_columns, target->second.table.primary_key->columns);
      if (add->table) simulate(tables.at(fold_case(add->table->text())), action::AddForeignKey{{}, add->key});
    }
    if (std::holds_alternative<action::DropPrimaryKey>(action)) {
      for (const auto& [name, table] : tables) {
        for (const ForeignKey& one : table.table.foreign_keys) EXPECT_NE(one.target, plan.observed_name) << name;
      }
    }
    if (const auto* rename = std::get_if<action::RenameColumn>(&action)) {
      const auto there = tables.find(fold_case(plan.observed_name.text()));
      ASSERT_NE(there, tables.end());
      const auto& primary = there->second.table.primary_key;
      if (!primary) return;
      EXPECT_THAT(primary->columns, Not(Contains(LocatedText(rename->from.text())))) << "lost silently";
    }
  }
};

TEST(Keys, AreMadeWithTheirTables) {
  const Plan made = plan({customers(), referring(bare_orders(), {"CUSTOMER"}, "dev.silver.customers")},
                         {absent("dev.silver.customers"), absent(kOrders)}, {}, catalogue());
  EXPECT_THAT(names(made), ElementsAre("dev.silver.customers", kOrders));
  EXPECT_THAT(made.tables[0].units[0].statements[0], HasSubstr("CONSTRAINT `pk_customers` PRIMARY KEY (`id`)"));
  EXPECT_THAT(made.tables[1].units[0].statements[0],
              HasSubstr("CONSTRAINT `fk_orders_customer` FOREIGN KEY (`customer`) REFERENCES "
                        "`dev`.`silver`.`customers` (`id`)"));
  EXPECT_THAT(made.notes, IsEmpty());
}

TEST(Keys, OfATargetWithoutThemAreInNoPlanAndInNoMark) {
  Table wanted = customers();
  wanted.tags = {{"team", "a"}};
  const TablePlan made = plan_one(wanted, absent("dev.silver.customers"), {}, engine());
  EXPECT_THAT(made.units[0].statements[0], Not(HasSubstr("CONSTRAINT")));
  EXPECT_FALSE(made.units[0].mark->holds("primary_key", ""));
  EXPECT_TRUE(plan_one(wanted, observed(customers()), {}, engine()).in_sync());
}

TEST(Keys, UniqueIsSaidOnceToLiveInTheRegistryOnly) {
  Table wanted = customers();
  wanted.unique = {key({"email"})};
  const Plan made =
      plan({wanted, referring(orders({column("mail", "STRING")}), {"mail"}, "dev.silver.customers", {"email"})},
           {absent("dev.silver.customers"), absent(kOrders)}, {}, catalogue());
  EXPECT_THAT(made.tables[1].units[0].statements[0], Not(HasSubstr("FOREIGN KEY")));
  EXPECT_THAT(made.notes,
              ElementsAre(HasSubstr("UNIQUE, and references to what is merely UNIQUE, live in the registry")));
}

TEST(Keys, OnesThatAreThereUnderAnyNameAreInSync) {
  ObservedTable there = observed(keyed(customers(), {"ID"}, "somebodys_name"));
  EXPECT_TRUE(plan_one(customers(), there, {}, catalogue()).in_sync());
}

TEST(Keys, AreAddedAndRemovedOnlyIfManaged) {
  Table bare = customers();
  bare.primary_key.reset();
  EXPECT_THAT(steps(plan_one(customers(), observed(bare), {}, catalogue())),
              ElementsAre("set_primary_key pk_customers"));
  EXPECT_THAT(steps(plan_one(bare, marked(observed(stored_customers()), customers()), {}, catalogue())),
              ElementsAre("drop_primary_key pk_customers"));
  const TablePlan unmanaged = plan_one(bare, observed(stored_customers()), {}, catalogue());
  EXPECT_THAT(steps(unmanaged), IsEmpty());
  ASSERT_THAT(unmanaged.unmanaged, SizeIs(1));
  EXPECT_EQ(unmanaged.unmanaged[0].subject, "primary key pk_customers");
}

TEST(Keys, APrimaryKeyWaitsForNotNull) {
  Table loose = customers();
  loose.primary_key.reset();
  loose.columns[0].nullable = true;
  const TablePlan made = plan_one(customers(), observed(loose), {}, catalogue());
  EXPECT_THAT(steps(made), ElementsAre("set_not_null id", "set_primary_key pk_customers"));
  EXPECT_THAT(step(made, "set_primary_key").needs, ElementsAre(0));
  EXPECT_THAT(codes(plan_one(customers(), observed(loose), {}, engine())),
              ElementsAre(rules::kNullabilityTightened.code));
}

TEST(NotNull, ANewColumnIsFilledAndTightenedWithPermission) {
  Table now = stored_customers();
  now.columns.push_back(defaulted(required("tier", "INT"), "1"));
  EXPECT_THAT(codes(plan_one(now, observed(stored_customers()), {}, catalogue())),
              ElementsAre(rules::kNotNullColumnAdded.code));
  const TablePlan made =
      plan_one(now, observed(stored_customers()), allow({"backfill", "protocol-upgrade"}), catalogue());
  EXPECT_THAT(steps(made), ElementsAre("enable_feature allowColumnDefaults", "add_column tier", "backfill tier",
                                       "set_default tier", "backfill tier", "set_not_null tier"));
  EXPECT_THAT(made.units[1].statements.at(0), Not(HasSubstr("NOT NULL")));
}

TEST(Keys, ARenameTakesAllKeysAwayAndBringsThemBack) {
  CatalogueTarget target;
  target.put(mapped(observed(stored_customers())));
  target.put(observed(stored_orders()));
  Table now = keyed(
      table("dev.silver.customers", {renamed(required("customer_id", "BIGINT"), "id"), column("email", "STRING")}),
      {"customer_id"});
  Table now_orders = referring(bare_orders(), {"customer"}, "dev.silver.customers");
  now_orders.columns.push_back(column("extra", "INT"));
  const Registry code = registry({now, now_orders});
  const Plan made = *read_and_plan(code, target, allowed());
  EXPECT_THAT(steps(made.tables[1]), ElementsAre("add_column extra"));
  EXPECT_THAT(steps(made.tables[0]),
              ElementsAre("drop_foreign_key dev.silver.orders fk_orders_customer", "drop_primary_key pk_customers",
                          "rename_column id", "set_primary_key pk_customers",
                          "add_foreign_key dev.silver.orders fk_orders_customer"));
  const SyncReport report = apply(made, target, target);
  for (const TableReport& each : report.tables)
    EXPECT_TRUE(each.verified || each.status == TableStatus::in_sync) << each.reason;
  EXPECT_TRUE(read_and_plan(code, target, {})->in_sync());
  EXPECT_EQ(target.tables.at("dev.silver.orders").table.foreign_keys.at(0).target_columns,
            std::vector<LocatedText>{"customer_id"});
}

TEST(Keys, ARenameThatMayNotRunTouchesNoKey) {
  ObservedTable there = referred(observed(stored_customers()), stored_orders());
  Table now = keyed(table("dev.silver.customers", {renamed(required("nr", "BIGINT"), "id"), column("email", "STRING")}),
                    {"nr"});
  const TablePlan made = plan_one(now, there, {}, catalogue());
  EXPECT_EQ(made.skipped_count(), made.step_count());
  EXPECT_EQ(made.step_count(), 6U);
}

TEST(Keys, AReferenceFollowsAKeyThatChanges) {
  CatalogueTarget target;
  Table old = keyed(table("dev.silver.customers", {required("id", "BIGINT"), required("region", "STRING")}), {"id"},
                    "pk_customers");
  target.put(marked(observed(old), old));
  Table old_orders = stored_orders();
  old_orders.columns.push_back(required("region", "STRING"));
  target.put(marked(observed(old_orders), old_orders));
  Table now = keyed(old, {"id", "region"});
  Table now_orders = bare_orders();
  now_orders.columns.push_back(required("region", "STRING"));
  const Registry code = registry({now, referring(now_orders, {"customer", "region"}, "dev.silver.customers")});
  const Plan made = *read_and_plan(code, target, {});
  EXPECT_THAT(steps(made.tables[0]), ElementsAre("drop_foreign_key dev.silver.orders fk_orders_customer",
                                                 "drop_primary_key pk_customers", "set_primary_key pk_customers"));
  EXPECT_THAT(steps(made.tables[1]), ElementsAre("add_foreign_key fk_orders_customer_region"));
  EXPECT_THAT(made.tables[1].depends_on, ElementsAre(TableName::parse("dev.silver.customers")));
  const SyncReport report = apply(made, target, target);
  for (const TableReport& each : report.tables) EXPECT_TRUE(each.verified) << each.reason;
  EXPECT_TRUE(read_and_plan(code, target, {})->in_sync());
}

TEST(Keys, AReferenceThatThePlanDoesNotKnowKeepsTheKey) {
  ObservedTable there = marked(observed(stored_customers()), customers());
  there.table.columns[1].nullable = false;
  there.referred_by = {{TableName::parse("reports.x.sales"), stored_orders().foreign_keys[0]}};
  const Table other =
      keyed(table("dev.silver.customers", {required("id", "BIGINT"), required("email", "STRING")}), {"email"});
  const TablePlan refused = plan_one(other, there, {}, catalogue());
  EXPECT_THAT(codes(refused), ElementsAre(rules::kKeyReferred.code));
  EXPECT_THAT(steps(refused), IsEmpty());
  there.referred_by.clear();
  EXPECT_THAT(steps(plan_one(other, there, {}, catalogue())),
              ElementsAre("drop_primary_key pk_customers", "set_primary_key pk_customers"));
}

TEST(Keys, ADroppedColumnOfAForeignKeyThatNobodyDeclaresIsRefused) {
  Table without = bare_orders();
  without.columns.erase(without.columns.begin() + 1);
  without.dropped = {"customer"};
  EXPECT_THAT(codes(plan_one(without, mapped(observed(stored_orders())), allowed(), catalogue())),
              ElementsAre(rules::kKeyDepends.code));
  // Ours goes first.
  EXPECT_THAT(
      steps(plan_one(without, marked(mapped(observed(stored_orders())), stored_orders()), allowed(), catalogue())),
      ElementsAre("drop_foreign_key fk_orders_customer", "drop_column customer"));
}

TEST(Keys, TablesThatReferToEachOtherAreMadeInOneRun) {
  CatalogueTarget target;
  const auto circular = [](const std::string& name, const std::string& other) {
    return referring(keyed(table(name, {required("id", "INT"), column("other", "INT")}), {"id"}), {"other"}, other);
  };
  const Registry code = registry({circular("d.s.a", "d.s.b"), circular("d.s.b", "d.s.a"), circular("d.s.c", "d.s.c")});
  const SyncReport report = apply(*read_and_plan(code, target, {}), target, target);
  for (const TableReport& each : report.tables) EXPECT_TRUE(each.verified) << each.name.text() << ": " << each.reason;
  EXPECT_TRUE(read_and_plan(code, target, {})->in_sync());
  EXPECT_THAT(target.statements, SizeIs(6));
}

TEST(Tags, AreSetChangedAndUnset) {
  Table before = customers();
  before.tags = {{"old", "1"}, {"team", "a"}, {"other", "x"}};
  before.columns[1].tags = {{"pii", "true"}};
  Table mark = before;
  mark.tags.pop_back();
  Table now = customers();
  now.tags = {{"team", "b"}};
  now.columns[1].tags = {{"pii", "true"}, {"kind", "mail"}};
  ObservedTable there = marked(observed(before), mark);
  there.table.primary_key->name = "pk_customers";
  const TablePlan made = plan_one(now, there, {}, catalogue());
  EXPECT_THAT(steps(made), ElementsAre("unset_tag old", "set_tag team", "set_tag email kind"));
  ASSERT_THAT(made.unmanaged, SizeIs(1));
  EXPECT_EQ(made.unmanaged[0].subject, "tag other");
}

TEST(Tags, OfANewTableAndANewColumnComeAfterIt) {
  Table now = customers();
  now.tags = {{"team", "b"}};
  now.columns[1].tags = {{"pii", "true"}};
  EXPECT_THAT(steps(plan_one(now, absent("dev.silver.customers"), {}, catalogue())),
              ElementsAre("create_table dev.silver.customers", "set_tag team", "set_tag email pii"));
  Table before = stored_customers();
  before.columns.pop_back();
  before.tags = {{"team", "b"}};
  EXPECT_THAT(steps(plan_one(now, observed(before), {}, catalogue())),
              ElementsAre("add_column email", "set_tag email pii"));
}

TEST(Policies, AreLiftedForARenameOnlyWithPermission) {
  ObservedTable there = mapped(observed(stored_customers()));
  there.table.columns[1].tags = {{"pii", "true"}};
  there.policies = {{"email", TableName::parse("dev.rules.hide"), {"id"}},
                    {"", TableName::parse("dev.rules.own"), {"email"}}};
  Table now = keyed(
      table("dev.silver.customers", {required("id", "BIGINT"), renamed(column("mail", "STRING"), "email")}), {"id"});
  const TablePlan refused = plan_one(now, there, allowed(), catalogue());
  EXPECT_EQ(refused.skipped_count(), refused.step_count());
  const TablePlan made = plan_one(now, there, allow({"protocol-upgrade", "lift-policy"}), catalogue());
  EXPECT_THAT(steps(made),
              ElementsAre("drop_mask email", "drop_row_filter dev.rules.own", "unset_tag email pii",
                          "rename_column email", "set_tag mail pii", "set_mask mail", "set_row_filter dev.rules.own"));
  EXPECT_THAT(made.units.back().statements.at(0), HasSubstr("SET ROW FILTER `dev`.`rules`.`own` ON (`mail`)"));
}

TEST(Policies, ADroppedColumnTakesItsMaskAlongAndNoRowFilter) {
  ObservedTable there = mapped(observed(stored_customers()));
  there.policies = {{"email", TableName::parse("dev.rules.hide"), {}}};
  Table now = customers();
  now.columns.pop_back();
  now.dropped = {"email"};
  EXPECT_THAT(steps(plan_one(now, there, allowed(), catalogue())), ElementsAre("drop_mask email", "drop_column email"));
  EXPECT_THAT(steps(plan_one(now, there, {}, catalogue())),
              ElementsAre("skip drop_mask email", "skip drop_column email"));
  there.policies = {{"", TableName::parse("dev.rules.own"), {"email"}}};
  EXPECT_THAT(codes(plan_one(now, there, allowed(), catalogue())), ElementsAre(rules::kPolicyDepends.code));
}

}  // namespace
}  // namespace delta
