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

TEST_F(SparkReaderTest, APlanOfASchemaTakesTwoStatementsHoweverManyTables) {
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
  session->answer("SELECT directory, kind", rows);
  const auto tables = read(wanted);
  EXPECT_TRUE(tables.back().present());
  EXPECT_EQ(tables.back().version, 3);
  EXPECT_EQ(tables.back().table.columns.front().name, Identifier("id"));
  EXPECT_THAT(session->asked[1], HasSubstr("text.`file:/w/shop.db/*/_delta_log/*.json`"));

  const TableName schemas[] = {TableName::parse("shop")};
  const auto listed = reader.list(schemas);
  ASSERT_TRUE(listed);
  EXPECT_EQ(listed->size(), 1001U);
  EXPECT_TRUE(read({"beside"}).front().present());
  EXPECT_EQ(session->asked.size(), 2U) << "what was read along is not asked again";
}

TEST_F(SparkReaderTest, WhatWasReadAlongIsTakenOnce) {
  session->answer("SHOW TABLE", {entry("a"), entry("b"), entry("beside")});
  session->answer("SELECT", both(both(log("a"), log("b")), log("beside")));
  read({"a", "b"});
  read({"beside"});
  session->answer("SHOW TABLE EXTENDED IN `shop` LIKE 'beside'", {});
  EXPECT_EQ(read({"beside"}).front().presence, Presence::absent);
}

TEST_F(SparkReaderTest, OneTableIsReadAlone) {
  session->answer("SHOW TABLE EXTENDED IN `shop` LIKE 'orders'", {entry("orders")});
  session->answer("SELECT", log("orders", 7));
  EXPECT_EQ(read({"orders"}).front().version, 7);
  EXPECT_THAT(session->asked[1], HasSubstr("text.`file:/w/shop.db/orders/_delta_log/*.json`"));
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

TEST_F(SparkReaderTest, ViewsAndOtherFormatsAreNotOurs) {
  session->answer("SHOW TABLE", {entry("v", "VIEW", ""), entry("p", "MANAGED", "parquet")});
  const auto tables = read({"p", "v"});
  EXPECT_EQ(tables[0].presence, Presence::failed);
  EXPECT_THAT(tables[0].problem, HasSubstr("format 'parquet'"));
  EXPECT_EQ(tables[1].presence, Presence::failed);
  EXPECT_THAT(tables[1].problem, HasSubstr("is a view"));
}

TEST_F(SparkReaderTest, TemporaryViewsDoNotHideTables) {
  session->answer("SHOW TABLE", {{"", "orders", "true", "Type: VIEW"}, entry("orders")});
  session->answer("SELECT", log("orders"));
  EXPECT_TRUE(read({"orders"}).front().present());
}

TEST_F(SparkReaderTest, ACleanedUpLogIsReadFromItsCheckpoint) {
  session->answer("SHOW TABLE", {entry("orders")});
  session->answer("SELECT directory, kind",
                  {{"file:///w/shop.db/orders", "commitInfo", std::nullopt, file(9), file(9)}});
  const std::string checkpoint = std::string(19, '0') + "8.checkpoint.parquet";
  const std::string old = std::string(19, '0') + "5.checkpoint.parquet";
  const std::string schema = metadata("id");
  session->answer(
      "SELECT directory, kind",
      {{"file:///w/shop.db/orders", "metaData", schema.substr(12, schema.size() - 13), checkpoint},
       {"file:///w/shop.db/orders", "protocol", R"({"minReaderVersion":1,"minWriterVersion":2})", checkpoint},
       {"file:///w/shop.db/orders", "domainMetadata",
        R"({"domain":"delta.clustering","configuration":"{\"clusteringColumns\":[[\"id\"]]}","removed":false})", old}});
  const auto table = read({"orders"}).front();
  ASSERT_TRUE(table.present()) << table.problem;
  EXPECT_EQ(table.version, 9);
  EXPECT_TRUE(table.table.cluster_by.empty()) << "a domain that the newest checkpoint lacks was removed";
  EXPECT_TRUE(table.may_have_rows);
  EXPECT_THAT(session->asked[2], HasSubstr("parquet.`file:/w/shop.db/orders/_delta_log/*.checkpoint*.parquet`"));
}

TEST_F(SparkReaderTest, CheckpointsOfOldWritersHaveNoDomains) {
  session->answer("SHOW TABLE", {entry("orders")});
  session->answer("SELECT", log("orders", 9, 8));
  session->refuse("SELECT", SqlError::Kind::refused, "42703", "domainMetadata");
  session->answer("SELECT", {});
  EXPECT_TRUE(read({"orders"}).front().present());
  EXPECT_THAT(session->asked[2], HasSubstr("domainMetadata"));
  EXPECT_THAT(session->asked[3], testing::Not(HasSubstr("to_json(domainMetadata)")));
}

TEST_F(SparkReaderTest, AFolderWithoutFilesDoesNotHideTheOthers) {
  session->answer("SHOW TABLE",
                  {entry("a", "EXTERNAL", "delta", "file:/x"), entry("b", "EXTERNAL", "delta", "file:/y")});
  session->refuse("SELECT", SqlError::Kind::not_found, "42K03", "PATH_NOT_FOUND");
  session->refuse("SELECT", SqlError::Kind::not_found, "42K03", "PATH_NOT_FOUND");
  auto rows = log("b");
  for (Row& row : rows) row[0] = "file:///y/b";
  session->answer("SELECT", rows);
  session->refuse("SELECT", SqlError::Kind::not_found, "42K03", "PATH_NOT_FOUND");
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
  session->answer("SELECT", rows);
  const TableName names[] = {TableName::parse("bills.t"), name("orders")};
  const auto tables = reader.read(names);
  ASSERT_TRUE(tables);
  EXPECT_TRUE(tables->at(0).present());
  EXPECT_TRUE(tables->at(1).present());
}

TEST_F(SparkReaderTest, ASchemaThatMayNotBeReadDoesNotHideTheOthers) {
  const Row other = {"bills", "t", "false", "Type: MANAGED\nProvider: delta\nLocation: file:/w/bills.db/t\n"};
  session->answer("SHOW TABLE EXTENDED IN `bills`", {other});
  session->answer("SHOW TABLE EXTENDED IN `shop`", {entry("orders")});
  for (int i = 0; i < 2; ++i)
    session->refuse("SELECT", SqlError::Kind::not_permitted, "42501", "no SELECT ON ANY FILE");
  session->answer("SELECT", log("orders"));
  const TableName names[] = {TableName::parse("bills.t"), name("orders")};
  const auto tables = reader.read(names);
  ASSERT_TRUE(tables);
  EXPECT_EQ(tables->at(0).presence, Presence::failed);
  EXPECT_THAT(tables->at(0).problem, HasSubstr("no SELECT ON ANY FILE"));
  EXPECT_TRUE(tables->at(1).present());
}

TEST_F(SparkReaderTest, AnEntryWithoutALogIsNoTable) {
  session->answer("SHOW TABLE", {entry("orders")});
  session->refuse("SELECT", SqlError::Kind::not_found, "42K03", "PATH_NOT_FOUND");
  session->refuse("SELECT", SqlError::Kind::not_found, "42K03", "PATH_NOT_FOUND");
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
