#include "adapters/snapshot/snapshot.hpp"

#include <gtest/gtest.h>

#include <filesystem>

namespace delta::snapshot {
namespace {

Snapshot sample() {
  Snapshot out;
  out.capabilities.target = "lake:./lake";
  out.capabilities.atomic_table_commit = true;
  out.capabilities.validates_rows = false;
  out.capabilities.writable_features = {"appendOnly", "columnMapping"};
  out.namespaces = {TableName::parse("dev.silver")};
  ObservedTable orders;
  orders.name = TableName::parse("dev.silver.orders");
  orders.presence = Presence::present;
  orders.version = 12;
  orders.protocol = {2, 7, {"appendOnly", "columnMapping"}};
  orders.may_have_rows = false;
  orders.blind = {Aspect::nullability, Aspect::tags};
  orders.physical_names = {{"id", "col-1"}, {"größe \"x\"", "col-2"}};
  orders.table.name = orders.name;
  Column id;
  id.name = "id";
  id.type = DataType::of(TypeKind::bigint);
  id.nullable = false;
  id.comment = "line one\nline \"two\"";
  Column size;
  size.name = "größe \"x\"";
  size.type = DataType::array(DataType::decimal(18, 2));
  orders.table.columns = {id, size};
  orders.table.checks = {{"positive", "id > 0"}};
  const ManagedMark mark = declared_mark(orders.table, "shop");
  orders.table.properties = {{"deltac.managed", encode(mark)}, {"owner", "team a"}};
  orders.mark = mark;
  ObservedTable broken;
  broken.name = TableName::parse("dev.silver.broken");
  broken.presence = Presence::failed;
  broken.problem = "its log is torn";
  out.tables = {broken, orders};
  return out;
}

TEST(Snapshot, WhatIsReadIsWhatWasWritten) {
  const Snapshot written = sample();
  const std::string text = to_json(written);
  const auto read = from_json(text, "prod.json");
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(to_json(*read), text);
  ASSERT_EQ(read->tables.size(), 2U);
  const ObservedTable& orders = read->tables[1];
  EXPECT_EQ(orders.name, written.tables[1].name);
  EXPECT_EQ(orders.table, written.tables[1].table);
  EXPECT_EQ(orders.protocol, written.tables[1].protocol);
  EXPECT_EQ(orders.version, 12);
  EXPECT_FALSE(orders.may_have_rows);
  EXPECT_EQ(orders.blind, written.tables[1].blind);
  EXPECT_EQ(orders.physical_names, written.tables[1].physical_names);
  EXPECT_EQ(orders.mark, written.tables[1].mark);
  EXPECT_EQ(read->tables[0].problem, "its log is torn");
  EXPECT_FALSE(read->capabilities.validates_rows);
  EXPECT_EQ(read->capabilities.writable_features, written.capabilities.writable_features);
}

TEST(Snapshot, AReaderTellsAbsentFromNotCovered) {
  const auto reader = reader_of(sample(), "snapshot:prod.json");
  EXPECT_TRUE(reader->capabilities().read_only);
  EXPECT_EQ(reader->capabilities().target, "snapshot:prod.json");
  const std::vector<TableName> names{TableName::parse("DEV.silver.Orders"), TableName::parse("dev.silver.new"),
                                     TableName::parse("dev.gold.orders")};
  const auto tables = reader->read(names);
  ASSERT_TRUE(tables);
  EXPECT_EQ((*tables)[0].presence, Presence::present);
  EXPECT_EQ((*tables)[1].presence, Presence::absent);
  EXPECT_EQ((*tables)[2].presence, Presence::not_visible) << "what was not described is never taken for absent";
  EXPECT_EQ((*tables)[2].problem, "the snapshot does not cover dev.gold.orders");
  EXPECT_EQ((*tables)[2].fix, "describe its target again with the same --var and without --tables");
  const std::vector<TableName> namespaces{TableName::parse("dev.silver")};
  const auto listed = reader->list(namespaces);
  ASSERT_TRUE(listed);
  ASSERT_EQ(listed->size(), 2U);
  EXPECT_EQ((*listed)[0].text(), "dev.silver.broken");
}

std::string error_of(const std::string& text) {
  const auto read = from_json(text, "prod.json");
  return read ? "" : read.error().message;
}

TEST(Snapshot, FaultsAreToldWithTheirPlace) {
  EXPECT_EQ(error_of("{\"format\":\"deltac.plan/1\"}"),
            "prod.json:1:11: this is 'deltac.plan/1', not 'deltac.snapshot/1'");
  EXPECT_EQ(error_of("{}"), "prod.json:1:1: a snapshot lacks its member 'format'");
  EXPECT_EQ(error_of("[]"), "prod.json:1:1: a snapshot must be an object");
  EXPECT_TRUE(error_of("{\n  \"format\": ").starts_with("prod.json:2:")) << error_of("{\n  \"format\": ");

  std::string text = to_json(sample());
  const auto broken = [&](const std::string& from, const std::string& to) {
    std::string changed = text;
    changed.replace(changed.find(from), from.size(), to);
    return error_of(changed);
  };
  EXPECT_EQ(broken("\"presence\":\"failed\"", "\"presence\":\"gone\""),
            "prod.json:7:48: this is no presence that this version knows");
  EXPECT_TRUE(broken("\"reader\":2", "\"reader\":\"2\"").ends_with(": member 'reader' must be a number, not a string"))
      << broken("\"reader\":2", "\"reader\":\"2\"");
  EXPECT_TRUE(broken("broken\"]", "orders\"]").ends_with(": table 'dev.silver.orders' is there twice"))
      << broken("broken\"]", "orders\"]");
}

TEST(Snapshot, EveryTornPieceIsRefused) {
  const std::string text = to_json(sample());
  for (std::size_t length = 0; length + 2 < text.size(); ++length) {
    ASSERT_FALSE(from_json(text.substr(0, length), "torn")) << length;
  }
}

TEST(Snapshot, AMissingFileNamesTheWayOut) {
  const auto reader = open((std::filesystem::temp_directory_path() / "no-such-snapshot.json").string());
  ASSERT_FALSE(reader);
  EXPECT_TRUE(reader.error().message.ends_with("no-such-snapshot.json: No such file or directory"))
      << reader.error().message;
  EXPECT_EQ(reader.error().fix, "a snapshot is made with: describe --format json --out FILE");
}

}  // namespace
}  // namespace delta::snapshot
