#include "layout.hpp"

#include <gtest/gtest.h>

namespace {

TEST(Types, CompareByValue) {
  EXPECT_EQ((delta::decimal<18, 2>{1250}), (delta::decimal<18, 2>{1250}));
  EXPECT_LT((delta::decimal<38, 0>{{5, -1}}), (delta::decimal<38, 0>{{0, 0}}));
  EXPECT_LT((delta::decimal<38, 0>{{5, 1}}), (delta::decimal<38, 0>{{6, 1}}));
  EXPECT_NE(delta::date{1}, delta::date{2});
  EXPECT_LT(delta::timestamp{1}, delta::timestamp{2});
  EXPECT_EQ(delta::varchar<5>{"abc"}, delta::varchar<5>{"abc"});
  EXPECT_NE((delta::variant{{1}, {2}}), (delta::variant{{1}, {3}}));
}

TEST(Annotations, LeaveInitialisersAlone) { EXPECT_EQ(layout::Annotated{}.small, 3); }

}  // namespace
