// By which texts a policy knows a target: all that reach the same one.
#include "app/target_names.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>

namespace delta::app {
namespace {

TEST(TargetNames, TheKeysOfAServerMayStandInAnyOrder) {
  const std::string glob = "odbc:DSN=prod*";
  for (const char* same : {"odbc:DSN=prod", "odbc:dsn = prod_eu", "odbc:UID=me;DSN=prod;deltac.log_commits=0",
                           "odbc:PWD=env:X;DSN={prod}", "odbc:Database=x;Dsn=PROD"}) {
    EXPECT_TRUE(names_target(glob, same)) << same;
  }
  for (const char* other : {"odbc:DSN=dev", "odbc:UID=prod;DSN=dev", "odbc:Driver=/prod.so;Host=prod", "lake:prod"}) {
    EXPECT_FALSE(names_target(glob, other)) << other;
  }
  EXPECT_TRUE(names_target("odbc:Driver=*;Host=prod*", "odbc:UID=me;Host=prod.x;Driver=/d.so"));
  EXPECT_FALSE(names_target("odbc:Driver=*;Host=prod*", "odbc:UID=me;Host=dev;Driver=/d.so"));
  EXPECT_FALSE(names_target("odbc:*prod", "odbc:DSN=dev;UID=me"));
}

TEST(TargetNames, AValueOfTheEnvironmentIsWhatItSays) {
  ASSERT_EQ(::setenv("DELTAC_TEST_DSN", "prod", 1), 0);
  EXPECT_TRUE(names_target("odbc:DSN=prod*", "odbc:DSN=env:DELTAC_TEST_DSN"));
  ::unsetenv("DELTAC_TEST_DSN");
  EXPECT_FALSE(names_target("odbc:DSN=prod*", "odbc:DSN=env:DELTAC_TEST_DSN"));
}

class LakeNames : public ::testing::Test {
 protected:
  LakeNames() : root_(std::filesystem::canonical(::testing::TempDir()) / ("names" + std::to_string(::getpid()))) {
    std::filesystem::create_directories(root_ / "real" / "lake");
    std::filesystem::create_directory_symlink(root_ / "real", root_ / "link");
    std::filesystem::current_path(root_);
  }
  ~LakeNames() override {
    std::filesystem::current_path("/");
    std::filesystem::remove_all(root_);
  }

  std::string glob(const std::string& rest) const { return "lake:" + root_.string() + rest; }

  std::filesystem::path root_;
};

TEST_F(LakeNames, ALakeThatIsNotThereYetHasItsName) {
  EXPECT_TRUE(names_target(glob("/real/*"), "lake:./real/new"));
  EXPECT_TRUE(names_target(glob("/real/*"), "lake:link/new/"));
  EXPECT_FALSE(names_target(glob("/real/*"), "lake:./new"));
}

TEST_F(LakeNames, ALinkIsKnownByBothItsPaths) {
  for (const char* pattern : {"/link/*", "/real/*", "/link/lake", "/real/lake", "/r*l/lake"}) {
    for (const char* target : {"lake:./link/lake", "lake:real/lake", "lake:./real/../link/lake/"}) {
      EXPECT_TRUE(names_target(glob(pattern), target)) << pattern << " " << target;
    }
  }
  EXPECT_FALSE(names_target(glob("/link/lake"), "lake:real/other"));
}

}  // namespace
}  // namespace delta::app
