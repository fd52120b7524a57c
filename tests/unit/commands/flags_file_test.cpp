#include "commands/flags_file.hpp"

#include <gtest/gtest.h>

namespace deltac {
namespace {

using Flags = std::vector<std::string>;

TEST(FlagsFile, HoldsOneFlagPerLine) {
  EXPECT_EQ(read_flag_lines("-I/a b\n\n-DNAME=\"x y\"\n-Wall"), (Flags{"-I/a b", "-DNAME=\"x y\"", "-Wall"}));
}

TEST(FlagsFile, CutsShellLinesAsAShellDoes) {
  EXPECT_EQ(read_flag_lines("SHELL:-include \"a b.hpp\" -DX='\"q\"' -DY=a\\ b ''\nSHELL:\n"),
            (Flags{"-include", "a b.hpp", "-DX=\"q\"", "-DY=a b", ""}));
}

TEST(FlagsFile, AMissingFileIsAnError) {
  const auto flags = expand_flag_files({"-Wall", "@/does/not/exist"});
  ASSERT_FALSE(flags);
  EXPECT_EQ(flags.error().message, "cannot read '/does/not/exist': No such file or directory");
}

TEST(FlagsFile, OtherFlagsStayAsTheyAre) {
  const auto flags = expand_flag_files({"-DA=@x", "-std=c++20"});
  ASSERT_TRUE(flags);
  EXPECT_EQ(*flags, (Flags{"-DA=@x", "-std=c++20"}));
}

}  // namespace
}  // namespace deltac
