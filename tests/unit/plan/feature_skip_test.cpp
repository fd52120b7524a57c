/// A protocol upgrade is for ever: it runs only with something that needs it.
#include <gmock/gmock.h>

#include "plan_words.hpp"

namespace delta {
namespace {

using namespace testing;
using ::testing::ElementsAre;

TEST(FeatureSkip, AFeatureIsNotEnabledForAStepThatMayNotRun) {
  const Table before = orders({column("id", "INT"), column("gone", "INT")});
  const TablePlan made =
      plan_one(orders({column("id", "INT")}), marked(observed(before), before), allow({"protocol-upgrade"}));
  EXPECT_THAT(steps(made), ElementsAre("skip enable_feature columnMapping", "skip drop_column gone"));
  EXPECT_EQ(step(made, "enable_feature").skip_reason, "waits for column gone: needs --allow drop-column");
}

TEST(FeatureSkip, OneStepThatRunsIsEnough) {
  const Table before = orders({column("id", "INT"), column("gone", "INT"), column("note", "STRING")});
  const Table after = orders({column("id", "INT"), renamed(column("remark", "STRING"), "note")});
  EXPECT_THAT(steps(plan_one(after, marked(observed(before), before), allow({"protocol-upgrade"}))),
              ElementsAre("enable_feature columnMapping", "rename_column note", "skip drop_column gone"));
}

TEST(FeatureSkip, AFeatureThatTheCodeAsksForIsEnabledByItself) {
  const Table before = orders({column("id", "INT"), column("gone", "INT")});
  Table after = orders({column("id", "INT")});
  after.properties = {{"delta.columnMapping.mode", "name"}};
  EXPECT_THAT(steps(plan_one(after, marked(observed(before), before), allow({"protocol-upgrade"}))),
              ElementsAre("enable_feature columnMapping", "skip drop_column gone"));
}

}  // namespace
}  // namespace delta
