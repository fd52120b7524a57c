/// Checkpoints of every kind: which one a read begins with, what stands in for one that is torn, and what
/// `_last_checkpoint` says of them.
#include <fcntl.h>

#include <algorithm>

#include "adapters/lake/files.hpp"
#include "adapters/lake/last_checkpoint.hpp"
#include "adapters/lake/log_error.hpp"
#include "adapters/lake/log_listing.hpp"
#include "adapters/lake/md5.hpp"
#include "adapters/lake/read_log.hpp"
#include "lake_fixture.hpp"

namespace delta::lake::test {
namespace {

namespace fs = std::filesystem;

constexpr const char* kUuid = "80a083e8-7026-4e79-81be-64bd76c43a11";
const std::string kProtocol = R"({"protocol":{"minReaderVersion":1,"minWriterVersion":2}})"
                              "\n";

std::string metadata(const std::string& owner) {
  return R"({"metaData":{"id":"x","format":{"provider":"parquet","options":{}},"schemaString":)"
         R"("{\"type\":\"struct\",\"fields\":[]}","partitionColumns":[],"configuration":{"owner":")" +
         owner + "\"}}}\n";
}
std::string add(const std::string& path) { return R"({"add":{"path":")" + path + "\"}}\n"; }
std::string of_version(int version) {
  return R"({"checkpointMetadata":{"version":)" + std::to_string(version) + "}}\n";
}
std::string sidecar(const std::string& path, std::uintmax_t size) {
  return R"({"sidecar":{"path":")" + path + R"(","sizeInBytes":)" + std::to_string(size) +
         R"(,"modificationTime":1}})"
         "\n";
}

class Checkpoints : public LakeTest {
 protected:
  fs::path log() const { return lake_ / "shop/t/_delta_log"; }
  void put(const std::string& name, const std::string& text) { write(log() / name, text); }
  void put(int version, const std::string& text) { put(commit_name(version), text); }
  static std::string v2_name(int version, const std::string& uuid = kUuid) {
    return file_name(version, ".checkpoint.") + uuid + ".json";
  }

  /// The text of a Parquet checkpoint of 40 files; its metaData has the property a = 1.
  static std::string parquet_file() {
    return text_of(fs::path(DELTAC_TESTS_DIR) / "integration/lake/fixtures/parquet/snappy_dictionary_v1.parquet");
  }

  LogState state() {
    const Descriptor open = open_directory(log());
    return *read_log(open.number(), log());
  }
  std::string owner() {
    const ObservedTable table = read("shop.t");
    if (!table.present()) return unread_text(table);
    const std::string* value = table.property("owner");
    return value != nullptr ? *value : "none";
  }
};

TEST_F(Checkpoints, AV2CheckpointOfLinesIsABase) {
  put(v2_name(7), of_version(7) + kProtocol + metadata("checkpoint") + add("a") +
                      R"({"txn":{"appId":"s"}})"
                      "\n");
  put(8, add("b"));
  EXPECT_EQ(owner(), "checkpoint");
  EXPECT_EQ(state().version, 8);
  EXPECT_EQ(state().files.count(), 2u);
}

TEST_F(Checkpoints, SidecarsHoldItsFiles) {
  const std::string bytes = parquet_file();
  put("_sidecars/one file.parquet", bytes);
  put(v2_name(3), kProtocol + metadata("m") + sidecar("one%20file.parquet", bytes.size()));
  EXPECT_EQ(state().files.count(), 40u);
  EXPECT_EQ(owner(), "m") << "the metaData in a sidecar is none of the table's";
  put(v2_name(3),
      kProtocol + metadata("m") + sidecar("s3://bucket/t/_delta_log/_sidecars/one%20file.parquet", bytes.size()));
  EXPECT_EQ(state().files.count(), 40u);
}

TEST_F(Checkpoints, ASidecarThatIsMissingOrTornMakesTheCheckpointTorn) {
  const std::string bytes = parquet_file();
  const std::string text = kProtocol + metadata("m") + sidecar("s.parquet", bytes.size());
  put(v2_name(3), text);
  EXPECT_NE(owner().find("_sidecars"), std::string::npos) << owner();
  put("_sidecars/other.parquet", bytes);
  EXPECT_NE(owner().find("s.parquet"), std::string::npos) << owner();
  put("_sidecars/s.parquet", bytes.substr(0, bytes.size() - 1));
  EXPECT_NE(owner().find(std::to_string(bytes.size() - 1) + " bytes"), std::string::npos) << owner();
  for (const char* outside : {"..", "x/..", "a%2Fb", "", "a%00b"}) {
    put(v2_name(3), kProtocol + metadata("m") + sidecar(outside, bytes.size()));
    EXPECT_NE(owner().find("names no file"), std::string::npos) << outside << ": " << owner();
  }
}

TEST_F(Checkpoints, ATornCheckpointIsPassedOverWhereTheLogSaysTheSame) {
  put(0, kProtocol + metadata("start") + add("a"));
  put(1, metadata("one"));
  put(v2_name(1), of_version(1) + kProtocol + metadata("checkpoint") + add("a"));
  put(2, add("b"));
  put(checkpoint_name(2), "PAR1 and not much more");
  EXPECT_EQ(owner(), "checkpoint") << "the older checkpoint, then version 2";
  EXPECT_EQ(state().files.count(), 2u);
  put(v2_name(1), of_version(1) + kProtocol + metadata("checkpoint") + R"({"add":{"path")");
  EXPECT_EQ(owner(), "one") << "the commits alone";
  EXPECT_EQ(state().files.count(), 2u);
  fs::remove(log() / commit_name(0));
  EXPECT_NE(owner().find(checkpoint_name(2)), std::string::npos) << owner();
}

TEST_F(Checkpoints, ACheckpointMustBeWholeAndOfItsVersion) {
  for (const std::string& text : {of_version(4) + kProtocol + metadata("m"), kProtocol, metadata("m"),
                                  kProtocol + metadata("m") + metadata("m"), std::string()}) {
    put(v2_name(3), text);
    EXPECT_NE(owner().find(v2_name(3)), std::string::npos) << text << ": " << owner();
  }
}

TEST_F(Checkpoints, AllPartsOrNone) {
  const std::string first = file_name(3, ".checkpoint.0000000001.0000000002.parquet");
  const std::string second = file_name(3, ".checkpoint.0000000002.0000000002.parquet");
  put(0, kProtocol + metadata("start"));
  for (const int version : {1, 2, 3}) put(version, add("f" + std::to_string(version)));
  put(first, parquet_file());
  EXPECT_EQ(state().files.count(), 3u) << "a part alone is nothing";
  put(second, parquet_file());
  EXPECT_EQ(state().files.count(), 3u) << "two parts with a metaData each are torn too: the commits stand in";
  const fs::path parts = fs::path(DELTAC_TESTS_DIR) / "integration/lake/fixtures/spark/multipart_checkpoint/_delta_log";
  put(first, text_of(parts / first));
  put(second, text_of(parts / second));
  EXPECT_EQ(owner(), "none") << "now the checkpoint is the base";
  EXPECT_EQ(state().files.count(), 3u);
  fs::remove(log() / second);
  for (const int version : {0, 1}) fs::remove(log() / commit_name(version));
  EXPECT_NE(owner().find("lacks part 2 of 2"), std::string::npos) << owner();
}

std::vector<std::string> commits(int first, int last) {
  std::vector<std::string> names;
  for (int version = first; version <= last; ++version) names.push_back(commit_name(version));
  return names;
}

TEST(LogListing, TheNewestCompleteCheckpointComesFirst) {
  std::vector<std::string> names = commits(90, 120);
  const std::string v2 = "00000000000000000110.checkpoint." + std::string(kUuid) + ".parquet";
  const std::string parts[] = {"00000000000000000110.checkpoint.0000000001.0000000002.parquet",
                               "00000000000000000110.checkpoint.0000000002.0000000002.parquet"};
  const std::string half = "00000000000000000115.checkpoint.0000000002.0000000002.parquet";
  for (const std::string& name :
       {checkpoint_name(80), checkpoint_name(89), parts[1], v2, half, parts[0], checksum_name(120),
        std::string("00000000000000000110.0000000000000000115.compacted.json")}) {
    names.push_back(name);
  }
  std::ranges::reverse(names);
  const LogListing listing = choose_files(names);
  const std::vector<Checkpoint> expected{{110, {v2}}, {110, {parts[0], parts[1]}}, {89, {checkpoint_name(89)}}};
  EXPECT_EQ(listing.bases, expected) << "80 is followed by a gap, 115 is half";
  EXPECT_FALSE(listing.from_start);
  EXPECT_EQ(listing.commits_after(110).size(), 10u);
  EXPECT_EQ(listing.commits_after(110).front(), 111);
  EXPECT_EQ(listing.commits_after(120).size(), 0u);
  EXPECT_EQ(listing.version, 120);
  EXPECT_TRUE(listing.has_checksum);
}

TEST(LogListing, ACheckpointMayStandAlone) {
  const LogListing listing = choose_files({checkpoint_name(10), commit_name(8), commit_name(9), checkpoint_name(8)});
  EXPECT_EQ(listing.version, 10);
  EXPECT_EQ(listing.bases, (std::vector<Checkpoint>{{10, {checkpoint_name(10)}}}));
  EXPECT_TRUE(listing.commits_after(10).empty());
}

TEST(LogListing, WhatIsMissingIsNamed) {
  const auto problem = [](const std::vector<std::string>& names) -> std::string {
    try {
      choose_files(names);
    } catch (const LogError& error) {
      return error.what();
    }
    return "";
  };
  EXPECT_NE(problem({checkpoint_name(10), commit_name(12)}).find("version 11 is missing"), std::string::npos);
  EXPECT_NE(problem({commit_name(0), commit_name(1), commit_name(3)}).find("version 2 is missing"), std::string::npos);
  const std::string part = "00000000000000000005.checkpoint.0000000001.0000000003.parquet";
  EXPECT_NE(problem({commit_name(4), part}).find("lacks part 2 of 3"), std::string::npos);
  EXPECT_NE(problem({commit_name(0), part}).find("lacks part 2 of 3"), std::string::npos) << "newer than all else";
  EXPECT_EQ(problem({}), "");
  EXPECT_EQ(choose_files({}).version, -1);
}

TEST(LastCheckpoint, IsReadWithItsFields) {
  const fs::path spark = fs::path(DELTAC_TESTS_DIR) / "integration/lake/fixtures/spark";
  const auto hint_of = [&](const char* table) {
    std::ifstream in(spark / table / "_delta_log/_last_checkpoint");
    std::ostringstream text;
    text << in.rdbuf();
    return parse_last_checkpoint(text.str());
  };
  const auto parts = hint_of("multipart_checkpoint");
  ASSERT_TRUE(parts);
  EXPECT_EQ(parts->version, 3);
  EXPECT_EQ(parts->parts, 2);
  EXPECT_TRUE(names_checkpoint(*parts, {3, {"first", "second"}}));
  EXPECT_FALSE(names_checkpoint(*parts, {3, {checkpoint_name(3)}}));
  const auto v2 = hint_of("v2_checkpoint_json");
  ASSERT_TRUE(v2);
  EXPECT_TRUE(v2->v2_file.starts_with("00000000000000000002.checkpoint."));
  EXPECT_TRUE(names_checkpoint(*v2, {2, {v2->v2_file}}));
  EXPECT_FALSE(names_checkpoint(*v2, {2, {checkpoint_name(2)}}));
}

TEST(LastCheckpoint, ItsChecksumIsChecked) {
  // Written by Spark 4.2 with Delta 4.4.
  const std::string text =
      R"({"version":2,"size":4,"sizeInBytes":19956,"numOfAddFiles":2,"checksum":"13784057c552d74109e7f4ebda498322"})";
  EXPECT_TRUE(parse_last_checkpoint(text));
  std::string changed = text;
  changed[changed.find("19956")] = '2';
  EXPECT_FALSE(parse_last_checkpoint(changed));
  EXPECT_FALSE(parse_last_checkpoint(text.substr(0, 40)));
  EXPECT_FALSE(parse_last_checkpoint(R"({"version":2})"));
  EXPECT_TRUE(parse_last_checkpoint(R"({"version":2,"size":1})")) << "older writers give none";
}

TEST_F(Checkpoints, TheHintChoosesAmongThoseOfOneVersion) {
  const std::string first = "10a083e8-7026-4e79-81be-64bd76c43a11";
  const std::string other = "90a083e8-7026-4e79-81be-64bd76c43a11";
  put(v2_name(3, first), kProtocol + metadata("first"));
  put(v2_name(3, other), kProtocol + metadata("other"));
  EXPECT_EQ(owner(), "first");
  put(std::string(kLastCheckpoint), R"({"version":3,"size":2,"v2Checkpoint":{"path":")" + v2_name(3, other) + "\"}}");
  EXPECT_EQ(owner(), "other");
  put(std::string(kLastCheckpoint), R"({"version":99,"size":2})");
  EXPECT_EQ(owner(), "first");
  fs::remove(log() / kLastCheckpoint);
  fs::create_directory(log() / kLastCheckpoint);
  EXPECT_EQ(owner(), "first") << "it is a hint only";
}

TEST(Md5, IsTheOneOfTheRfc) {
  EXPECT_EQ(md5_hex(""), "d41d8cd98f00b204e9800998ecf8427e");
  EXPECT_EQ(md5_hex("abc"), "900150983cd24fb0d6963f7d28e17f72");
  EXPECT_EQ(md5_hex("12345678901234567890123456789012345678901234567890123456789012345678901234567890"),
            "57edf4a22be3c955ac49da2e2107b67a");
  EXPECT_EQ(md5_hex(std::string(56, 'a')), "3b0c8ac703f828b04c6c197006d17218");
}

}  // namespace
}  // namespace delta::lake::test
