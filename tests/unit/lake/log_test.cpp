/// Logs as they may be found: whole, torn, foreign, from the future. Each refusal names the place and the reason.
#include "lake_fixture.hpp"

namespace delta::lake::test {
namespace {

const std::string kInfo = R"({"commitInfo":{"timestamp":1,"operation":"WRITE"}})"
                          "\n";
const std::string kProtocol = R"({"protocol":{"minReaderVersion":1,"minWriterVersion":2}})"
                              "\n";

std::string metadata(const std::string& configuration = "{}", const std::string& provider = "parquet") {
  return R"({"metaData":{"id":"x","format":{"provider":")" + provider +
         R"(","options":{}},"schemaString":)"
         R"("{\"type\":\"struct\",\"fields\":[{\"name\":\"id\",\"type\":\"integer\",\"nullable\":true,\"metadata\":{}}]}",)"
         R"("partitionColumns":[],"configuration":)" +
         configuration + "}}\n";
}

std::string add(const std::string& path) {
  return R"({"add":{"path":")" + path +
         R"(","partitionValues":{},"size":1,"stats":"{\"numRecords\":1,\"a\":\"}\\\"\"}"}})"
         "\n";
}
std::string removal(const std::string& path) {
  return R"({"remove":{"path":")" + path +
         R"(","dataChange":true}})"
         "\n";
}

class Log : public LakeTest {
 protected:
  void put(int version, const std::string& text) { put(file_name(version, ".json"), text); }
  void put(const std::string& name, const std::string& text) { write(lake_ / "shop/t/_delta_log" / name, text); }

  std::string problem() {
    const ObservedTable table = read("shop.t");
    EXPECT_EQ(table.presence, Presence::failed);
    return unread_text(table);
  }
  bool names(const std::string& word) {
    const std::string text = problem();
    EXPECT_NE(text.find(word), std::string::npos) << text;
    return text.find(word) != std::string::npos;
  }
};

TEST_F(Log, FilesAreCountedOverRewritesAndDeletionVectors) {
  put(0, kProtocol + metadata());
  put(1, add("a") + add("b"));
  put(2, add("a") + removal("a"));  // a new deletion vector for the same file, in this order
  put(3, add("b"));                 // its statistics anew
  EXPECT_TRUE(read("shop.t").may_have_rows);
  put(4, removal("a") + removal("b"));
  EXPECT_FALSE(read("shop.t").may_have_rows);
  put(5, removal("never there"));
  EXPECT_FALSE(read("shop.t").may_have_rows);
}

TEST_F(Log, TheNewestMetaDataAndProtocolCount) {
  put(0, kProtocol + metadata());
  put(1, kInfo + metadata(R"({"k":"old"})"));
  put(2, kInfo + metadata(R"({"k":"new"})") +
             R"({"protocol":{"minReaderVersion":1,"minWriterVersion":3}})"
             "\n");
  const ObservedTable table = read("shop.t");
  ASSERT_TRUE(table.present()) << table.problem;
  EXPECT_EQ(*table.property("k"), "new");
  EXPECT_EQ(table.protocol.writer, 3);
  EXPECT_EQ(table.version, 2);
}

TEST_F(Log, ActionsThatAreNullAndUnknownOnesArePassedOver) {
  put(0, kProtocol + metadata());
  put(1, R"({"txn":null,"add":{"path":"p"},"remove":null})"
         "\n"
         R"({"someday":{"x":[1,{"y":"}"}]}})"
         "\n\n");
  const ObservedTable table = read("shop.t");
  ASSERT_TRUE(table.present()) << table.problem;
  EXPECT_TRUE(table.may_have_rows);
}

TEST_F(Log, UnknownFilesAreIgnored) {
  put(0, kProtocol + metadata());
  put("_last_checkpoint", R"({"version":99})");
  put(file_name(0, "") + "." + file_name(5, "") + ".compacted.json", "no json");
  put(file_name(7, ".json.tmp"), "no json");
  put("_staged_commits/" + file_name(1, ".uuid.json"), "no json");
  put("123.json", "no json");
  EXPECT_EQ(read("shop.t").version, 0) << read("shop.t").problem;
}

TEST_F(Log, AMissingCommitIsNamed) {
  put(0, kProtocol + metadata());
  put(2, kInfo);
  EXPECT_TRUE(names("version 1 is missing"));
}

TEST_F(Log, AMissingBeginningIsNamed) {
  put(3, kProtocol + metadata());
  EXPECT_TRUE(names("version 0 is missing"));
}

TEST_F(Log, TornCommitsAreNamedWithTheirLine) {
  put(0, kProtocol + metadata());
  for (const std::string& torn :
       {std::string(""), kInfo + R"({"add":{"path":"a)", kInfo + R"({"add":{"path":"a"})", kInfo + "garbage\n",
        kInfo + R"({"add":{}})"
                "\n",
        kInfo + R"({"metaData":7})"
                "\n",
        kInfo + metadata().substr(0, 60)}) {
    put(1, torn);
    EXPECT_TRUE(names(file_name(1, ".json"))) << torn;
    if (!torn.empty()) {
      EXPECT_TRUE(names("line 2")) << torn;
    }
  }
}

TEST_F(Log, DeepNestingIsRefused) {
  put(0, kProtocol + metadata() + R"({"x":)" + std::string(100'000, '[') + "\n");
  EXPECT_TRUE(names("nested too deeply"));
  put(0, kProtocol + R"({"metaData":)" + std::string(100'000, '[') + "\n");
  EXPECT_TRUE(names("nested too deeply"));
}

TEST_F(Log, TwoMetaDataInOneCommitAreRefused) {
  put(0, kProtocol + metadata() + metadata());
  EXPECT_TRUE(names("'metaData' twice"));
}

TEST_F(Log, WithoutMetaDataOrProtocolThereIsNoTable) {
  put(0, kInfo + kProtocol);
  EXPECT_TRUE(names("no metaData"));
  put(0, kInfo + metadata());
  EXPECT_TRUE(names("no protocol"));
}

TEST_F(Log, WhatDeltacMustNotTouchIsRefusedBeforeAnyPlan) {
  const auto protocol = [](const std::string& rest) { return R"({"protocol":{)" + rest + "}}\n"; };
  put(0, metadata() + protocol(R"("minReaderVersion":4,"minWriterVersion":7,"readerFeatures":[],"writerFeatures":[])"));
  EXPECT_TRUE(names("version 4"));
  put(0, metadata() + protocol(R"("minReaderVersion":1,"minWriterVersion":8)"));
  EXPECT_TRUE(names("version 8"));
  put(0, metadata() + protocol(R"("minReaderVersion":3,"minWriterVersion":7,"writerFeatures":[])"));
  EXPECT_TRUE(names("readerFeatures"));
  put(0, metadata() + protocol(R"("minReaderVersion":0,"minWriterVersion":2)"));
  EXPECT_TRUE(names("minReaderVersion"));
  for (const char* feature :
       {"catalogManaged", "catalogOwned-preview", "coordinatedCommits-preview", "icebergCompatV2",
        "redirectReaderWriter-preview", "adaptiveMetadata-preview", "collations", "geospatial", "newest"}) {
    put(0, metadata() + protocol(R"("minReaderVersion":3,"minWriterVersion":7,"readerFeatures":[")" +
                                 std::string(feature) + R"("],"writerFeatures":[")" + feature + R"("])"));
    EXPECT_TRUE(names(feature));
  }
  put(0, kProtocol + metadata("{}", "orc"));
  EXPECT_TRUE(names("'orc'"));
  put(0, kProtocol + metadata(R"({"delta.coordinatedCommits.commitCoordinator-preview":"x"})"));
  EXPECT_TRUE(names("decided on elsewhere"));
}

TEST_F(Log, ThePreviewOfTypeWideningIsReadAndNeverWritten) {
  put(0, metadata() +
             R"({"protocol":{"minReaderVersion":3,"minWriterVersion":7,"readerFeatures":["typeWidening-preview"],)"
             R"("writerFeatures":["typeWidening-preview"]}})"
             "\n");
  ASSERT_TRUE(read("shop.t").present()) << read("shop.t").problem;
  const auto result = run("shop.t", {action::SetProperty{"k", "v", std::nullopt}});
  ASSERT_FALSE(result);
  EXPECT_NE(result.error().message.find("preview"), std::string::npos);
  EXPECT_EQ(read("shop.t").version, 0);
}

TEST_F(Log, OfATypeThatIsNotKnownNothingIsMapped) {
  // Found by fuzzing: what looks like fields inside such a type was given ids and physical names.
  const std::string mapping =
      R"(\"metadata\":{\"delta.columnMapping.id\":1,\"delta.columnMapping.physicalName\":\"s\"})";
  const std::string schema =
      R"({\"type\":\"struct\",\"fields\":[{\"name\":\"s\",\"type\":{\"type\":\"record\",\"fields\":[)"
      R"({\"name\":\"x\",\"type\":\"integer\",\"nullable\":true,\"metadata\":{}}]},\"nullable\":true,)" +
      mapping + "}]}";
  put(0,
      R"({"protocol":{"minReaderVersion":2,"minWriterVersion":5}})"
      "\n"
      R"({"metaData":{"id":"x","format":{"provider":"parquet","options":{}},"schemaString":")" +
          schema +
          R"(","partitionColumns":[],"configuration":{"delta.columnMapping.mode":"name","delta.columnMapping.maxColumnId":"1"}}})"
          "\n");
  const ObservedTable before = read("shop.t");
  ASSERT_TRUE(before.present()) << before.problem;
  ASSERT_TRUE(run("shop.t", {action::SetProperty{"k", "v", std::nullopt}}));
  EXPECT_EQ(read("shop.t").table.columns, before.table.columns);
}

TEST_F(Log, AChecksumThatDiffersIsRefusedAndOneThatSaysNothingIsNot) {
  put(0, kProtocol + metadata() + add("a"));
  const std::string crc = file_name(0, ".crc");
  put(crc, R"({"numFiles":1,"protocol":{"minWriterVersion":2,"minReaderVersion":1}})");
  EXPECT_TRUE(read("shop.t").present()) << read("shop.t").problem;
  put(crc, R"({"numFiles":2})");
  EXPECT_TRUE(names("numFiles"));
  put(crc, R"({"protocol":{"minReaderVersion":1,"minWriterVersion":3}})");
  EXPECT_TRUE(names("protocol"));
  put(crc, R"({"metadata":{"id":"y"}})");
  EXPECT_TRUE(names("metadata"));
  put(crc, R"({"numFiles":)");
  EXPECT_TRUE(read("shop.t").present());
}

TEST_F(Log, AForeignDirectoryIsNoPlaceForATable) {
  write(lake_ / "shop/t/data.csv", "1,2");
  EXPECT_TRUE(names("no Delta table"));
  const auto made =
      run("shop.t", {action::CreateTable{table("shop.t", {column("id", DataType::of(TypeKind::integer))}), {}}});
  ASSERT_FALSE(made);
  EXPECT_FALSE(std::filesystem::exists(lake_ / "shop/t/_delta_log"));
}

TEST_F(Log, WhatAKilledCreateLeavesIsNoTable) {
  std::filesystem::create_directories(lake_ / "shop/t/_delta_log");
  EXPECT_EQ(read("shop.t").presence, Presence::absent) << read("shop.t").problem;
  create(table("shop.t", {column("id", DataType::of(TypeKind::integer))}));
  EXPECT_TRUE(read("shop.t").present());
}

TEST_F(Log, DataWithoutAnyCommitIsTorn) {
  std::filesystem::create_directories(lake_ / "shop/t/_delta_log");
  write(lake_ / "shop/t/part-0.parquet", "rows");
  EXPECT_TRUE(names("neither commit nor checkpoint"));
}

TEST_F(Log, APathThatIsNoFolderOrIsATableIsRefused) {
  put(0, kProtocol + metadata());
  const auto inside = open_lake(lake_ / "shop/t/");
  ASSERT_FALSE(inside);
  EXPECT_NE(inside.error().message.find("itself a Delta table"), std::string::npos);
  const auto file = open_lake(lake_ / "shop/t/_delta_log" / file_name(0, ".json"));
  ASSERT_FALSE(file);
  EXPECT_NE(file.error().message.find("is no folder"), std::string::npos);
  const auto below = open_lake(lake_ / "shop/t/_delta_log" / file_name(0, ".json") / "lake");
  ASSERT_FALSE(below);
  EXPECT_NE(below.error().message.find("would lie inside a file"), std::string::npos);
}

}  // namespace
}  // namespace delta::lake::test
