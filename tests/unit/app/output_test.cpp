#include "app/output.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace delta::app {
namespace {

namespace fs = std::filesystem;

class Output : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "deltac-output-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    directory_ = pattern;
  }
  void TearDown() override { fs::remove_all(directory_); }

  std::string path(const std::string& name) const { return (directory_ / name).string(); }
  static std::string content(const std::string& path) {
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
  }
  std::size_t files() const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(directory_), fs::directory_iterator()));
  }

  fs::path directory_;
};

TEST_F(Output, IsThereOnceItIsWhole) {
  {
    auto file = OutputFile::open(path("plan.json"));
    ASSERT_TRUE(file) << file.error().message;
    EXPECT_FALSE(fs::exists(path("plan.json"))) << "an output that is not whole must not be seen";
    ASSERT_TRUE(file->commit("{}\n"));
  }
  EXPECT_EQ(content(path("plan.json")), "{}\n");
  EXPECT_EQ(files(), 1U) << "no temporary file may remain";
}

TEST_F(Output, KeepsTheOldOneUntilThenAndItsMode) {
  std::ofstream(path("plan.json")) << "old";
  fs::permissions(path("plan.json"), fs::perms::owner_read | fs::perms::owner_write);
  {
    auto file = OutputFile::open(path("plan.json"));
    ASSERT_TRUE(file);
    EXPECT_EQ(content(path("plan.json")), "old");
  }
  EXPECT_EQ(content(path("plan.json")), "old") << "without commit nothing changes";
  auto file = OutputFile::open(path("plan.json"));
  ASSERT_TRUE(file);
  ASSERT_TRUE(file->commit("new"));
  EXPECT_EQ(content(path("plan.json")), "new");
  struct stat state{};
  ASSERT_EQ(::stat(path("plan.json").c_str(), &state), 0);
  EXPECT_EQ(state.st_mode & 0777U, 0600U);
  EXPECT_EQ(files(), 1U);
}

TEST_F(Output, FollowsALink) {
  std::ofstream(path("real")) << "old";
  fs::create_symlink("real", path("link"));
  auto file = OutputFile::open(path("link"));
  ASSERT_TRUE(file);
  ASSERT_TRUE(file->commit("new"));
  EXPECT_TRUE(fs::is_symlink(path("link")));
  EXPECT_EQ(content(path("real")), "new");
}

TEST_F(Output, SaysWhyItCannotBeWritten) {
  const auto missing = OutputFile::open(path("no/such/plan.json"));
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().message, "cannot write " + path("no/such/plan.json") + ": No such file or directory");
  EXPECT_EQ(missing.error().fix, "make its directory first, or give --out another file");
  const auto directory = OutputFile::open(directory_.string());
  ASSERT_FALSE(directory);
  EXPECT_EQ(directory.error().message, "cannot write " + directory_.string() + ": Is a directory");
}

TEST_F(Output, AFullDiskIsAnError) {
  if (!fs::exists("/dev/full")) GTEST_SKIP();
  auto file = OutputFile::open("/dev/full");
  ASSERT_TRUE(file);
  const auto done = file->commit("text");
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().message, "cannot write /dev/full: No space left on device");
  EXPECT_EQ(done.error().fix, "make room, or give --out a file on another disk");
}

TEST(WantsColor, OnATerminalOnly) {
  EXPECT_TRUE(wants_color(ColorChoice::always, -1));
  EXPECT_FALSE(wants_color(ColorChoice::never, STDOUT_FILENO));
  EXPECT_FALSE(wants_color(ColorChoice::automatic, -1));
}

}  // namespace
}  // namespace delta::app
