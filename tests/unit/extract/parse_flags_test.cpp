#include "extract/parse_flags.hpp"

#include <gmock/gmock.h>

namespace deltac::extract {
namespace {

using testing::ElementsAre;
using Flags = std::vector<std::string>;

TEST(ParseFlags, KeepsWhatDeclarationsDependOn) {
  const Flags flags{"-DNDEBUG",
                    "-D",
                    "LEVEL=2",
                    "-UX",
                    "-Iinclude",
                    "-isystem",
                    "/opt/include",
                    "-include",
                    "config.h",
                    "--sysroot=/sdk",
                    "--target=aarch64-linux-gnu",
                    "-fno-exceptions",
                    "-funsigned-char",
                    "-std=c++23"};
  EXPECT_THAT(parse_flags(flags),
              ElementsAre("-D", "NDEBUG", "-D", "LEVEL=2", "-U", "X", "-I", "include", "-isystem", "/opt/include",
                          "-include", "config.h", "--sysroot=/sdk", "--target=aarch64-linux-gnu", "-fno-exceptions",
                          "-funsigned-char", "-std=c++23"));
}

TEST(ParseFlags, DropsWhatOnlyGccKnows) {
  const Flags flags{"-fconcepts",        "-fmodules-ts", "-fno-gnu-unique",
                    "-mno-such-machine", "-fcoroutines", "-fdiagnostics-all-candidates",
                    "-Wlogical-op"};
  EXPECT_THAT(parse_flags(flags), ElementsAre("-std=gnu++20"));
}

TEST(ParseFlags, DropsWarningsOutputsAndCodeGeneration) {
  const Flags flags{"-Wall",
                    "-Werror",
                    "-pedantic",
                    "-O2",
                    "-g",
                    "-c",
                    "-o",
                    "a.o",
                    "-MD",
                    "-MF",
                    "a.d",
                    "-flto",
                    "-fsanitize=address",
                    "--coverage",
                    "-fprofile-arcs",
                    "-fPIC",
                    "-include-pch",
                    "a.pch",
                    "main.cpp",
                    "-Winvalid-pch",
                    "-save-temps",
                    "-Wl,-rpath,/x"};
  EXPECT_THAT(parse_flags(flags), ElementsAre("-std=gnu++20"));
}

TEST(ParseFlags, RaisesOldStandards) {
  EXPECT_THAT(parse_flags(Flags{"-std=c++11"}), ElementsAre("-std=c++20"));
  EXPECT_THAT(parse_flags(Flags{"-std=gnu++17"}), ElementsAre("-std=gnu++20"));
  EXPECT_THAT(parse_flags(Flags{"-std=gnu++1z"}), ElementsAre("-std=gnu++20"));
  EXPECT_THAT(parse_flags(Flags{"-std=c11"}), ElementsAre("-std=gnu++20"));
}

TEST(ParseFlags, KeepsNewStandardsAndTheLastOfTwo) {
  EXPECT_THAT(parse_flags(Flags{"-std=c++2a"}), ElementsAre("-std=c++2a"));
  EXPECT_THAT(parse_flags(Flags{"-std=c++17", "-std=gnu++23"}), ElementsAre("-std=gnu++23"));
}

TEST(ParseFlags, DropsFoldersOfOtherCompilersOwnHeaders) {
  const Flags flags{"-isystem",
                    "/usr/include/c++/12",
                    "-isystem",
                    "/usr/lib/gcc/x86_64-linux-gnu/12/include",
                    "-isystem/usr/lib/gcc/x86_64-linux-gnu/12/include-fixed",
                    "-isystem",
                    "/usr/lib/llvm-14/lib/clang/14.0.6/include",
                    "-isystem",
                    "/usr/include"};
  EXPECT_THAT(parse_flags(flags),
              ElementsAre("-isystem", "/usr/include/c++/12", "-isystem", "/usr/include", "-std=gnu++20"));
}

TEST(ParseFlags, TakesDefinitionsOutOfPreprocessorFlags) {
  EXPECT_THAT(parse_flags(Flags{"-Wp,-D_GLIBCXX_ASSERTIONS,-MD,a.d"}),
              ElementsAre("-D_GLIBCXX_ASSERTIONS", "-std=gnu++20"));
}

TEST(ParseFlags, IgnoresEmptyArguments) {
  EXPECT_THAT(parse_flags(Flags{"", "-DX", ""}), ElementsAre("-D", "X", "-std=gnu++20"));
}

}  // namespace
}  // namespace deltac::extract
