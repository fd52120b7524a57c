// Which lake a saved plan is for, from wherever it is applied.
#include "app/saved_plan.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "adapters/target_place.hpp"

namespace delta::app {
namespace {

namespace fs = std::filesystem;

class SavedPlans : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "deltac-plan-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    folder_ = fs::canonical(pattern);
    before_ = fs::current_path();
    for (const char* name : {"a/lake", "b"}) fs::create_directories(folder_ / name);
    fs::current_path(folder_ / "a");
    Plan plan;
    plan.target = "lake:lake";
    plan.dialect = "spark";
    plan.lake = open_target("lake:lake")->reader->capabilities().lake;
    std::ofstream(folder_ / "p.json") << to_json(plan);
  }
  void TearDown() override {
    fs::current_path(before_);
    fs::remove_all(folder_);
  }

  /// What becomes of the plan with this --target; empty: none is given.
  Expected<Session, Stop> opened(const std::string& target) const {
    Options options;
    options.plan_file = (folder_ / "p.json").string();
    options.target = target;
    auto saved = load_saved_plan(options);
    if (!saved) return saved.error();
    Session session;
    session.options = options;
    session.target = *open_target(options.target);
    if (auto fits = check_saved_plan(session, *saved); !fits) return fits.error();
    return session;
  }

  fs::path folder_;
  fs::path before_;
};

TEST_F(SavedPlans, AreForOneLakeFromWhereverTheyAreApplied) {
  EXPECT_EQ(opened("")->options.target, "lake:lake");
  fs::current_path(folder_ / "b");
  const std::string lake = (folder_ / "a/lake").string();
  EXPECT_EQ(opened("")->options.target, "lake:" + lake) << "and not b/lake";
  EXPECT_TRUE(opened("lake:../a/lake")) << "it is the same one";
  EXPECT_FALSE(fs::exists("lake"));
}

TEST_F(SavedPlans, AnotherLakeIsRefusedWithBothPathsAndTheFix) {
  fs::copy(folder_ / "a", folder_ / "b", fs::copy_options::recursive);
  fs::current_path(folder_ / "b");
  const auto other = opened("lake:lake");
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().code, ExitCode::usage);
  EXPECT_EQ(other.error().message, (folder_ / "p.json").string() + " was made for the lake " +
                                       (folder_ / "a/lake").string() + ", not for " + (folder_ / "b/lake").string());
  EXPECT_EQ(other.error().fix,
            "a plan belongs to one lake; for that one plan again: plan --target lake:lake --out FILE");
}

TEST_F(SavedPlans, AFolderInPlaceOfAFileIsNone) {
  Options options;
  options.plan_file = folder_.string();
  const auto saved = load_saved_plan(options);
  ASSERT_FALSE(saved);
  EXPECT_EQ(saved.error().message, folder_.string() + " is a directory, not a plan");
}

}  // namespace
}  // namespace delta::app
