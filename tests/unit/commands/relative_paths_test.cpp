#include "commands/relative_paths.hpp"

#include <gtest/gtest.h>

namespace deltac {
namespace {

TEST(RelativePaths, NameFilesBelowTheRootFromThere) {
  delta::Table view;
  view.header = "/src/shop/orders.hpp";
  view.declared_name = {"dev.shop.daily", {"/src/shop/orders.hpp", 3, 14, 16}};
  view.query = delta::LocatedText{"SELECT id FROM dev.shop.orders", {"/src/shop/orders.hpp", 4, 14, 32}};
  view.location = delta::LocatedText{"s3://lake/daily", {"/usr/include/places.hpp", 1, 1, 1}};
  delta::Fragment fragment;
  fragment.tables = {view};
  const delta::Fragment moved = with_paths_from("/src", fragment);
  const delta::Table& table = moved.tables.at(0);
  EXPECT_EQ(table.header, "shop/orders.hpp");
  EXPECT_EQ(table.declared_name.span.file.text(), "shop/orders.hpp");
  EXPECT_EQ(table.query->span.file.text(), "shop/orders.hpp");
  EXPECT_EQ(table.location->span.file.text(), "/usr/include/places.hpp");
}

}  // namespace
}  // namespace deltac
