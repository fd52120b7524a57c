#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "delta/model/few.hpp"
#include "delta/model/rare.hpp"
#include "delta/model/table.hpp"

namespace delta {
namespace {

TEST(Rare, IsAValue) {
  Rare<std::string> a = "one";
  Rare<std::string> b = a;
  *b += " more";
  EXPECT_EQ(*a, "one") << "a copy shares nothing";
  EXPECT_EQ(*b, "one more");
  a = b;
  EXPECT_EQ(a, b);
  a = *&a;
  EXPECT_EQ(*a, "one more");
  b.reset();
  EXPECT_FALSE(b);
  EXPECT_EQ(b.get(), nullptr);
  EXPECT_FALSE(a == b);
  EXPECT_TRUE(b == Rare<std::string>());
}

TEST(Rare, IsMadeFromAnOptional) {
  EXPECT_FALSE(Rare<std::string>(std::optional<std::string>()).has_value());
  EXPECT_EQ(*Rare<std::string>(std::optional<std::string>("x")), "x");
  EXPECT_FALSE(Rare<std::string>(std::nullopt).has_value());
}

TEST(Position, WithoutASiblingHasAnEmptyOne) {
  EXPECT_TRUE(Position{}.sibling().empty());
  EXPECT_EQ((Position{Position::Place::after, LocatedText("id")}).sibling().value, "id");
}

TEST(Few, IsAListThatTakesOnePointer) {
  static_assert(sizeof(Few<std::string>) == sizeof(void*));
  Few<std::string> few;
  EXPECT_TRUE(few.empty());
  EXPECT_EQ(few.begin(), few.end());
  EXPECT_EQ(static_cast<const std::vector<std::string>&>(few).size(), 0u);
  EXPECT_THROW(std::as_const(few).at(0), std::out_of_range);
  few.push_back("a");
  few.emplace_back("b");
  EXPECT_EQ(few, (Few<std::string>{"a", "b"}));
  EXPECT_EQ(few.front() + few.back() + few[1] + few.at(0), "abba");
  std::string joined;
  for (const std::string& each : std::as_const(few)) joined += each;
  EXPECT_EQ(joined, "ab");
}

TEST(Few, IsCopiedAndComparedByWhatItHolds) {
  const Few<std::string> few{"a"};
  Few<std::string> copy = few;
  EXPECT_EQ(copy, few);
  copy.front() = "b";
  EXPECT_NE(copy, few);
  EXPECT_EQ(few.front(), "a");
  copy.clear();
  EXPECT_EQ(copy, Few<std::string>());
  EXPECT_EQ(Few<std::string>(std::vector<std::string>{}), copy);
  copy = std::vector<std::string>{"a"};
  EXPECT_EQ(copy, few);
}

TEST(SourceFile, IsComparedByItsName) {
  const std::string name = "a.hpp";
  EXPECT_EQ(SourceFile("a.hpp"), SourceFile(name));
  EXPECT_LT(SourceFile("a.hpp"), SourceFile("b.hpp"));
  EXPECT_LT(SourceFile(), SourceFile("a.hpp"));
  EXPECT_EQ(SourceFile(""), SourceFile());
  EXPECT_EQ(SourceFile("b.hpp").text(), "b.hpp");
  EXPECT_EQ(SourceFile().text(), "");
}

// Plans walk hundreds of thousands of columns, and the memory that they take is what that costs.
TEST(Column, StaysSmall) {
  EXPECT_LE(sizeof(SourceSpan), 24U);
  EXPECT_LE(sizeof(Column), 304U);
}

}  // namespace
}  // namespace delta
