#include "adapters/spark/spark_reader.hpp"

#include <gmock/gmock.h>

#include "scripted_session.hpp"

namespace delta::spark {
namespace {

using Row = ScriptedSession::Row;
using testing::HasSubstr;

Row entry(const std::string& name, const std::string& type = "MANAGED", const std::string& provider = "delta",
          const std::string& place = "file:/w/shop.db") {
  return {"shop", name, "false",
          "Catalog: spark_catalog\nDatabase: shop\nTable: " + name + "\nType: " + type +
              (provider.empty() ? "" : "\nProvider: " + provider) + "\nLocation: " + place + "/" + name + "\n"};
}

const std::string kProtocol = R"({"protocol":{"minReaderVersion":1,"minWriterVersion":2}})";

std::string metadata(const std::string& column) {
  return R"({"metaData":{"id":"x","format":{"provider":"parquet","options":{}},"schemaString":"{\"type\":\"struct\",\"fields\":[{\"name\":\")" +
         column +
         R"(\",\"type\":\"long\",\"nullable\":false,\"metadata\":{}}]}","partitionColumns":[],"configuration":{}}})";
}

std::string file(int version) { return std::string(19, '0') + std::to_string(version) + ".json"; }

std::vector<Row> log(const std::string& name, int newest = 0, int oldest = 0) {
  const std::string directory = "file:///w/shop.db/" + name;
  return {{directory, "metaData", metadata("id"), file(newest), file(oldest)},
          {directory, "protocol", kProtocol, file(oldest), file(oldest)},
          {directory, "commitInfo", std::nullopt, file(newest), file(oldest)}};
}

std::vector<Row> both(std::vector<Row> a, const std::vector<Row>& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

struct SparkReaderTest : testing::Test {
  std::shared_ptr<ScriptedSession> session = std::make_shared<ScriptedSession>();
  SparkReader reader{session, Capabilities{}};

  /// The statement for the newest checkpoints, which comes before the one for the commits.
  void checkpoints(const std::vector<Row>& rows = {}) { session->answer("SELECT directory, max(file)", rows); }

  static TableName name(const std::string& last) { return TableName::parse("shop." + last); }

  std::vector<ObservedTable> read(const std::vector<std::string>& lasts) {
    std::vector<TableName> names;
    for (const std::string& last : lasts) names.push_back(name(last));
    auto tables = reader.read(names);
    EXPECT_TRUE(tables) << tables.error().message;
    EXPECT_TRUE(session->done());
    return tables ? *tables : std::vector<ObservedTable>(lasts.size());
  }
};

TEST_F(SparkReaderTest, APlanOfASchemaTakesThreeStatementsHoweverManyTables) {
  std::vector<Row> entries;
  std::vector<Row> rows;
  std::vector<std::string> wanted;
  for (int i = 0; i < 1000; ++i) {
    wanted.push_back("t" + std::to_string(i));
    entries.push_back(entry(wanted.back()));
    rows = both(std::move(rows), log(wanted.back(), 3));
  }
  entries.push_back(entry("beside"));
  rows = both(std::move(rows), log("beside"));
  session->answer("SHOW TABLE EXTENDED IN `shop` LIKE '*'", entries);
  checkpoints();
  session->answer("SELECT directory, kind", rows);
  const auto tables = read(wanted);
  EXPECT_TRUE(tables.back().present());
  EXPECT_EQ(tables.back().version, 3);
  EXPECT_EQ(tables.back().table.columns.front().name, Identifier("id"));
  EXPECT_THAT(session->asked[1], HasSubstr("binaryFile.`file:/w/shop.db/*/_delta_log`"));
  EXPECT_THAT(session->asked[2], HasSubstr("text.`file:/w/shop.db/*/_delta_log`"));

  const TableName schemas[] = {TableName::parse("shop")};
  const auto listed = reader.list(schemas);
  ASSERT_TRUE(listed);
  EXPECT_EQ(listed->size(), 1001U);
  EXPECT_TRUE(read({"beside"}).front().present());
  EXPECT_EQ(session->asked.size(), 3U) << "what was read along is not asked again";
}

TEST_F(SparkReaderTest, WhatWasReadAlongIsTakenOnce) {
  session->answer("SHOW TABLE", {entry("a"), entry("b"), entry("beside")});
  checkpoints();
  session->answer("SELECT", both(both(log("a"), log("b")), log("beside")));
  read({"a", "b"});
  read({"beside"});
  session->answer("SHOW TABLE EXTENDED IN `shop` LIKE 'beside'", {});
  EXPECT_EQ(read({"beside"}).front().presence, Presence::absent);
}

TEST_F(SparkReaderTest, WhatWasAskedForBeforeIsReadAgain) {
  session->answer("SHOW TABLE EXTENDED IN `shop` LIKE 'a'", {entry("a")});
  checkpoints();
  session->answer("SELECT directory, kind", log("a", 1));
  EXPECT_EQ(read({"a"}).front().version, 1);
  session->answer("SHOW TABLE EXTENDED IN `shop` LIKE '*'", {entry("a"), entry("b"), entry("c")});
  checkpoints();
  session->answer("SELECT directory, kind", both(log("b"), log("c")));
  read({"b", "c"});
  session->answer("SHOW TABLE EXTENDED IN `shop` LIKE 'a'", {entry("a")});
  checkpoints();
  session->answer("SELECT directory, kind", log("a", 2));
  EXPECT_EQ(read({"a"}).front().version, 2);
}

TEST_F(SparkReaderTest, OneTableIsReadAlone) {
  session->answer("SHOW TABLE EXTENDED IN `shop` LIKE 'orders'", {entry("orders")});
  checkpoints();
  session->answer("SELECT", log("orders", 7));
  EXPECT_EQ(read({"orders"}).front().version, 7);
  EXPECT_THAT(session->asked[2], HasSubstr("text.`file:/w/shop.db/orders/_delta_log`"));
}

TEST_F(SparkReaderTest, AbsentTablesAndSchemas) {
  session->answer("SHOW TABLE", {});
  const auto absent = read({"orders"}).front();
  EXPECT_EQ(absent.presence, Presence::absent);
  EXPECT_TRUE(absent.namespace_exists);
  session->refuse("SHOW TABLE", SqlError::Kind::not_found, "42704", "SCHEMA_NOT_FOUND");
  EXPECT_FALSE(read({"orders"}).front().namespace_exists);
}

TEST_F(SparkReaderTest, WhatMayNotBeListedIsNeverAbsent) {
  session->refuse("SHOW TABLE", SqlError::Kind::not_permitted, "42501", "no USAGE on shop");
  const auto table = read({"orders"}).front();
  EXPECT_EQ(table.presence, Presence::not_visible);
  EXPECT_THAT(table.problem, HasSubstr("no USAGE"));
}

TEST_F(SparkReaderTest, ALostConnectionEndsTheReading) {
  session->refuse("SHOW TABLE", SqlError::Kind::lost, "08S01", "broke");
  const TableName names[] = {name("orders")};
  EXPECT_FALSE(reader.read(names));
}

TEST(CatalogListing, AViewsQueryIsWhatStandsThereTwice) {
  const std::string query = "SELECT id -- hi\nFROM s.t WHERE name <> '\nView Original Text: x'";
  const CatalogEntry view =
      read_entry("v", "Table: v\nType: VIEW\nComment: c\nView Text: not this\nView Text: " + query +
                          "\nView Original Text: " + query +
                          "\nView Schema Mode: COMPENSATION\nTable Properties: [a=b, deltac.managed=02ab, z=1]\n");
  EXPECT_TRUE(view.is_view());
  EXPECT_EQ(view.query, query);
  EXPECT_EQ(view.mark, "02ab");
}

TEST_F(SparkReaderTest, ViewsAreKnownByTheirQueryAndOtherFormatsAreNotOurs) {
  session->answer("SHOW TABLE", {entry("v", "VIEW", ""), entry("p", "MANAGED", "parquet")});
  const auto tables = read({"p", "v"});
  EXPECT_EQ(tables[0].presence, Presence::failed);
  EXPECT_THAT(tables[0].problem, HasSubstr("format 'parquet'"));
  EXPECT_EQ(tables[1].presence, Presence::present);
  EXPECT_TRUE(tables[1].table.query.has_value());
}

TEST_F(SparkReaderTest, TemporaryViewsDoNotHideTables) {
  session->answer("SHOW TABLE", {{"", "orders", "true", "Type: VIEW"}, entry("orders")});
  checkpoints();
  session->answer("SELECT", log("orders"));
  EXPECT_TRUE(read({"orders"}).front().present());
}

/// Rows of a checkpoint's actions.
std::vector<Row> checkpoint_rows(const std::string& name, const std::string& file, bool with_domain = false) {
  const std::string directory = "file:///w/shop.db/" + name;
  const std::string action = metadata("id");
  std::vector<Row> rows{{directory, "metaData", action.substr(12, action.size() - 13), file},
                        {directory, "protocol", R"({"minReaderVersion":1,"minWriterVersion":2})", file}};
  if (with_domain) {
    rows[1][2] = R"({"minReaderVersion":1,"minWriterVersion":7,"writerFeatures":["clustering","domainMetadata"]})";
    rows.push_back(
        {directory, "domainMetadata",
         R"({"domain":"delta.clustering","configuration":"{\"clusteringColumns\":[[\"id\"]]}","removed":false})",
         file});
  }
  return rows;
}

std::string checkpoint(int version) { return std::string(19, '0') + std::to_string(version) + ".checkpoint.parquet"; }

TEST_F(SparkReaderTest, ALogIsReadFromItsNewestCheckpointOn) {
  session->answer("SHOW TABLE", {entry("orders")});
  checkpoints({{"file:///w/shop.db/orders", checkpoint(8)}});
  session->answer("SELECT directory, kind",
                  {{"file:///w/shop.db/orders", "commitInfo", std::nullopt, file(9), file(9)}});
  session->answer("SELECT directory, kind", checkpoint_rows("orders", checkpoint(8), true));
  const auto table = read({"orders"}).front();
  ASSERT_TRUE(table.present()) << table.problem;
  EXPECT_EQ(table.version, 9);
  ASSERT_EQ(table.table.cluster_by.size(), 1U);
  EXPECT_TRUE(table.may_have_rows);
  EXPECT_THAT(
      session->asked[2],
      HasSubstr("try_cast(substr(_metadata.file_name, 1, 20) AS BIGINT) - coalesce(element_at(map('orders', 8L), "
                "regexp_extract(_metadata.file_path, '([^/]*)/_delta_log/[^/]*$', 1)), -1L) BETWEEN 1 AND 257"));
  EXPECT_THAT(session->asked[3], HasSubstr("parquet.`file:/w/shop.db/orders/_delta_log/" + std::string(19, '0') +
                                           "8.checkpoint*.parquet`"));
}

TEST_F(SparkReaderTest, ACheckpointWithNothingAfterItIsEnough) {
  session->answer("SHOW TABLE", {entry("orders")});
  checkpoints({{"file:///w/shop.db/orders", checkpoint(8)}});
  session->answer("SELECT directory, kind", {});
  session->answer("SELECT directory, kind", checkpoint_rows("orders", checkpoint(8)));
  EXPECT_EQ(read({"orders"}).front().version, 8);
}

TEST_F(SparkReaderTest, AJsonCheckpointIsReadWithTheCommits) {
  session->answer("SHOW TABLE", {entry("orders")});
  const std::string file = std::string(19, '0') + "8.checkpoint.0ab.json";
  checkpoints({{"file:///w/shop.db/orders", file}});
  session->answer("SELECT directory, kind",
                  {{"file:///w/shop.db/orders", "metaData", metadata("id"), std::nullopt, file},
                   {"file:///w/shop.db/orders", "protocol", kProtocol, std::nullopt, file}});
  EXPECT_EQ(read({"orders"}).front().version, 8);
  EXPECT_THAT(session->asked[2], HasSubstr("[.]checkpoint[.].+[.]json$' AND"));
}

TEST_F(SparkReaderTest, CheckpointsOfOldWritersHaveNoDomains) {
  session->answer("SHOW TABLE", {entry("new"), entry("orders")});
  checkpoints({{"file:///w/shop.db/new", checkpoint(7)}, {"file:///w/shop.db/orders", checkpoint(8)}});
  session->answer("SELECT", {});
  session->refuse("SELECT", SqlError::Kind::refused, "42703", "domainMetadata");
  const auto with_domain = checkpoint_rows("new", checkpoint(7), true);
  session->answer("SELECT", both(checkpoint_rows("orders", checkpoint(8)), {with_domain[0], with_domain[1]}));
  session->answer("SELECT", with_domain);
  const auto tables = read({"new", "orders"});
  EXPECT_EQ(tables[0].table.cluster_by.size(), 1U) << "a table with domains is asked for them";
  EXPECT_TRUE(tables[1].present()) << tables[1].problem;
  EXPECT_THAT(session->asked[3], HasSubstr("to_json(domainMetadata)"));
  EXPECT_THAT(session->asked[4], testing::Not(HasSubstr("to_json(domainMetadata)")));
  EXPECT_THAT(session->asked[5], testing::Not(HasSubstr("orders")));
}

TEST_F(SparkReaderTest, AFolderWithoutFilesDoesNotHideTheOthers) {
  session->answer("SHOW TABLE",
                  {entry("a", "EXTERNAL", "delta", "file:/x"), entry("b", "EXTERNAL", "delta", "file:/y")});
  auto rows = log("b");
  for (Row& row : rows) row[0] = "file:///y/b";
  for (const std::vector<Row>& answer : {std::vector<Row>{}, rows}) {
    session->refuse("SELECT", SqlError::Kind::not_found, "42K03", "PATH_NOT_FOUND");
    session->refuse("SELECT", SqlError::Kind::not_found, "42K03", "PATH_NOT_FOUND");
    session->answer("SELECT", answer);
  }
  const auto tables = read({"a", "b"});
  EXPECT_EQ(tables[0].presence, Presence::failed);
  EXPECT_TRUE(tables[1].present()) << tables[1].problem;
  EXPECT_EQ(tables[1].table.location->value, "file:/y/b");
}

TEST_F(SparkReaderTest, SchemasAreReadTogether) {
  const Row other = {"bills", "t", "false", "Type: MANAGED\nProvider: delta\nLocation: file:/w/bills.db/t\n"};
  session->answer("SHOW TABLE EXTENDED IN `bills`", {other});
  session->answer("SHOW TABLE EXTENDED IN `shop`", {entry("orders")});
  auto rows = log("orders");
  for (Row row : log("t")) {
    row[0] = "file:///w/bills.db/t";
    rows.push_back(row);
  }
  checkpoints();
  session->answer("SELECT", rows);
  const TableName names[] = {TableName::parse("bills.t"), name("orders")};
  const auto tables = reader.read(names);
  ASSERT_TRUE(tables);
  EXPECT_TRUE(tables->at(0).present());
  EXPECT_TRUE(tables->at(1).present());
}

/// What the server says of a table to people.
void describe(ScriptedSession& session, const std::string& name) {
  session.answer("DESCRIBE TABLE EXTENDED " + name, {{"id", "bigint", "the id"},
                                                     {"part", "struct<a.b:int,c d:array<decimal(10,2)>>", std::nullopt},
                                                     {"day", "date", std::nullopt},
                                                     {"# Partition Information", "", ""},
                                                     {"# col_name", "data_type", "comment"},
                                                     {"day", "date", std::nullopt},
                                                     {"", "", ""},
                                                     {"# Detailed Table Information", "", ""},
                                                     {"Comment", "# Column Default Values", ""},
                                                     {"", "", ""},
                                                     {"# Column Default Values", "", ""},
                                                     {"id", "bigint", "41 + 1"}});
  session.answer("DESCRIBE DETAIL " + name,
                 {{"delta", "0-1", name, "orders of all", "file:/x", "", "", R"(["day"])", R"(["part.a.b"])", "0", "0",
                   R"({"a.url": "http://x", "delta.constraints.pos": "id > 0"})", "1", "7",
                   R"(["appendOnly", "checkConstraints", "clustering", "domainMetadata", "invariants"])"}});
  session.answer("SHOW TBLPROPERTIES " + name,
                 {{"clusteringColumns", R"([["part","a.b"]])"}, {"a.url", "*********(redacted)"}});
}

TEST_F(SparkReaderTest, WhereLogsMayNotBeReadATableIsDescribed) {
  session->answer("SHOW TABLE", {entry("orders", "EXTERNAL")});
  session->refuse("SELECT", SqlError::Kind::not_permitted, "42501", "no SELECT ON ANY FILE");
  session->answer("SET spark.sql.debug.maxToStringFields=100000", {});
  describe(*session, "`shop`.`orders`");
  const ObservedTable table = read({"orders"}).front();
  ASSERT_TRUE(table.present()) << table.problem;
  ASSERT_EQ(table.table.columns.size(), 3U);
  EXPECT_EQ(table.table.columns[0].comment, "the id");
  EXPECT_EQ(table.table.columns[0].default_value->value, "41 + 1");
  EXPECT_EQ(table.table.columns[1].type.fields[0].name, Identifier("a.b"));
  EXPECT_EQ(table.table.columns[1].type.fields[1].name, Identifier("c d"));
  EXPECT_EQ(table.table.columns[1].type.fields[1].type, DataType::array(DataType::decimal(10, 2)));
  EXPECT_EQ(table.table.comment, "orders of all");
  EXPECT_EQ(table.table.partition_by.front().value, "day");
  EXPECT_EQ(table.table.cluster_by.front().value, "part.`a.b`");
  EXPECT_EQ(*table.property("a.url"), "http://x") << "SHOW TBLPROPERTIES hides it";
  EXPECT_EQ(table.table.checks.front().expression.value, "id > 0");
  EXPECT_EQ(table.table.location->value, "file:/w/shop.db/orders");
  EXPECT_FALSE(table.may_have_rows);
  EXPECT_FALSE(table.version);
  EXPECT_EQ(table.blind, (Aspects{Aspect::nullability, Aspect::comments, Aspect::generated, Aspect::identity,
                                  Aspect::keys, Aspect::tags, Aspect::text_lengths}));
  const TableName schemas[] = {TableName::parse("shop")};
  EXPECT_THAT(
      reader.notes(schemas),
      testing::ElementsAre("shop.orders was read by DESCRIBE instead of from the log (no SELECT ON ANY FILE): NOT "
                           "NULL, lengths of VARCHAR and CHAR, generated and identity columns, and comments where "
                           "a struct has fields are not shown there, and were not compared"));
}

TEST_F(SparkReaderTest, AServerThatReadsNoFilesAtAllSaysThatThereIsNoSuchTable) {
  session->answer("SHOW TABLE", {entry("orders")});
  session->refuse("SELECT", SqlError::Kind::not_found, "42P01", "TABLE_OR_VIEW_NOT_FOUND binaryFile.`x`");
  session->refuse("SET", SqlError::Kind::refused, "42000", "no SET here");
  describe(*session, "`shop`.`orders`");
  EXPECT_TRUE(read({"orders"}).front().present());
}

TEST_F(SparkReaderTest, OnlyATableWithALongLogIsDescribed) {
  SparkReader strict(session, Capabilities{}, 5);
  session->answer("SHOW TABLE", {entry("long"), entry("orders")});
  checkpoints({{"file:///w/shop.db/orders", checkpoint(8)}});
  session->answer("SELECT",
                  both(log("long", 5), {{"file:///w/shop.db/orders", "commitInfo", std::nullopt, file(9), file(9)}}));
  session->answer("SELECT", checkpoint_rows("orders", checkpoint(8)));
  session->answer("SET", {});
  describe(*session, "`shop`.`long`");
  const TableName names[] = {name("long"), name("orders")};
  const auto tables = strict.read(names);
  ASSERT_TRUE(tables);
  EXPECT_FALSE(tables->at(0).version) << "six commits without a checkpoint";
  EXPECT_EQ(tables->at(1).version, 9);
  EXPECT_THAT(session->asked[2], HasSubstr("BETWEEN 1 AND 6"));
  const TableName schemas[] = {TableName::parse("shop")};
  EXPECT_THAT(strict.notes(schemas),
              testing::ElementsAre(HasSubstr("shop.long was read by DESCRIBE instead of from the log (of more than 5 "
                                             "commits since the last checkpoint)")));
}

TEST_F(SparkReaderTest, ATableThatMayNotBeDescribedSaysWhy) {
  SparkReader blind(session, Capabilities{}, 0);
  session->answer("SHOW TABLE", {entry("a"), entry("b")});
  session->answer("SET", {});
  session->refuse("DESCRIBE", SqlError::Kind::not_permitted, "42501", "no SELECT on a");
  session->answer("DESCRIBE", {{"id", "struct<a:int,... 9 more fields>", ""}});
  session->answer("DESCRIBE DETAIL", {{"delta", "", "", "", "", "", "", "[]", "[]", "3", "0", "{}", "1", "2", "[]"}});
  const TableName names[] = {name("a"), name("b")};
  const auto tables = blind.read(names);
  ASSERT_TRUE(tables);
  EXPECT_EQ(tables->at(0).presence, Presence::failed);
  EXPECT_EQ(tables->at(0).problem, "no SELECT on a");
  EXPECT_EQ(tables->at(1).problem,
            "shop.b: DESCRIBE shows a type that cannot be read: id is of type struct<a:int,... 9 more fields>");
  EXPECT_EQ(tables->at(1).fix,
            "set spark.sql.debug.maxToStringFields=100000 for this connection, or let it read the log");
}

TEST_F(SparkReaderTest, ASchemaThatMayNotBeReadDoesNotHideTheOthers) {
  const Row other = {"bills", "t", "false", "Type: MANAGED\nProvider: delta\nLocation: file:/w/bills.db/t\n"};
  session->answer("SHOW TABLE EXTENDED IN `bills`", {other});
  session->answer("SHOW TABLE EXTENDED IN `shop`", {entry("orders")});
  for (int i = 0; i < 2; ++i)
    session->refuse("SELECT", SqlError::Kind::not_permitted, "42501", "no SELECT ON ANY FILE");
  session->answer("SET", {});
  session->refuse("DESCRIBE", SqlError::Kind::not_permitted, "42501", "no SELECT on bills.t");
  checkpoints();
  session->answer("SELECT", log("orders"));
  const TableName names[] = {TableName::parse("bills.t"), name("orders")};
  const auto tables = reader.read(names);
  ASSERT_TRUE(tables);
  EXPECT_EQ(tables->at(0).presence, Presence::failed);
  EXPECT_THAT(tables->at(0).problem, HasSubstr("no SELECT on bills.t"));
  EXPECT_TRUE(tables->at(1).present());
}

TEST_F(SparkReaderTest, AnEntryWithoutALogIsNoTable) {
  session->answer("SHOW TABLE", {entry("orders")});
  for (int i = 0; i < 2; ++i) session->refuse("SELECT", SqlError::Kind::not_found, "42K03", "PATH_NOT_FOUND");
  const auto table = read({"orders"}).front();
  EXPECT_EQ(table.presence, Presence::failed);
  EXPECT_THAT(table.problem, HasSubstr("has no Delta log"));
}

TEST(CatalogListing, ACommentThatLooksLikeTheServersLinesDeceivesNobody) {
  const CatalogEntry entry = read_entry("t",
                                        "Type: MANAGED\nProvider: delta\nComment: a\nType: VIEW\nProvider: "
                                        "csv\nLocation: file:/evil\nLocation: file:/w/t/\n");
  EXPECT_EQ(entry.type, "MANAGED");
  EXPECT_TRUE(entry.is_delta());
  EXPECT_EQ(entry.location, "file:/w/t");
}

TEST(CatalogListing, ADirectoryHasOneKeyHoweverItIsWritten) {
  EXPECT_EQ(directory_key("file:/w/a b", false), directory_key("file:///w/a%20b", true));
  EXPECT_EQ(directory_key("s3://bucket/x/", false), "bucket/x");
}

}  // namespace
}  // namespace delta::spark
