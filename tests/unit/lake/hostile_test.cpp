/// Files that are not what their names say, drops that were broken off, and changes that come between two looks: one
/// table's trouble is told and stays its own.
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <limits>

#include "adapters/lake/files.hpp"
#include "adapters/lake/log_error.hpp"
#include "adapters/lake/log_listing.hpp"
#include "adapters/lake/publish.hpp"
#include "adapters/lake/read_log.hpp"
#include "adapters/lake/trash.hpp"
#include "lake_fixture.hpp"

namespace delta::lake::test {
namespace {

using namespace action;
namespace fs = std::filesystem;

class Hostile : public LakeTest {
 protected:
  void SetUp() override {
    LakeTest::SetUp();
    create(bigint_table("shop.bad"));
    create(bigint_table("shop.good"));
    keep_ = false;  // what these tests spoil is nobody's to read, and a copy of a sparse file fills the disk
  }

  static Table bigint_table(const std::string& name) {
    return table(name, {column("id", DataType::of(TypeKind::bigint))});
  }

  fs::path log(const std::string& name) const { return lake_ / "shop" / name / "_delta_log"; }

  static void sparse(const fs::path& file, std::uintmax_t size) {
    write(file, "");
    fs::resize_file(file, size);
  }

  /// The problem that the reader tells of shop.bad while shop.good is read as ever.
  std::string problem() {
    const std::vector<TableName> names{TableName::parse("shop.bad"), TableName::parse("shop.good")};
    const auto tables = target_.reader->read(names);
    EXPECT_TRUE(tables);
    EXPECT_EQ(tables->at(0).presence, Presence::failed);
    EXPECT_TRUE(tables->at(1).present()) << tables->at(1).problem;
    return unread_text(tables->at(0));
  }

  bool any_trash() const {
    for (const auto& entry : fs::directory_iterator(lake_ / "shop")) {
      if (entry.path().filename().string().starts_with(".deltac-trash-")) return true;
    }
    return false;
  }
};

constexpr std::uintmax_t kHuge = std::uintmax_t{900} << 30;

TEST_F(Hostile, AHugeSparseCommitFailsItsTableOnly) {
  sparse(log("bad") / commit_name(1), kHuge);
  EXPECT_NE(problem().find("larger than 2048 MiB"), std::string::npos) << problem();
}

TEST_F(Hostile, AHugeChecksumFailsItsTableOnly) {
  sparse(log("bad") / checksum_name(0), kHuge);
  EXPECT_NE(problem().find("larger than 64 MiB"), std::string::npos) << problem();
}

TEST_F(Hostile, AHugeSparseCheckpointFailsItsTableOnly) {
  fs::remove(log("bad") / commit_name(0));  // which would stand in for it
  sparse(log("bad") / checkpoint_name(0), kHuge);
  EXPECT_NE(problem().find(checkpoint_name(0)), std::string::npos) << problem();
}

TEST_F(Hostile, AHugeCommitFailsAnExecutionAndDoesNotEndIt) {
  TablePlan plan;
  plan.name = TableName::parse("shop.bad");
  plan.observed = read("shop.bad");
  sparse(log("bad") / commit_name(1), kHuge);
  const auto result = run(plan, {SetProperty{"k", "v", std::nullopt}});
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().kind, ExecutionError::Kind::failed);
}

TEST_F(Hostile, APipeIsRefusedAndNotWaitedFor) {
  for (const std::string& name : {commit_name(1), checkpoint_name(1), checksum_name(0)}) {
    ASSERT_EQ(::mkfifo((log("bad") / name).c_str(), 0600), 0);
    const pid_t child = fork();
    if (child == 0) {
      alarm(5);  // a reader that waits is ended by it
      _exit(problem().find("pipe") != std::string::npos ? 0 : 1);
    }
    int status = 0;
    waitpid(child, &status, 0);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << name;
    fs::remove(log("bad") / name);
  }
}

TEST_F(Hostile, ALinkToAFileIsFollowed) {
  fs::rename(log("bad") / commit_name(0), root_ / "elsewhere.json");
  fs::create_symlink(root_ / "elsewhere.json", log("bad") / commit_name(0));
  EXPECT_TRUE(read("shop.bad").present()) << read("shop.bad").problem;
}

TEST_F(Hostile, AFileIsReadWholeUpToItsBound) {
  std::string text(3'000'000, 'x');
  text += "end";
  write(root_ / "file", text);
  const Descriptor directory = open_directory(root_);
  EXPECT_EQ(read_file(directory.number(), "file", root_, text.size()), text);
  EXPECT_THROW(read_file(directory.number(), "file", root_, text.size() - 1), LogError);
  EXPECT_THROW(read_file(directory.number(), "missing", root_), FileGone);
}

TEST_F(Hostile, AFileThatGoesBetweenListingAndReadingIsLookedForOnceMore) {
  const Descriptor open = open_directory(log("good"));
  int asked = 0;
  const auto state = read_log(open.number(), log("good"), [&] {
    std::vector<std::string> names{commit_name(0)};
    if (asked++ == 0) names.push_back(commit_name(1));  // gone when it is read
    return names;
  });
  ASSERT_TRUE(state);
  EXPECT_EQ(state->version, 0);
  EXPECT_EQ(asked, 2);
  const auto always = [] { return std::vector<std::string>{commit_name(0), commit_name(1)}; };
  EXPECT_THROW(static_cast<void>(read_log(open.number(), log("good"), always)), FileGone);
}

TEST_F(Hostile, TheVersionThatHasNoNextIsRefused) {
  constexpr std::int64_t kLast = std::numeric_limits<std::int64_t>::max();
  for (const std::string& name : {checkpoint_name(kLast), commit_name(kLast)}) {
    EXPECT_THROW(choose_files({commit_name(0), name}), LogError) << name;
  }
}

TEST_F(Hostile, ACommitWhoseDirectoryCannotBeSyncedIsSaidToBeVisible) {
  // A descriptor that only stands for a place takes a new file, and refuses to be synced.
  const Descriptor place(::open(log("good").c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  ASSERT_TRUE(place);
  try {
    static_cast<void>(publish_commit(place.number(), log("good"), 1, "{\"commitInfo\":{}}\n"));
    FAIL() << "a failed sync was not told";
  } catch (const LogError& error) {
    const std::string text = error.what();
    EXPECT_NE(text.find("version 1 is committed"), std::string::npos) << text;
    EXPECT_NE(text.find("may not survive a power loss"), std::string::npos) << text;
  }
  EXPECT_TRUE(fs::exists(log("good") / commit_name(1)));
}

TEST_F(Hostile, ADropThatFailsAfterItsRenamePutsTheTableBack) {
  write(log("bad") / file_name(1, ".checkpoint.0000000001.0000000002.parquet"), "");  // and no second part
  EXPECT_THROW(static_cast<void>(delete_table(lake_ / "shop/bad", 0)), LogError);
  EXPECT_TRUE(fs::exists(log("bad") / commit_name(0)));
  EXPECT_FALSE(any_trash());
}

TEST_F(Hostile, ADropThatIsTooLatePutsTheTableBack) {
  write(log("bad") / commit_name(1), "{\"commitInfo\":{}}\n");
  EXPECT_FALSE(delete_table(lake_ / "shop/bad", 0));
  EXPECT_EQ(read("shop.bad").version, 1);
}

TEST_F(Hostile, WhatAKilledDropLeftIsDeletedByTheNextCreateOrDrop) {
  const fs::path trash = lake_ / "shop/.deltac-trash-0-6a3e";
  for (const bool by_create : {true, false}) {
    fs::copy(lake_ / "shop/bad", trash, fs::copy_options::recursive);
    const std::vector<TableName> shop{TableName::parse("shop")};
    EXPECT_EQ(target_.reader->list(shop)->size(), by_create ? 2u : 3u) << "trash is no table";
    if (by_create) {
      create(bigint_table("shop.other"));
    } else {
      ASSERT_TRUE(run("shop.other", {DropTable{TableName::parse("shop.other")}}));
    }
    EXPECT_FALSE(fs::exists(trash));
  }
  EXPECT_TRUE(read("shop.bad").present());
}

TEST_F(Hostile, TrashThatIsNewerOrInWorkOrNotOursIsKept) {
  const fs::path newer = lake_ / "shop/.deltac-trash-0-aa";
  const fs::path busy = lake_ / "shop/.deltac-trash-0-bb";
  const fs::path foreign = lake_ / "shop/.deltac-trash-mine";
  for (const fs::path& trash : {newer, busy, foreign}) {
    fs::copy(lake_ / "shop/bad", trash, fs::copy_options::recursive);
  }
  write(newer / "_delta_log" / commit_name(1), "{}");
  const Descriptor lock = open_directory(busy);
  ASSERT_EQ(::flock(lock.number(), LOCK_EX), 0);
  create(bigint_table("shop.other"));
  for (const fs::path& trash : {newer, busy, foreign}) EXPECT_TRUE(fs::exists(trash)) << trash;
}

TEST_F(Hostile, ATargetOfARenameThatAppearedIsAConflict) {
  const auto move = [&](const std::string& to) {
    return run("shop.bad", {RenameTable{TableName::parse("shop.bad"), TableName::parse(to)}});
  };
  const auto onto_table = move("shop.good");
  ASSERT_FALSE(onto_table);
  EXPECT_EQ(onto_table.error().kind, ExecutionError::Kind::conflict);
  write(lake_ / "shop/new/data.csv", "1");
  const auto onto_folder = move("shop.new");
  ASSERT_FALSE(onto_folder);
  EXPECT_EQ(onto_folder.error().kind, ExecutionError::Kind::conflict) << onto_folder.error().message;
  EXPECT_TRUE(read("shop.bad").present());
}

TEST_F(Hostile, ATextOfCharTypesThatDisagreesWithTheSchemaNeverEndsTheRun) {
  const auto put = [&](const std::string& text) {
    write(log("bad") / commit_name(0),
          R"({"protocol":{"minReaderVersion":2,"minWriterVersion":5}})"
          "\n"
          R"({"metaData":{"id":"x","format":{"provider":"parquet","options":{}},"schemaString":"{\"type\":\"struct\",)"
          R"(\"fields\":[{\"name\":\"s\",\"type\":{\"type\":\"struct\",\"fields\":[)"
          R"({\"name\":\"a\",\"type\":\"string\",\"nullable\":true,\"metadata\":{\"delta.columnMapping.id\":2,)"
          R"(\"delta.columnMapping.physicalName\":\"a\"}},)"
          R"({\"name\":\"b\",\"type\":\"string\",\"nullable\":true,\"metadata\":{\"delta.columnMapping.id\":3,)"
          R"(\"delta.columnMapping.physicalName\":\"b\"}}]},\"nullable\":true,\"metadata\":{)"
          R"(\"delta.columnMapping.id\":1,\"delta.columnMapping.physicalName\":\"s\",)"
          R"(\"__CHAR_VARCHAR_TYPE_STRING\":\")" +
              text +
              R"(\"}}]}","partitionColumns":[],"configuration":{"delta.columnMapping.mode":"name",)"
              R"("delta.columnMapping.maxColumnId":"3"}}})"
              "\n");
  };
  const auto inner = column("c", DataType::of(TypeKind::integer));
  const std::vector<Action> steps{AddColumn{"s.c", inner}, DropColumn{"s.b", DataType::of(TypeKind::string)},
                                  RenameColumn{"s.b", Identifier("z")},
                                  AlterType{"s.b", DataType::varchar(9), DataType::of(TypeKind::string)}};
  put("struct<a:varchar(5),b:string>");
  ASSERT_TRUE(read("shop.bad").present()) << read("shop.bad").problem;
  for (const std::string text : {"varchar(5)", "struct<x:varchar(5)>", "struct<x:struct<y:varchar(5)>>"}) {
    for (const Action& step : steps) {
      put(text);
      fs::remove(log("bad") / commit_name(1));
      const auto result = run("shop.bad", {step});
      if (!result) {
        EXPECT_EQ(result.error().kind, ExecutionError::Kind::failed) << result.error().message;
      }
      EXPECT_TRUE(read("shop.bad").present()) << read("shop.bad").problem;
    }
  }
}

}  // namespace
}  // namespace delta::lake::test
