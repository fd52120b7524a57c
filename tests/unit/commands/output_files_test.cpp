#include "commands/output_files.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>

namespace deltac {
namespace {

namespace fs = std::filesystem;

class OutputFiles : public ::testing::Test {
 protected:
  OutputFiles() {
    std::string name = (fs::temp_directory_path() / "deltac-output-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary directory");
    directory_ = name;
  }
  ~OutputFiles() override { fs::remove_all(directory_); }

  std::string path(const std::string& name) const { return (directory_ / name).string(); }
  fs::path directory_;
};

TEST_F(OutputFiles, AreWrittenWithTheirDirectories) {
  ASSERT_TRUE(write_if_changed(path("a/b/c.cpp"), "text\n"));
  const auto text = read_file(path("a/b/c.cpp"));
  ASSERT_TRUE(text);
  EXPECT_EQ(*text, "text\n");
}

TEST_F(OutputFiles, AreNotTouchedWhenNothingChanged) {
  ASSERT_TRUE(write_if_changed(path("a"), "one"));
  const auto long_ago = fs::file_time_type::clock::now() - std::chrono::hours(1);
  fs::last_write_time(path("a"), long_ago);
  ASSERT_TRUE(write_if_changed(path("a"), "one"));
  EXPECT_EQ(fs::last_write_time(path("a")), long_ago);
  ASSERT_TRUE(write_if_changed(path("a"), "two"));
  EXPECT_NE(fs::last_write_time(path("a")), long_ago);
}

TEST_F(OutputFiles, LeaveNothingBehindWhenTheyCannotBeWritten) {
  fs::create_directory(path("taken"));
  const auto written = write_if_changed(path("taken"), "text");
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().message, "cannot write '" + path("taken") + "': Is a directory");
  EXPECT_EQ(std::distance(fs::directory_iterator(directory_), {}), 1);
}

TEST_F(OutputFiles, AreReplacedTogetherOrNotAtAll) {
  ASSERT_TRUE(write_together({{path("a"), "one"}, {path("b"), "one"}}));
  ASSERT_TRUE(write_if_changed(path("file"), ""));
  EXPECT_FALSE(write_together({{path("a"), "two"}, {path("b"), "two"}, {path("file/inside"), "two"}}));
  EXPECT_EQ(*read_file(path("a")), "one");
  EXPECT_EQ(*read_file(path("b")), "one");
  EXPECT_EQ(std::distance(fs::directory_iterator(directory_), {}), 3) << "a temporary file is left";
  ASSERT_TRUE(write_together({{path("a"), "two"}, {path("b"), "two"}}));
  EXPECT_EQ(*read_file(path("b")), "two");
}

TEST_F(OutputFiles, AFileInThePlaceOfADirectoryIsNamed) {
  ASSERT_TRUE(write_if_changed(path("file"), ""));
  const auto written = write_if_changed(path("file/inside"), "text");
  ASSERT_FALSE(written);
  EXPECT_NE(written.error().message.find(path("file")), std::string::npos);
}

TEST_F(OutputFiles, AStampIsMadeAndRenewed) {
  ASSERT_TRUE(touch(path("d/stamp")));
  const auto long_ago = fs::file_time_type::clock::now() - std::chrono::hours(1);
  fs::last_write_time(path("d/stamp"), long_ago);
  ASSERT_TRUE(touch(path("d/stamp")));
  EXPECT_GT(fs::last_write_time(path("d/stamp")), long_ago + std::chrono::minutes(59));
}

TEST_F(OutputFiles, AMissingInputIsNamed) {
  const auto text = read_file(path("none.json"));
  ASSERT_FALSE(text);
  EXPECT_EQ(text.error().message, "cannot read '" + path("none.json") + "': No such file or directory");
}

TEST(DependencyText, EscapesWhatMakeReads) {
  const std::vector<std::string> inputs{"a b.hpp", "c$d#e.hpp"};
  EXPECT_EQ(dependency_text("out stamp", inputs), "out\\ stamp: \\\n  a\\ b.hpp \\\n  c$$d\\#e.hpp\n");
}

}  // namespace
}  // namespace deltac
