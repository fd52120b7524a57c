// One target, one place for its runs, however it is named.
#include "adapters/target_place.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "adapters/open_state.hpp"
#include "delta/engine.hpp"
#include "state_kinds.hpp"

namespace delta {
namespace {

TEST(TargetPlaces, AServersRunsAreFoundAgainByWhoConnectsOtherwise) {
  const Folder folder;
  const auto locks = [&](const std::string& target, const std::string& state) {
    return open_state(target, state)->locks;
  };
  for (const std::string& state : {folder.path, "sqlite:" + folder.path + "/state.db"}) {
    const std::string own = locks("odbc:Driver=d;Script=s.json", state);
    EXPECT_EQ(locks("odbc:Driver=d;Script=s.json;UseNativeQuery=1", state), own);
    EXPECT_EQ(locks("odbc:Script=s.json;UID=me;driver={d}", state), own);
    EXPECT_NE(locks("odbc:Driver=d;Script=other.json", state), own);
  }
}

TEST(TargetPlaces, ALakeIsWhereItsFolderIs) {
  const Folder folder;
  const auto before = std::filesystem::current_path();
  std::filesystem::create_directories(folder.path + "/a/lake");
  std::filesystem::create_directory_symlink("a", folder.path + "/link");
  std::filesystem::current_path(folder.path + "/a");
  const std::string whole = "lake:" + std::filesystem::canonical(folder.path).string() + "/a/lake";
  for (const char* same : {"lake:lake", "lake:./lake/", "lake:../link/lake", "lake:../a/x/../lake"}) {
    EXPECT_EQ(target_place(same), whole) << same;
  }
  const std::string asked = "lake:" + open_target("lake:lake")->reader->capabilities().lake;
  const std::string missing = target_place("lake:new");
  std::filesystem::current_path(before);
  EXPECT_EQ(asked, whole);
  EXPECT_EQ(missing, whole.substr(0, whole.size() - 4) + "new");
}

}  // namespace
}  // namespace delta
