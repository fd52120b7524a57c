// What a finding calls the step that it is about.
#include <gtest/gtest.h>

#include "delta/plan/action.hpp"
#include "plan/impact.hpp"

namespace delta {
namespace {

TEST(StepWords, SayWhatIsNoColumn) {
  EXPECT_EQ(step_words(action::SetComment{{}, "new", ""}), "the comment");
  EXPECT_EQ(step_words(action::SetComment{"id", "new", ""}), "the comment of id");
  EXPECT_EQ(step_words(action::SetProperty{"delta.enableChangeDataFeed", "true", {}}),
            "the property delta.enableChangeDataFeed");
  EXPECT_EQ(step_words(action::UnsetProperty{"team.owner", "me"}), "the property team.owner");
  EXPECT_EQ(step_words(action::DropTable{TableName::parse("d.s.a")}), "the table to be dropped");
  EXPECT_EQ(step_words(action::DropNotNull{"id"}), "column id");
}

}  // namespace
}  // namespace delta
