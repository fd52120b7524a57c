#include "report/run_progress.hpp"

#include <gmock/gmock.h>

#include "report/text_layout.hpp"

namespace delta::report {
namespace {

using ::testing::ElementsAre;

/// A table of so many statements, each foreseen to take so many seconds.
TablePlan table(const std::string& name, std::size_t units, int seconds) {
  TablePlan made;
  made.name = TableName::parse(name);
  for (std::size_t i = 0; i < units; ++i) {
    Step& step = made.units.emplace_back().steps.emplace_back();
    step.action = action::SetComment{{}, "x", ""};
    step.impact.seconds = seconds;
  }
  return made;
}

TEST(RunProgress, GuessesByThePlanAndThenByWhatWasMeasured) {
  Plan plan;
  plan.tables = {table("d.s.a", 4, 10), table("d.s.b", 2, 10)};
  RunProgress progress(plan, 1);
  EXPECT_THAT(progress.lines(0, 80, 10), ElementsAre("  [0/2] ░░░░░░░░░░░░  0.0 s, about 60 s left"));
  progress.begin(plan.tables[0], 0);
  EXPECT_THAT(progress.lines(2, 80, 10), ElementsAre("  [0/2] ░░░░░░░░░░░░  2.0 s, about 58 s left",
                                                     "    d.s.a   0/4 steps   2.0 s, about 38 s left"));
  // It took a fifth of what was foreseen, and so will the rest.
  progress.unit_done(plan.tables[0].name, plan.tables[0].units[0], 2);
  EXPECT_THAT(progress.lines(2, 80, 10), ElementsAre("  [0/2] ░░░░░░░░░░░░  2.0 s, about 10 s left",
                                                     "    d.s.a   1/4 steps   2.0 s, about 6.0 s left"));
  progress.end(plan.tables[0].name);
  EXPECT_THAT(progress.lines(8, 80, 10), ElementsAre("  [1/2] ██████░░░░░░  8.0 s, about 4.0 s left"));
  progress.end(plan.tables[1].name);
  EXPECT_THAT(progress.lines(9, 80, 10), ElementsAre("  [2/2] ████████████  9.0 s"));
}

TEST(RunProgress, WithoutAForecastAUnitIsLikeThoseBefore) {
  Plan plan;
  plan.tables = {table("d.s.a", 1, 0), table("d.s.b", 1, 0), table("d.s.c", 2, 0)};
  RunProgress progress(plan, 1);
  progress.begin(plan.tables[0], 0);
  EXPECT_THAT(progress.lines(0.5, 80, 10), ElementsAre("  [0/3] ░░░░░░░░░░░░  0.5 s", "    d.s.a   0/1 step   0.5 s"));
  progress.unit_done(plan.tables[0].name, plan.tables[0].units[0], 1);
  progress.end(plan.tables[0].name);
  EXPECT_THAT(progress.lines(1, 80, 10), ElementsAre("  [1/3] ████░░░░░░░░  1.0 s, about 3.0 s left"));
}

TEST(RunProgress, TablesBesideEachOtherShareTheTime) {
  Plan plan;
  for (int i = 0; i < 8; ++i) plan.tables.push_back(table("d.s.t" + std::to_string(i), 1, 10));
  RunProgress progress(plan, 4);
  EXPECT_THAT(progress.lines(0, 80, 10), ElementsAre("  [0/8] ░░░░░░░░░░░░  0.0 s, about 20 s left"));
  for (std::size_t i = 0; i < 4; ++i) progress.begin(plan.tables[i], static_cast<double>(i));
  EXPECT_THAT(
      progress.lines(4, 60, 4),
      ElementsAre("  [0/8] ░░░░░░░░░░░░  4.0 s, about 18 s left", "    d.s.t0   0/1 step   4.0 s, about 6.0 s left",
                  "    d.s.t1   0/1 step   3.0 s, about 7.0 s left", "    and 2 more"));
}

TEST(RunProgress, NoLineIsWiderThanTheTerminal) {
  Plan plan;
  plan.tables = {table("production.silver.a_table_with_a_long_name_表", 3, 10)};
  RunProgress progress(plan, 1);
  progress.begin(plan.tables[0], 0);
  for (std::size_t width = 10; width < 100; ++width) {
    for (const std::string& line : progress.lines(1, width, 5)) EXPECT_LE(display_width(line), width) << line;
  }
  EXPECT_EQ(progress.lines(1, 60, 5)[1], "    production.silver.…   0/3 steps   1.0 s, about 29 s left");
}

TEST(RunProgress, WhatHasNothingToRunDoesNotCount) {
  Plan plan;
  plan.tables = {table("d.s.a", 1, 1), table("d.s.b", 0, 0)};
  RunProgress progress(plan, 1);
  progress.begin(plan.tables[1], 0);
  progress.end(plan.tables[1].name);
  EXPECT_THAT(progress.lines(0, 80, 10), ElementsAre("  [0/1] ░░░░░░░░░░░░  0.0 s, about 1.0 s left"));
}

}  // namespace
}  // namespace delta::report
