#include <gtest/gtest.h>

#include <string>

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
