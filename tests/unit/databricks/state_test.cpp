// What a Databricks workspace is sent where it remembers runs itself, word for word.
#include "delta/execute/state_store.hpp"

#include <gmock/gmock.h>

#include "delta/engine.hpp"
#include "unit/odbc/scripted.hpp"

namespace delta::odbc::test {
namespace {

using ::testing::ElementsAre;

struct DatabricksState : Scripted {
  static Json step(const std::string& begins) { return {{"match", begins + "[\\s\\S]*"}}; }
};

TEST_F(DatabricksState, IsATableOfUnityCatalogThatIsOnlyAddedTo) {
  Json script;
  Json answers = step("SELECT current_metastore");
  answers["columns"] = {"c"};
  answers["rows"] = {{"aws:eu:1"}};
  Json facts = step("SELECT current_version");
  facts["columns"] = {"v", "c", "b", "u"};
  facts["rows"] = {{nullptr, "dev", "", "deploy@shop"}};
  Json none = error_step("42P01", "[TABLE_OR_VIEW_NOT_FOUND] The table or view cannot be found.");
  none["match"] = "SELECT kind[\\s\\S]*";
  none["times"] = 1;
  script["statements"] = {answers, facts, none, step("CREATE TABLE"), step("INSERT"), step("INSERT"), step("INSERT")};
  const auto target = open_target("odbc:" + play(script));
  ASSERT_TRUE(target) << target.error().message;
  const auto state = target->schema_state(TableName::parse("ops.runs"), make_memory_state());
  const auto prepared = state->prepare();
  ASSERT_TRUE(prepared) << prepared.error().message;
  ASSERT_TRUE(state->begin("r1", "{\"plan\": '${x}'}", "head\nbegin\n"));
  ASSERT_TRUE(state->append("r1", 11, "intent\n"));
  ASSERT_TRUE(state->append("r1", 18, "end\n"));
  ASSERT_TRUE(state->keep_snapshot("ab", "{}"));
  ASSERT_TRUE(state->append_ledger(0, "ledger\n"));
  ASSERT_TRUE(state->close("r1"));
  const auto sent = log();
  ASSERT_GE(sent.size(), 8U);
  EXPECT_THAT(
      std::vector<std::string>(sent.begin() + 3, sent.end()),
      ElementsAre("SELECT kind, name, place, CASE WHEN kind IN ('ledger', 'format') THEN text END FROM "
                  "`ops`.`runs`.`deltac_state`",
                  "CREATE TABLE IF NOT EXISTS `ops`.`runs`.`deltac_state` (kind STRING, name STRING, place BIGINT, "
                  "text STRING) "
                  "USING DELTA COMMENT 'What runs of deltac did' TBLPROPERTIES ('delta.appendOnly' = 'true')",
                  "INSERT INTO `ops`.`runs`.`deltac_state` VALUES ('format', '', 0, '1')",
                  "INSERT INTO `ops`.`runs`.`deltac_state` VALUES ('plan', 'r1', 0, '{\"plan\": \\'\\u0024{x}\\'}'), "
                  "('journal', 'r1', 0, 'head\\u000Abegin\\u000A')",
                  "INSERT INTO `ops`.`runs`.`deltac_state` VALUES ('snapshot', 'ab', 0, '{}'), "
                  "('journal', 'r1', 11, 'intent\\u000Aend\\u000A'), ('ledger', '', 0, 'ledger\\u000A'), ('closed', "
                  "'r1', 0, '')"));
}

}  // namespace
}  // namespace delta::odbc::test
