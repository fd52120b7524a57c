#include <gmock/gmock.h>

#include "delta/plan/preflight.hpp"
#include "plan/way_back.hpp"
#include "plan_words.hpp"

namespace delta {
namespace {

using namespace testing;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

Table view(const std::string& query) {
  Table made = table("dev.gold.daily", {column("day", "DATE"), column("total", "BIGINT")});
  made.query = LocatedText(query);
  return made;
}

const char* kQuery = "SELECT day, sum(total) AS total FROM dev.silver.orders GROUP BY day";

/// The view as the server shows it after `plan` ran.
ObservedTable shown_after(const TablePlan& plan) {
  ObservedTable state;
  state.name = plan.name;
  for (const Unit& unit : plan.units) {
    for (const Step& each : unit.steps) simulate(state, each.action);
    if (unit.mark) state.mark = unit.mark;
  }
  state.table.columns.clear();
  state.table.comment.clear();
  return state;
}

TablePlan planned(const Table& declared, ObservedTable now, const Capabilities& can = engine()) {
  return plan_one(declared, std::move(now), allow_all(), can);
}

TEST(Views, AreMadeWithTheirColumnsAndMark) {
  Table declared = view(kQuery);
  declared.columns[0].comment = "of delivery";
  declared.comment = "by day";
  const TablePlan made = planned(declared, absent("dev.gold.daily"));
  EXPECT_THAT(steps(made), ElementsAre("create_view dev.gold.daily"));
  EXPECT_THAT(
      made.units.at(0).statements,
      ElementsAre(HasSubstr("CREATE VIEW `dev`.`gold`.`daily` (`day` COMMENT 'of delivery', `total`)\nCOMMENT 'by "
                            "day'\nTBLPROPERTIES ('deltac.managed' = '")));
  EXPECT_THAT(made.units.at(0).statements.at(0), HasSubstr(std::string("\nAS ") + kQuery));
}

/// A server that shows one view in full where it is asked for it.
class Shows : public Prober {
 public:
  Expected<ProbeAnswer> ask(std::string_view statement) override {
    ProbeAnswer answer;
    if (statement.starts_with("DESCRIBE TABLE EXTENDED `dev`.`gold`.`daily`")) {
      answer.rows = {{"day", "date", "of delivery"},
                     {"total", "bigint", std::nullopt},
                     {"", "", ""},
                     {"# Detailed Table Information", "", ""},
                     {"Type", "VIEW", ""},
                     {"Comment", "by\nday", ""}};
    } else if (statement.starts_with("SHOW TBLPROPERTIES `dev`.`gold`.`daily`")) {
      answer.rows = {{"deltac.managed", "01"}, {"team", "sales"}, {"view.sqlConfig.x", "1"}};
    } else {
      answer.rows = {{"day", "date", ""}, {"total", "bigint", ""}};
    }
    return answer;
  }
};

TEST(Views, ThatAreReplacedAreKnownInFullSoThatTheyCanBeMadeAgain) {
  const ObservedTable before = shown_after(planned(view(kQuery), absent("dev.gold.daily")));
  const Table other = view("SELECT day, max(total) AS total FROM dev.silver.orders GROUP BY day");
  Plan made = plan({other}, {before}, allow_all(), engine());
  Shows server;
  ASSERT_TRUE(preflight(made, registry({other}), server, true));
  const TablePlan& changed = made.tables.at(0);
  ASSERT_THAT(changed.observed.table.columns, SizeIs(2));

  ObservedTable now = shown_after(changed);
  const ChangedTable what{{{&changed, changed.units.size()}}, &now, true, std::nullopt};
  const TablePlan back = way_back(what, engine(), ungated({}));
  ASSERT_THAT(steps(back), ElementsAre("create_view dev.gold.daily"));
  const std::string& statement = back.units.at(0).statements.at(0);
  EXPECT_THAT(statement,
              HasSubstr("CREATE OR REPLACE VIEW `dev`.`gold`.`daily` (`day` COMMENT 'of delivery', `total`)\n"
                        "COMMENT 'by\\u000Aday'\nTBLPROPERTIES ('deltac.managed' = '" +
                        encode(*before.mark) + "', 'team' = 'sales')\nAS " + kQuery));
}

TEST(Views, ThatAreAsDeclaredNeedNothing) {
  const TablePlan made = planned(view(kQuery), absent("dev.gold.daily"));
  EXPECT_THAT(steps(planned(view(kQuery), shown_after(made))), IsEmpty());
  EXPECT_THAT(
      steps(planned(view(std::string("select  day, sum(total) AS total FROM dev.silver.orders GROUP BY day -- x")),
                    shown_after(made))),
      IsEmpty())
      << "spacing, case of keywords and comments are no difference";
}

TEST(Views, AreReplacedWhenTheirTextOrAColumnsCommentDiffers) {
  const ObservedTable now = shown_after(planned(view(kQuery), absent("dev.gold.daily")));
  const TablePlan made = planned(view("SELECT day, max(total) AS total FROM dev.silver.orders GROUP BY day"), now);
  EXPECT_THAT(steps(made), ElementsAre("create_view dev.gold.daily"));
  EXPECT_THAT(made.units.at(0).statements, ElementsAre(HasSubstr("CREATE OR REPLACE VIEW ")));
  EXPECT_NE(made.units.at(0).before, made.units.at(0).after);
  Table commented = view(kQuery);
  commented.columns[1].comment = "in cents";
  EXPECT_THAT(steps(planned(commented, now)), ElementsAre("create_view dev.gold.daily"));
}

TEST(Views, AndTablesDoNotReplaceEachOther) {
  const Table plain = table("dev.gold.daily", {column("day", "DATE")});
  EXPECT_THAT(codes(planned(view(kQuery), observed(plain))), ElementsAre(751));
  EXPECT_THAT(codes(planned(plain, shown_after(planned(view(kQuery), absent("dev.gold.daily"))))), ElementsAre(751));
}

TEST(Views, OfAnotherRegistryAreRefused) {
  ObservedTable now = shown_after(planned(view(kQuery), absent("dev.gold.daily")));
  now.mark->registry_hash = name_hash("other");
  EXPECT_THAT(codes(planned(view(kQuery), now)), ElementsAre(750));
}

TEST(Views, LiveInTheRegistryOnlyOnALake) {
  const Plan made = plan({view(kQuery)}, {absent("dev.gold.daily")}, allow_all(), lake());
  EXPECT_THAT(steps(made.tables.at(0)), IsEmpty());
  EXPECT_TRUE(made.in_sync());
  EXPECT_THAT(made.notes, Contains(HasSubstr("views live in the registry only")));
}

TEST(Views, ComeAfterTheTablesThatTheyRead) {
  const Table orders_table = orders({column("day", "DATE"), column("total", "BIGINT")});
  Table top = table("dev.aa.top", {column("day", "DATE")});
  top.query = LocatedText("SELECT day FROM dev.gold.daily");
  const Plan made = plan({top, view(kQuery), orders_table},
                         {absent("dev.aa.top"), absent("dev.gold.daily"), absent(kOrders)}, allow_all(), engine());
  EXPECT_THAT(names(made), ElementsAre(kOrders, "dev.gold.daily", "dev.aa.top"));
  EXPECT_THAT(made.tables.at(2).depends_on, ElementsAre(TableName::parse("dev.gold.daily")));
}

TEST(Views, ComeAfterTablesThatTheyNameWithoutTheCatalogue) {
  const Table orders_table = orders({column("day", "DATE"), column("total", "BIGINT")});
  const Plan made = plan({view("SELECT day, total FROM silver.orders"), orders_table},
                         {absent("dev.gold.daily"), absent(kOrders)}, allow_all(), engine());
  EXPECT_THAT(names(made), ElementsAre(kOrders, "dev.gold.daily"));
  EXPECT_THAT(made.tables.at(1).depends_on, ElementsAre(TableName::parse(kOrders)));
}

TEST(Views, OfTheTargetThatAStepBreaksAreNamed) {
  const Table before = orders({column("day", "DATE"), column("total", "BIGINT"), column("note", "STRING")});
  const Table after =
      orders({column("day", "DATE"), renamed(column("sum", "BIGINT"), "total"), column("note", "STRING")});
  ObservedTable reads_total =
      shown_after(planned(view("SELECT o.total FROM silver.orders o"), absent("dev.gold.daily")));
  ObservedTable reads_day = reads_total;
  reads_day.name = TableName::parse("dev.gold.days");
  reads_day.table.query = LocatedText("SELECT day FROM dev.silver.orders");
  const Plan made = make_plan(registry({after}), {marked(mapped(observed(before)), before)}, {reads_total, reads_day},
                              engine(), allow_all());
  EXPECT_THAT(step(made.tables.at(0), "rename_column").impact.views, ElementsAre("dev.gold.daily"));
}

TEST(Views, GoWithTheirTombstone) {
  Registry dropped = registry({});
  dropped.tombstones.push_back({TableName::parse("dev.gold.daily"), "dev.gold.daily", {}, {}});
  const ObservedTable now = shown_after(planned(view(kQuery), absent("dev.gold.daily")));
  const Plan made = make_plan(dropped, {now}, {}, engine(), allow_all());
  EXPECT_THAT(steps(made.tables.at(0)), ElementsAre("drop_view dev.gold.daily"));
  EXPECT_THAT(made.tables.at(0).units.at(0).statements, ElementsAre("DROP VIEW `dev`.`gold`.`daily`"));
}

/// Answers DESCRIBE QUERY.
struct Describer : Prober {
  ProbeAnswer answer;
  std::vector<std::string> asked;
  Expected<ProbeAnswer> ask(std::string_view statement) override {
    asked.emplace_back(statement);
    return statement.starts_with("DESCRIBE") ? answer : ProbeAnswer{};
  }
};

Plan checked(Describer& server, const std::string& query = kQuery) {
  const Table orders_table = orders({column("day", "DATE"), column("total", "BIGINT")});
  Plan made = plan({view(query), orders_table}, {absent("dev.gold.daily"), absent(kOrders)}, allow_all(), engine());
  EXPECT_TRUE(preflight(made, registry({view(query), orders_table}), server, true));
  return made;
}

TEST(ViewPreflight, AsksOverTheTablesAsTheyWillBe) {
  Describer server;
  server.answer.rows = {{"day", "date", std::nullopt}, {"total", "bigint", std::nullopt}};
  const Plan made = checked(server);
  EXPECT_THAT(server.asked,
              Contains("DESCRIBE QUERY WITH `orders` AS (SELECT CAST(NULL AS DATE) AS `day`, CAST(NULL AS BIGINT) AS "
                       "`total`) SELECT * FROM (SELECT day, sum(total) AS total FROM `orders` GROUP BY day\n)"));
  EXPECT_THAT(codes(made.tables.at(1)), IsEmpty());
}

TEST(ViewPreflight, KnowsATableWithoutItsCatalogue) {
  Describer server;
  server.answer.rows = {{"day", "date"}, {"total", "bigint"}};
  checked(server, "SELECT day, silver.orders.total FROM silver.orders");
  EXPECT_THAT(server.asked, Contains(HasSubstr("SELECT * FROM (SELECT day, `orders`.`total` FROM `orders`")));
}

TEST(ViewPreflight, OtherNamesTypesAndNumbersOfColumnsAreFindings) {
  Describer server;
  server.answer.rows = {{"day", "date", std::nullopt}, {"sum", "bigint", std::nullopt}};
  EXPECT_THAT(checked(server).tables.at(1).findings.at(0).text,
              "column 2 of dev.gold.daily is sum in its query and total in the struct");
  server.answer.rows = {{"day", "date", std::nullopt}, {"total", "decimal(28,2)", std::nullopt}};
  const Plan typed = checked(server);
  EXPECT_THAT(codes(typed.tables.at(1)), ElementsAre(663));
  EXPECT_THAT(typed.tables.at(1).units, IsEmpty());
  server.answer.rows = {{"day", "date", std::nullopt}};
  EXPECT_THAT(checked(server).tables.at(1).findings.at(0).text,
              "the query of dev.gold.daily gives 1 columns, and the struct has 2");
}

TEST(ViewPreflight, AQueryThatTheServerRefusesIsAFinding) {
  Describer server;
  server.answer.refused = true;
  server.answer.message = "no column dya\nthe plan";
  const Plan made = checked(server);
  EXPECT_THAT(codes(made.tables.at(1)), ElementsAre(664));
  EXPECT_EQ(made.tables.at(1).findings.at(0).text,
            "the query of dev.gold.daily is refused by the server: no column dya");
}

}  // namespace
}  // namespace delta
