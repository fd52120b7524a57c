#include "delta/model/json.hpp"

#include <gtest/gtest.h>

#ifdef DELTAC_HAVE_RAPIDCHECK
#include <rapidcheck.h>
#endif

namespace delta {
namespace {

Fragment sample() {
  Fragment out;
  out.library = "shop";
  out.headers = {"include/shop/orders.hpp"};
  Table table;
  table.name = TableName::parse("{env}.silver.orders");
  table.declared_name = LocatedText("{env}.silver.orders", {"include/shop/orders.hpp", 14, 15, 21});
  table.declared_name.runs = {{0, 14, 16}};
  table.type_name = "shop::Order";
  table.library = "shop";
  table.header = "include/shop/orders.hpp";
  table.comment = "One row per order.\nSecond \"line\" \\ ü 漢 😀";
  Column id;
  id.name = "id";
  id.type = DataType::of(TypeKind::bigint);
  id.nullable = false;
  id.identity = Identity{10, -5, true, {"include/shop/orders.hpp", 17, 20, 8}};
  id.span = {"include/shop/orders.hpp", 17, 16, 2};
  id.type_span = {"include/shop/orders.hpp", 17, 3, 12};
  Column lines;
  lines.name = "lines";
  Field sku;
  sku.name = "sku";
  sku.type = DataType::varchar(20);
  sku.renamed_from = {LocatedText("code", {"include/shop/line.hpp", 3, 1, 6})};
  sku.position = {Position::Place::after, LocatedText("id")};
  lines.type = DataType::array(DataType::structure({sku}));
  Column prices;
  prices.name = "prices";
  prices.type = DataType::map(DataType::of(TypeKind::string), DataType::decimal(18, 2));
  prices.default_value = LocatedText("map()");
  prices.position = {Position::Place::first, {}};
  prices.tags = {{"pii", "true"}};
  Column shape;
  shape.name = "shape";
  shape.type = DataType::of(TypeKind::other);
  shape.type.text = "GEOMETRY(4326)";
  shape.generated = LocatedText("x");
  table.columns = {id, lines, prices, shape};
  table.cluster_by = {"id"};
  table.partition_by = {"day"};
  table.location = LocatedText("s3://b/{env}");
  table.properties = {{"delta.appendOnly", "true"}};
  table.tags = {{"team", "sales"}};
  table.checks = {{"positive", "id > 0"}};
  table.primary_key = Key{"", {"id"}, {"include/shop/orders.hpp", 17, 33, 11}};
  table.unique = {Key{"u", {"id", "lines"}, {}}};
  table.foreign_keys = {ForeignKey{"fk", {"id"}, "shop::Customer", {"id"}, TableName::parse("a.b"), {}}};
  table.renamed_from = {"{env}.silver.sales"};
  table.dropped = {"legacy"};
  table.owns_columns = true;
  out.tables = {table};
  out.tombstones = {
      {TableName::parse("{env}.silver.old"), LocatedText("{env}.silver.old"), "shop", "include/shop/orders.hpp"}};
  out.structs = {
      {"shop::Order", "include/shop/orders.hpp", {{"id", "long"}, {"lines", "::std::vector<::shop::Line>"}}}};
  out.lines = {{{"include/shop/orders.hpp", 14}, "  DELTA_TABLE(\"{env}.silver.orders\");"},
               {{"include/shop/orders.hpp", 100}, "\ttab"},
               {{"include/shop/line.hpp", 3}, ""}};
  return out;
}

/// What went wrong, as a user sees it.
std::string problem(std::string_view json) {
  const auto read = fragment_from_json(json, "shop.schema.json");
  return read ? "" : read.error().message;
}

std::string with(std::string_view from, std::string_view to) {
  std::string json = to_json(sample());
  const std::size_t at = json.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return json.replace(at, from.size(), to);
}

TEST(FragmentJson, ComesBackAsItWas) {
  const Fragment before = sample();
  const std::string json = to_json(before);
  const auto after = fragment_from_json(json, "x");
  ASSERT_TRUE(after) << after.error().message;
  EXPECT_EQ(*after, before);
  // Places never make a difference to ==, and so they are compared as bytes.
  EXPECT_EQ(to_json(*after), json);
  EXPECT_EQ(after->tables[0].columns[0].type_span.column, 3);
  EXPECT_EQ(after->tables[0].declared_name.at(1, 3).column, 17);
  EXPECT_EQ(after->tables[0].columns[1].type.types[0].fields[0].renamed_from[0].span.file, "include/shop/line.hpp");
}

TEST(FragmentJson, SameValueSameBytes) { EXPECT_EQ(to_json(sample()), to_json(sample())); }

TEST(FragmentJson, ColumnsStandOnLinesOfTheirOwn) {
  const std::string json = to_json(sample());
  EXPECT_NE(json.find("\n    {\"name\":\"id\",\"type\":\"bigint\",\"nullable\":false,\"at\":[0,17,16,2]"),
            std::string::npos)
      << json;
  EXPECT_NE(json.find("\"decimal(18,2)\""), std::string::npos);
}

TEST(TableJson, ComesBackAlone) {
  const Table before = sample().tables[0];
  const std::string json = to_json(before);
  const auto after = table_from_json(json, "x");
  ASSERT_TRUE(after) << after.error().message;
  EXPECT_EQ(*after, before);
  EXPECT_EQ(to_json(*after), json);
  const auto empty = table_from_json(to_json(Table{}), "x");
  ASSERT_TRUE(empty) << empty.error().message;
  EXPECT_EQ(*empty, Table{});
}

TEST(FragmentJson, FaultsNameLineColumnAndReason) {
  EXPECT_EQ(problem("{\n  \"format\": 7}"), "shop.schema.json:2:13: member 'format' must be a string, not a number");
  EXPECT_EQ(problem("[]"), "shop.schema.json:1:1: a fragment must be an object, not an array");
  EXPECT_EQ(problem("{}"), "shop.schema.json:1:1: this is no schema fragment: it lacks its member 'format'");
  EXPECT_EQ(problem("{\"format\":\"deltac.fragment/2\"}"),
            "shop.schema.json:1:11: the format is 'deltac.fragment/2', and this version reads 'deltac.fragment/1'");
  EXPECT_EQ(problem("{\"format\":\"deltac.fragment/1\"}"),
            "shop.schema.json:1:1: a fragment lacks its member 'library'");
  EXPECT_EQ(problem(""), "shop.schema.json:1:1: the text ends where a value should stand");
  EXPECT_EQ(problem("{\"format\":\"deltac.fragment/1\",\n\"format\":1}"),
            "shop.schema.json:2:1: member 'format' is given twice");
}

TEST(FragmentJson, WrongMembersAreRefused) {
  EXPECT_NE(
      problem(with("\"nullable\":false", "\"nullable\":\"no\"")).find("'nullable' must be true or false, not a string"),
      std::string::npos);
  EXPECT_NE(problem(with("\"nullable\":false", "\"nulable\":false")).find("a column has no member 'nulable'"),
            std::string::npos);
  EXPECT_NE(problem(with("\"bigint\"", "\"bigit\"")).find("'bigit' is no type"), std::string::npos);
  EXPECT_NE(problem(with("\"varchar(20)\"", "\"varchar\"")).find("'varchar' is no type"), std::string::npos);
  EXPECT_NE(problem(with("\"decimal(18,2)\"", "\"decimal(18,2\"")).find("is no type"), std::string::npos);
  EXPECT_NE(problem(with("[0,17,16,2]", "[9,17,16,2]")).find("'files' has no such number"), std::string::npos);
  EXPECT_NE(problem(with("[0,17,16,2]", "[0,17,16]")).find("a place must be [file, line, column, length]"),
            std::string::npos);
  EXPECT_NE(problem(with("\"start\":10", "\"start\":1.5")).find("'start' must be a whole number"), std::string::npos);
  EXPECT_NE(problem(with("\"start\":10", "\"start\":99999999999999999999")).find("'start' must be a whole number"),
            std::string::npos);
  EXPECT_NE(problem(with("\"array\":[", "\"array\":[\"int\",")).find("an array has one element type"),
            std::string::npos);
  EXPECT_NE(problem(with("\"tombstones\"", "\"tombstone\"")).find("a fragment has no member 'tombstone'"),
            std::string::npos);
}

TEST(FragmentJson, TextThatIsNoJsonIsRefused) {
  EXPECT_NE(problem("{\"format\":\"\\x\"}").find("this is no escape that JSON has"), std::string::npos);
  EXPECT_NE(problem("{\"format\":\"\\ud800\"}").find("half of a surrogate pair"), std::string::npos);
  EXPECT_NE(problem("{\"format\":\"a\nb\"}").find("must be escaped"), std::string::npos);
  EXPECT_NE(problem("{\"format\":\"\xFF\"}").find("this byte is no UTF-8"), std::string::npos);
  EXPECT_NE(problem("{\"format\":\"x\"} {}").find("after the end"), std::string::npos);
  EXPECT_NE(problem("{\"format\" \"x\"}").find("':' should stand here"), std::string::npos);
  EXPECT_NE(problem(std::string(100000, '[')).find("nested more than 400 deep"), std::string::npos);
}

/// A torn file: whatever byte it ends at, the answer is an error with a place, never a crash or a fragment.
TEST(FragmentJson, EveryTornTextIsRefused) {
  const std::string json = to_json(sample());
  for (std::size_t length = 0; length + 2 < json.size(); ++length) {
    const auto read = fragment_from_json(std::string_view(json).substr(0, length), "t");
    ASSERT_FALSE(read) << length;
    ASSERT_EQ(read.error().message.rfind("t:", 0), 0u) << read.error().message;
  }
}

TEST(FragmentJson, BytesThatAreNoTextAreReplaced) {
  Fragment fragment = sample();
  fragment.tables[0].comment = "caf\xE9";
  const auto read = fragment_from_json(to_json(fragment), "x");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->tables[0].comment, "caf\xEF\xBF\xBD");
}

#ifdef DELTAC_HAVE_RAPIDCHECK

rc::Gen<std::string> any_text() {
  return rc::gen::container<std::string>(rc::gen::elementOf(std::string("ab.`{}\"\\\n\t\x01 '$")));
}

rc::Gen<int> small() { return rc::gen::inRange(-3, 2000); }

SourceSpan any_span() {
  if (*rc::gen::inRange(0, 3) == 0) return {};
  return {*rc::gen::elementOf(std::vector<std::string>{"a.hpp", "b/c.hpp", ""}), *small(), *small(), *small()};
}

LocatedText any_located() {
  LocatedText out(*any_text(), any_span());
  for (int i = *rc::gen::inRange(0, 3); i > 0; --i) {
    out.runs.push_back({static_cast<std::size_t>(*rc::gen::inRange(0, 99)), *small(), *small()});
  }
  return out;
}

template <class Make>
auto several(Make make) {
  std::vector<decltype(make())> out;
  for (int i = *rc::gen::inRange(0, 3); i > 0; --i) out.push_back(make());
  return out;
}

Field any_field(int depth);

DataType any_type(int depth) {
  switch (*rc::gen::inRange(0, depth > 3 ? 5 : 8)) {
    case 0: return DataType::decimal(*small(), *small());
    case 1: return DataType::varchar(*small());
    case 2: return DataType::fixed_char(*small());
    case 3: {
      DataType other = DataType::of(TypeKind::other);
      other.text = *any_text();
      return other;
    }
    case 4:
      return DataType::of(*rc::gen::elementOf(std::vector<TypeKind>{
          TypeKind::boolean, TypeKind::tinyint, TypeKind::smallint, TypeKind::integer, TypeKind::bigint,
          TypeKind::float32, TypeKind::float64, TypeKind::string, TypeKind::binary, TypeKind::date, TypeKind::timestamp,
          TypeKind::timestamp_ntz, TypeKind::variant}));
    case 5: return DataType::array(any_type(depth + 1));
    case 6: return DataType::map(any_type(depth + 1), any_type(depth + 1));
    default: return DataType::structure(several([&] { return any_field(depth + 1); }));
  }
}

Field any_field(int depth) {
  Field out;
  out.name = Identifier(*any_text());
  out.type = any_type(depth);
  out.nullable = *rc::gen::arbitrary<bool>();
  out.comment = *any_text();
  out.renamed_from = several(any_located);
  switch (*rc::gen::inRange(0, 3)) {
    case 0: break;
    case 1: out.position.place = Position::Place::first; break;
    default: out.position = {Position::Place::after, any_located()};
  }
  out.span = any_span();
  out.type_span = any_span();
  return out;
}

Column any_column() {
  Column out;
  static_cast<Field&>(out) = any_field(0);
  const auto property = [] { return Property{any_located(), any_located()}; };
  if (*rc::gen::arbitrary<bool>()) out.default_value = any_located();
  if (*rc::gen::arbitrary<bool>()) out.generated = any_located();
  if (*rc::gen::arbitrary<bool>()) {
    out.identity = Identity{*rc::gen::arbitrary<std::int64_t>(), *rc::gen::arbitrary<std::int64_t>(),
                            *rc::gen::arbitrary<bool>(), any_span()};
  }
  out.tags = several(property);
  return out;
}

Table any_table() {
  const auto property = [] { return Property{any_located(), any_located()}; };
  const auto key = [] { return Key{any_located(), several(any_located), any_span()}; };
  Table out;
  out.name = TableName(several([] { return Identifier(*any_text()); }));
  out.columns = several(any_column);
  out.comment = *any_text();
  out.partition_by = several(any_located);
  out.cluster_by = several(any_located);
  if (*rc::gen::arbitrary<bool>()) out.location = any_located();
  out.properties = several(property);
  out.tags = several(property);
  out.checks = several([] { return Check{any_located(), any_located()}; });
  if (*rc::gen::arbitrary<bool>()) out.primary_key = key();
  out.unique = several(key);
  out.foreign_keys = several([] {
    return ForeignKey{any_located(),
                      several(any_located),
                      *any_text(),
                      several(any_located),
                      TableName(several([] { return Identifier(*any_text()); })),
                      any_span()};
  });
  out.renamed_from = several(any_located);
  out.dropped = several(any_located);
  out.owns_columns = *rc::gen::arbitrary<bool>();
  out.declared_name = any_located();
  out.type_name = *any_text();
  out.library = *any_text();
  out.header = *any_text();
  out.span = any_span();
  return out;
}

TEST(FragmentJson, AnyTableComesBackAsItWas) {
  EXPECT_TRUE(rc::check("to_json and back", [] {
    const Table before = any_table();
    const std::string json = to_json(before);
    const auto after = table_from_json(json, "x");
    RC_ASSERT(static_cast<bool>(after));
    RC_ASSERT(*after == before);
    RC_ASSERT(to_json(*after) == json);
  }));
}

TEST(FragmentJson, NoByteOfDamageIsACrash) {
  const std::string json = to_json(sample());
  EXPECT_TRUE(rc::check("one byte changed", [&json] {
    std::string damaged = json;
    damaged[*rc::gen::inRange<std::size_t>(0, json.size())] = *rc::gen::arbitrary<char>();
    const auto read = fragment_from_json(damaged, "x");
    if (read) RC_ASSERT(to_json(*read).size() > 0u);
  }));
}

#endif

}  // namespace
}  // namespace delta
