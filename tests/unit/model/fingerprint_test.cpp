#include "delta/model/fingerprint.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace delta {
namespace {

// Vectors of NIST's SHAVS and FIPS 180-4 examples; lengths around the block border find padding faults.
TEST(Sha256, AgreesWithNist) {
  EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256_hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(sha256_hex(std::string(1'000'000, 'a')),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
  EXPECT_EQ(sha256_hex(std::string(55, 'a')), "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318");
  EXPECT_EQ(sha256_hex(std::string(56, 'a')), "b35439a4ac6f0948b6d6f9e3c6af0f5f590ce20f1bde7090ef7970686ec6738a");
  EXPECT_EQ(sha256_hex(std::string(64, 'a')), "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb");
}

Table orders() {
  Table table;
  table.name = TableName::parse("dev.silver.orders");
  Column id;
  id.name = "id";
  id.type = DataType::of(TypeKind::bigint);
  id.nullable = false;
  Column total;
  total.name = "total";
  total.type = DataType::decimal(18, 2);
  table.columns = {id, total};
  table.checks = {{"positive", "total >= 0"}};
  table.properties = {{"delta.appendOnly", "true"}, {"team", "x"}};
  return table;
}

TEST(Fingerprint, IgnoresWhatIsNoSchema) {
  const std::string before = fingerprint(orders());
  Table same = orders();
  std::reverse(same.columns.begin(), same.columns.end());
  std::reverse(same.properties.begin(), same.properties.end());
  same.checks[0].expression.value = "total>=0 -- no refunds";
  same.checks[0].name.value = "POSITIVE";
  same.columns[0].span = {.file = "x.hpp", .line = 3, .column = 4, .length = 5};
  same.properties.push_back({"deltac.managed", "01"});
  same.properties.push_back({"delta.columnMapping.maxColumnId", "7"});
  EXPECT_EQ(fingerprint(same), before);
}

TEST(Fingerprint, SeesEveryDifference) {
  const std::string before = fingerprint(orders());
  const auto changed = [&](auto change) {
    Table table = orders();
    change(table);
    return fingerprint(table) != before;
  };
  EXPECT_TRUE(changed([](Table& t) { t.columns[1].type.scale = 3; }));
  EXPECT_TRUE(changed([](Table& t) { t.columns[0].nullable = true; }));
  EXPECT_TRUE(changed([](Table& t) { t.columns[0].comment = "key"; }));
  EXPECT_TRUE(changed([](Table& t) { t.columns[0].default_value = LocatedText("1"); }));
  EXPECT_TRUE(changed([](Table& t) { t.columns[0].generated = LocatedText("1"); }));
  EXPECT_TRUE(changed([](Table& t) { t.columns[0].identity = Identity{}; }));
  EXPECT_TRUE(changed([](Table& t) { t.columns.pop_back(); }));
  EXPECT_TRUE(changed([](Table& t) { t.checks[0].expression.value = "total > 0"; }));
  EXPECT_TRUE(changed([](Table& t) { t.properties[1].value.value = "y"; }));
  EXPECT_TRUE(changed([](Table& t) { t.cluster_by = {"id"}; }));
  EXPECT_TRUE(changed([](Table& t) { t.partition_by = {"id"}; }));
  EXPECT_TRUE(changed([](Table& t) { t.comment = "orders"; }));
  EXPECT_TRUE(changed([](Table& t) { t.name = TableName::parse("dev.silver.order"); }));
}

TEST(Fingerprint, TextsCannotRunTogether) {
  Table one = orders();
  Table two = orders();
  one.properties = {{"ab", "c"}};
  two.properties = {{"a", "bc"}};
  EXPECT_NE(fingerprint(one), fingerprint(two));
}

}  // namespace
}  // namespace delta
