// A program that brings its own tables up to date on a server, beside programs of other machines.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "delta/engine.hpp"
#include "execute/server_lock.hpp"
#include "support/tables.hpp"

namespace delta {
namespace {

using testing::column;
using ::testing::HasSubstr;
using testing::table;

class EngineOnServer : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (std::filesystem::temp_directory_path() / "deltac-engine-XXXXXX").string();
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
    std::ofstream(folder_ + "/script.json") << R"({"catalogue": "server.json"})";
    std::ofstream(folder_ + "/server.json") << R"({"schemas": {"ops": true, "shop": true}, "tables": {}, "ran": {}})";
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  Target target() const {
    auto opened = open_target("odbc:Driver=" DELTAC_FAKE_DRIVER ";Script=" + folder_ + "/script.json");
    EXPECT_TRUE(opened);
    return *std::move(opened);
  }
  StateOptions state(const std::string& place) const {
    StateOptions options;
    options.place = place;
    options.schema = TableName::parse("ops");
    return options;
  }
  std::string server() const {
    std::ifstream file(folder_ + "/server.json");
    return {std::istreambuf_iterator<char>(file), {}};
  }

  std::string folder_;
  const Registry code_ = testing::registry({table("shop.orders", {column("id", "BIGINT")})});
};

TEST_F(EngineOnServer, ItsSchemaKeepsOthersOff) {
  auto theirs =
      ServerLock::acquire(target().lock_place(TableName::parse("ops")), this_process("billing-migrate apply"));
  ASSERT_TRUE(theirs) << theirs.error().message;
  Engine engine(target());
  try {
    engine.sync(code_, {}, {}, {}, state(folder_ + "/state"));
    ADD_FAILURE() << "another run is at work";
  } catch (const std::runtime_error& error) {
    EXPECT_THAT(error.what(), HasSubstr("another run is at work: billing-migrate apply"));
  }
  EXPECT_THAT(server(), ::testing::Not(HasSubstr("shop.orders")));

  ASSERT_TRUE(theirs->release());
  const SyncReport report = engine.sync(code_, {}, {}, {}, state(folder_ + "/state"));
  EXPECT_TRUE(report.ok());
  EXPECT_THAT(report.notes, ::testing::Not(::testing::Contains(HasSubstr("lock"))));
  EXPECT_THAT(server(), HasSubstr("shop.orders"));
  EXPECT_THAT(server(), ::testing::Not(HasSubstr("deltac_lock\": {"))) << "given back";
}

TEST_F(EngineOnServer, ItsSchemaRemembersTheRun) {
  Engine engine(target());
  EXPECT_TRUE(engine.sync(code_, {}, {}, {}, state("schema:" + folder_ + "/journal")).ok());
  EXPECT_THAT(server(), HasSubstr("deltac_state"));
}

TEST_F(EngineOnServer, ASchemaIsNamedWhereThereIsOne) {
  Engine engine(target());
  StateOptions unnamed;
  unnamed.place = "schema";
  EXPECT_THROW(engine.sync(code_, {}, {}, {}, unnamed), std::invalid_argument);

  Engine on_lake(*open_target("lake:" + folder_ + "/lake"));
  EXPECT_THROW(on_lake.sync(code_, {}, {}, {}, state("")), std::invalid_argument);
  EXPECT_FALSE(std::filesystem::exists(folder_ + "/lake"));
}

}  // namespace
}  // namespace delta
