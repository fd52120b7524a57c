/// What a person reads of a table that cannot be read: the place, the fault, and what to do about it.
#include <cerrno>
#include <map>

#include "adapters/lake/files.hpp"
#include "lake_fixture.hpp"

namespace delta::lake::test {
namespace {

const std::string kProtocol = R"({"protocol":{"minReaderVersion":1,"minWriterVersion":2}})"
                              "\n";
const std::string kSchema =
    R"({\"type\":\"struct\",\"fields\":[{\"name\":\"id\",\"type\":\"integer\",\"nullable\":true,\"metadata\":{}}]})";

std::string metadata(const std::string& schema = kSchema, const std::string& configuration = "{}",
                     const std::string& provider = "parquet") {
  return R"({"metaData":{"id":"x","format":{"provider":")" + provider + R"("},"schemaString":")" + schema +
         R"(","partitionColumns":[],"configuration":)" + configuration + "}}\n";
}

std::string features(const std::string& names) {
  return R"({"protocol":{"minReaderVersion":3,"minWriterVersion":7,"readerFeatures":[],"writerFeatures":[)" + names +
         "]}}\n";
}

constexpr const char* kRestore = "restore the files of _delta_log from a backup";
constexpr const char* kMove = "move it away, or give the table another name";

class WaysOut : public LakeTest {
 protected:
  using Files = std::map<std::string, std::string>;

  /// The problem of shop.t with these files in its folder, without the lake's own path.
  std::string problem(const Files& files) {
    std::filesystem::remove_all(lake_ / "shop");
    for (const auto& [name, text] : files) write(lake_ / "shop/t" / name, text);
    const ObservedTable table = read("shop.t");
    EXPECT_EQ(table.presence, Presence::failed);
    return without_path(unread_text(table));
  }
  std::string of_commit(const std::string& text) { return problem({{"_delta_log/" + file_name(0, ".json"), text}}); }

  std::string without_path(std::string text) const {
    const std::string path = lake_.string() + "/";
    for (std::size_t at = text.find(path); at != std::string::npos; at = text.find(path)) text.erase(at, path.size());
    return text;
  }
};

TEST_F(WaysOut, OfTornAndDamagedLogs) {
  const std::string commit = "shop/t: the log is torn or foreign: " + file_name(0, ".json") + ", ";
  EXPECT_EQ(of_commit(""), commit + "it is empty; " + kRestore);
  EXPECT_EQ(of_commit("garbage\n"), commit + "line 1: this is no JSON at byte 1; " + kRestore);
  EXPECT_EQ(of_commit(kProtocol + R"({"metaData":7})"), commit + "line 2: 'metaData' is no object; " + kRestore);
  EXPECT_EQ(of_commit(kProtocol), "shop/t: the log has no metaData; " + std::string(kRestore));
  EXPECT_EQ(of_commit(metadata()), "shop/t: the log has no protocol; " + std::string(kRestore));
  EXPECT_EQ(of_commit(kProtocol + metadata("{")),
            "shop/t: the schemaString is malformed: the JSON text ends too early at byte 2; " + std::string(kRestore));
  EXPECT_EQ(of_commit(metadata() + R"({"protocol":{"minReaderVersion":0,"minWriterVersion":2}})"),
            "shop/t: the protocol has no valid minReaderVersion; " + std::string(kRestore));
  EXPECT_EQ(problem({{"_delta_log/" + file_name(0, ".json"), kProtocol + metadata()},
                     {"_delta_log/" + file_name(2, ".json"), "{}"}}),
            "shop/t: the log is torn: version 2 is there and version 1 is missing; restore the missing file of "
            "_delta_log from a backup");
  EXPECT_EQ(problem({{"_delta_log/" + file_name(3, ".checkpoint.parquet"), "PAR1 and no more PAR1"}}),
            "shop/t: " + file_name(3, ".checkpoint.parquet") +
                ": the Parquet file is damaged: its footer is longer than the file; " + kRestore);
}

TEST_F(WaysOut, OfWhatDeltacDoesNotKnow) {
  EXPECT_EQ(
      of_commit(metadata() + R"({"protocol":{"minReaderVersion":1,"minWriterVersion":8}})"),
      "shop/t: it needs a reader of version 1 and a writer of version 8, and deltac knows versions up to 3 and 7; "
      "use a newer deltac");
  EXPECT_EQ(
      of_commit(metadata() + features(R"("appendOnly","geospatial","newest")")),
      "shop/t: it uses table features that deltac must not touch: geospatial, newest; use a newer deltac, or have "
      "the engine that wrote it take them off: ALTER TABLE … DROP FEATURE `geospatial`");
  EXPECT_EQ(of_commit(kProtocol + metadata(kSchema, "{}", "orc")),
            "shop/t: its data files are of format 'orc', and Delta's are Parquet; give the table another name, or move "
            "what is there away");
  EXPECT_EQ(of_commit(kProtocol + metadata(kSchema, R"({"delta.coordinatedCommits.x":"y"})")),
            "shop/t: its commits are decided on elsewhere (property delta.coordinatedCommits.x); change it through the "
            "catalogue that owns it");
  EXPECT_EQ(problem({{"_delta_log/" + file_name(3, ".checkpoint.parquet"), "PAR1            PARE"}}),
            "shop/t: " + file_name(3, ".checkpoint.parquet") +
                ": the Parquet file is encrypted; write another checkpoint, with Spark or with Python's deltalake");
}

TEST_F(WaysOut, OfForeignFolders) {
  EXPECT_EQ(problem({{"rows.csv", "1"}}),
            "shop/t: it holds files and no _delta_log: it is no Delta table; " + std::string(kMove));
  EXPECT_EQ(
      problem({{"u/_delta_log/" + file_name(0, ".json"), kProtocol + metadata()}}),
      "shop/t: it holds other tables, and a table's directory must not lie around another's; " + std::string(kMove));
  std::filesystem::remove_all(lake_ / "shop");
  write(lake_ / "shop/t", "a file");
  EXPECT_EQ(without_path(unread_text(read("shop.t"))),
            "shop/t: it is a file, or lies below one, and a table is a directory; " + std::string(kMove));
  std::filesystem::remove_all(lake_ / "shop");
  std::filesystem::create_directories(lake_ / "shop/t/_delta_log" / file_name(0, ".json"));
  EXPECT_EQ(without_path(unread_text(read("shop.t"))),
            "shop/t: the log is torn or foreign: " + file_name(0, ".json") + ", shop/t/_delta_log/" +
                file_name(0, ".json") + " is a directory; move it away: what wrote it was no writer of Delta");
  write(lake_ / "shop/u/_delta_log" / file_name(0, ".json"), kProtocol + metadata());
  EXPECT_EQ(without_path(unread_text(read("shop.u.inner"))),
            "shop/u is itself a table, and a table's directory must not lie inside another's; give one of the two "
            "another name");
}

TEST_F(WaysOut, OfNamesThatHaveNoFolder) {
  EXPECT_EQ(unread_text(read("t")),
            "a table in a lake has a name of two or three parts, and 't' has 1; name it as "
            "catalogue.schema.table or schema.table");
  EXPECT_EQ(unread_text(read("shop.")), "'shop.' has an empty part; name every part");
  const std::string long_name(201, 'x');
  EXPECT_EQ(unread_text(read("shop." + long_name)),
            "'" + long_name +
                "' is too long for a directory's name; shorten it to 200 bytes (a "
                "special character counts as three)");
}

TEST(SystemFailure, SaysWhatToDo) {
  const auto shown = [](int error) {
    const LogError failure = system_failure("cannot open x", error);
    return std::string(failure.what()) + "; " + failure.fix();
  };
  EXPECT_EQ(shown(EACCES), "cannot open x: Permission denied; give this user the right to do that");
  EXPECT_EQ(shown(EROFS), "cannot open x: Read-only file system; make the file system writable");
  EXPECT_EQ(shown(ENOSPC), "cannot open x: No space left on device; make room, then run it again");
  EXPECT_EQ(shown(EMFILE), "cannot open x: Too many open files; raise the limit of open files: ulimit -n");
  EXPECT_EQ(shown(ENOENT),
            "cannot open x: No such file or directory; run it again: another process may have moved it meanwhile");
  EXPECT_EQ(shown(ENOTDIR), "cannot open x: Not a directory; look at what the path leads through");
  EXPECT_EQ(shown(EIO),
            "cannot open x: Input/output error; see to the disk or the network that it is on, then run it again");
}

}  // namespace
}  // namespace delta::lake::test
