// The table in which a server remembers runs: how texts lie in its rows, and what becomes of a statement whose answer
// is lost.
#include "adapters/spark/state_table.hpp"

#include <gtest/gtest.h>

#include "unit/spark/scripted_session.hpp"

namespace delta::spark {
namespace {

constexpr std::size_t kRow = 256 * 1024;

Parts parts_of(const std::vector<sql::StateRow>& rows) {
  Parts out;
  for (const sql::StateRow& row : rows) out.emplace(row.place, row.text);
  return out;
}

TEST(StateTable, LongTextsLieInSeveralRowsCutBetweenCharacters) {
  std::string text = "x";
  while (text.size() < 3 * kRow) text += "é😀";
  std::vector<sql::StateRow> rows;
  split(rows, "plan", "r1", 0, text, false);
  ASSERT_EQ(rows.size(), 4U);
  for (const sql::StateRow& row : rows) {
    EXPECT_LE(row.text.size(), kRow);
    EXPECT_NE(static_cast<unsigned char>(row.text.front()) & 0xC0U, 0x80U);
  }
  EXPECT_EQ(*whole(parts_of(rows), "it"), text);
  rows.erase(rows.begin() + 1);
  EXPECT_EQ(whole(parts_of(rows), "it").error().message,
            "it: a part is missing at byte " + std::to_string(rows[0].text.size()));
}

TEST(StateTable, LinesOfALogAreKeptWhole) {
  std::string text;
  while (text.size() < 2 * kRow) text += std::string(1000, 'a') + "\n";
  text += std::string(kRow + 10, 'b') + "\n";  // longer than a row may be
  text += "c\n";
  std::vector<sql::StateRow> rows;
  split(rows, "journal", "r1", 77, text, true);
  ASSERT_GE(rows.size(), 4U);
  EXPECT_EQ(rows.front().place, 77);
  std::string all;
  for (const sql::StateRow& row : rows) {
    EXPECT_EQ(row.place, static_cast<std::int64_t>(77 + all.size()));
    EXPECT_EQ(row.text.back(), '\n');
    all += row.text;
  }
  EXPECT_EQ(all, text);
}

TEST(StateTable, AStatementIsOfASizeThatServersTake) {
  auto session = std::make_shared<ScriptedSession>();
  StateTable table(session, TableName::parse("ops"));
  std::vector<sql::StateRow> rows;
  for (int i = 0; i < 40; ++i) rows.push_back({"plan", "r" + std::to_string(i), 0, std::string(kRow, 'x')});
  for (int i = 0; i < 3; ++i) session->answer("INSERT INTO `ops`.`deltac_state` VALUES ('plan'", {});
  EXPECT_TRUE(table.add(rows));
  EXPECT_TRUE(session->done());
  for (const std::string& each : session->asked) EXPECT_LT(each.size(), 5U << 20U);
}

TEST(StateTable, WhoseAnswerIsLostIsSentAgainAndRowsThatAreThereTwiceCountOnce) {
  auto session = std::make_shared<ScriptedSession>();
  StateTable table(session, TableName::parse("ops"));
  const std::vector<sql::StateRow> rows{{"ledger", "", 0, "it's\n"}};
  session->lose("INSERT");
  session->answer("INSERT", {});
  EXPECT_TRUE(table.add(rows));
  ASSERT_EQ(session->asked.size(), 2U);
  EXPECT_EQ(session->asked[0], session->asked[1]);
  EXPECT_EQ(session->asked[0], "INSERT INTO `ops`.`deltac_state` VALUES ('ledger', '', 0, 'it\\'s\\u000A')");
  session->lose("INSERT");
  session->lose("INSERT");
  EXPECT_FALSE(table.add(rows));
  session->refuse("INSERT", SqlError::Kind::refused, "42000", "no");
  EXPECT_EQ(table.add(rows).error().message, "cannot write to ops.deltac_state: no");

  session->answer(
      "SELECT kind, name, place, CASE WHEN kind IN ('ledger', 'format') THEN text END FROM `ops`.`deltac_state`",
      {{"ledger", "", "5", "b\n"},
       {"ledger", "", "0", "it's\n"},
       {"ledger", "", "0", "it's\n"},
       {"plan", "r1", "0", std::nullopt}});
  const auto index = table.index();
  ASSERT_TRUE(index) << index.error().message;
  EXPECT_EQ(*whole(index->kinds.at("ledger").at(""), "it"), "it's\nb\n");
  EXPECT_EQ(index->kinds.at("plan").at("r1").size(), 1U);
  EXPECT_TRUE(session->done());
}

TEST(StateTable, ThatIsNotThereHoldsNothing) {
  auto session = std::make_shared<ScriptedSession>();
  const StateTable table(session, TableName::parse("ops"));
  session->refuse("SELECT", SqlError::Kind::not_found, "42P01", "no such table");
  const auto none = table.index();
  ASSERT_TRUE(none);
  EXPECT_FALSE(none->there);
  session->refuse("SELECT", SqlError::Kind::not_permitted, "42501", "you may not");
  EXPECT_FALSE(table.index()) << "not visible is not absent";
}

}  // namespace
}  // namespace delta::spark
