#include "delta/catalog/managed_mark.hpp"

#include <gtest/gtest.h>

#include <string>

namespace delta {
namespace {

const std::string kRegistry = "00112233445566aa";
const std::string kTable = "0123456789abcdef";

TEST(ManagedMark, IsDigitsInAscendingOrder) {
  const ManagedMark mark{0x00112233445566AA, 0x0123456789ABCDEF, {0xFFFFFFFFFFFFFFFF, 0x1, 0xAB00000000000000}};
  const std::string text = "01" + kRegistry + kTable + "0000000000000001" + "ab00000000000000" + "ffffffffffffffff";
  EXPECT_EQ(encode(mark), text);
  EXPECT_EQ(decode_mark(text), mark);
}

TEST(ManagedMark, IsReadInAnyOrder) {
  const auto mark =
      decode_mark("01" + kRegistry + kTable + "ffffffffffffffff" + "0000000000000001" + "0000000000000001");
  ASSERT_TRUE(mark.has_value());
  EXPECT_EQ(mark->aspects, (AspectSet{1, 0xFFFFFFFFFFFFFFFF}));
}

TEST(ManagedMark, HashesAreTheFirstDigitsOfSha256) {
  EXPECT_EQ(name_hash("ABC"), 0xba7816bf8f01cfeaU);  // FIPS 180-4's example, folded
  EXPECT_EQ(aspect_hash("column", "ID"), aspect_hash("column", "id"));
  ManagedMark mark;
  mark.aspects.insert(aspect_hash("column", "id"));
  EXPECT_TRUE(mark.holds("column", "Id"));
  EXPECT_FALSE(mark.holds("comment", "id"));
  EXPECT_EQ(std::stoull(encode(mark).substr(2 + 32), nullptr, 16), aspect_hash("column", "id"));
}

TEST(AspectSet, HoldsEachOnce) {
  AspectSet set{3, 1, 3};
  EXPECT_EQ(set.size(), 2U);
  set.insert(2);
  set.insert(2);
  EXPECT_EQ(set, (AspectSet{1, 2, 3}));
  EXPECT_TRUE(set.includes({1, 3}));
  EXPECT_FALSE(set.includes({4}));
  set.erase(2);
  set.erase(9);
  EXPECT_FALSE(set.contains(2));
  EXPECT_EQ(set.size(), 2U);
}

}  // namespace
}  // namespace delta
