// The generated files, compared with those in tests/golden/registry. After a wanted change: DELTAC_UPDATE_GOLDEN=1.
// The same golden files are compiled into this program, so that what they describe is compared with the registry.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "delta/app/registry.hpp"
#include "generate/backend.hpp"
#include "generate/guard.hpp"
#include "sample_registry.hpp"

namespace deltac_generated {
extern const delta::generated::Registry registry_shop_migrate;
}

namespace deltac {
namespace {

const std::string kGolden = DELTAC_GOLDEN_DIR "/registry/";

Linked sample() {
  auto linked = link({testing::shop_fragment(), testing::billing_fragment()},
                     {"shop-migrate", {{"env", "dev"}}, {"{env}.silver", "silver"}});
  if (!linked) throw std::runtime_error(linked.error().message);
  return *std::move(linked);
}

void expect_golden(const GeneratedFile& file) {
  const std::string path = kGolden + file.path;
  if (std::getenv("DELTAC_UPDATE_GOLDEN") != nullptr) std::ofstream(path, std::ios::binary) << file.content;
  std::ifstream in(path, std::ios::binary);
  std::ostringstream golden;
  golden << in.rdbuf();
  EXPECT_EQ(golden.str(), file.content) << path << " differs; DELTAC_UPDATE_GOLDEN=1 writes it";
}

TEST(GeneratedFiles, AreTheGoldenOnes) {
  const auto files = generate_cpp_registry(sample());
  std::vector<std::string> paths;
  for (const GeneratedFile& file : files) {
    paths.push_back(file.path);
    expect_golden(file);
  }
  EXPECT_EQ(paths, (std::vector<std::string>{"billing/include/customer.hpp.cpp", "shop/include/shop/orders.hpp.cpp",
                                             "shop/include/shop/empty.hpp.cpp", "shop-migrate.registry.cpp",
                                             "shop-migrate.main.cpp"}));
}

TEST(GeneratedFiles, GuardIsTheGoldenOne) {
  expect_golden({"shop.guard.cpp.golden", render_guard(testing::shop_fragment())});
}

TEST(GeneratedFiles, DoNotDependOnTheOrderOfFragments) {
  const auto linked = link({testing::billing_fragment(), testing::shop_fragment()},
                           {"shop-migrate", {{"env", "dev"}}, {"{env}.silver", "silver"}});
  ASSERT_TRUE(linked);
  const auto files = generate_cpp_registry(sample());
  const auto again = generate_cpp_registry(*linked);
  ASSERT_EQ(files.size(), again.size());
  for (std::size_t i = 0; i < files.size(); ++i) EXPECT_EQ(files[i].content, again[i].content);
}

TEST(GeneratedFiles, DescribeTheRegistryThatTheyWereMadeFrom) {
  const delta::Registry declared = sample().registry;
  const delta::Registry read = delta::app::from_generated(deltac_generated::registry_shop_migrate);
  ASSERT_EQ(read.tables.size(), declared.tables.size());
  for (std::size_t i = 0; i < read.tables.size(); ++i) EXPECT_EQ(read.tables[i], declared.tables[i]) << i;
  EXPECT_EQ(read, declared);
}

TEST(GeneratedFiles, KeepPlaces) {
  const delta::Registry read = delta::app::from_generated(deltac_generated::registry_shop_migrate);
  const delta::Table* orders = nullptr;
  for (const delta::Table& table : read.tables) {
    if (table.type_name == "shop::Order") orders = &table;
  }
  ASSERT_NE(orders, nullptr);
  const delta::SourceSpan& property = orders->properties.at(0).key.span;
  EXPECT_EQ(property.file, "include/shop/orders.hpp");
  EXPECT_EQ(property.line, 16);
  EXPECT_EQ(property.column, 25);
  EXPECT_EQ(property.length, 28);
  const delta::Field& street = orders->columns.at(3).type.types.at(0).fields.at(0);
  EXPECT_EQ(street.span.file, "include/shop/address.hpp");
  EXPECT_EQ(street.span.line, 5);
  EXPECT_EQ(orders->columns.at(5).renamed_from.at(1).span.column, 82);
  EXPECT_EQ(orders->columns.at(2).type_span.length, 12);
}

}  // namespace
}  // namespace deltac
