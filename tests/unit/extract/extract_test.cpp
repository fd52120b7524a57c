// What deltac reads out of headers, one parse for each test file at most: a parse takes half a second.
#include "extract/extract.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "delta/sql/type_text.hpp"
#include "extract/resource_dir.hpp"

namespace deltac::extract {
namespace {

namespace fs = std::filesystem;
using delta::Column;
using delta::Table;
using testing::ElementsAre;
using testing::IsEmpty;

class Folder {
 public:
  Folder() : path_(fs::temp_directory_path() / ("deltac-extract-" + std::to_string(::getpid()))) {
    fs::create_directories(path_);
  }
  ~Folder() { fs::remove_all(path_); }

  std::string write(const std::string& name, const std::string& text) const {
    fs::create_directories((path_ / name).parent_path());
    std::ofstream(path_ / name) << text;
    return (path_ / name).string();
  }
  std::string path() const { return path_.string(); }

 private:
  fs::path path_;
};

Extraction read(const std::vector<std::string>& headers, std::vector<std::string> flags = {}) {
  flags.push_back(std::string("-I") + DELTAC_ANNOTATIONS_DIR);
  return extract({"shop", headers, flags, *find_resource_dir(""), false});
}

std::vector<std::string> texts(const std::vector<delta::LocatedText>& located) {
  std::vector<std::string> all;
  for (const delta::LocatedText& text : located) all.push_back(text.value);
  return all;
}

std::string described(const Column& column) {
  return column.name.text() + " " + delta::sql::type_text(column.type) + (column.nullable ? "" : " NOT NULL");
}

TEST(Extract, MapsTypes) {
  const Folder folder;
  const std::string header = folder.write("types.hpp", R"hpp(
#include <delta/annotations.hpp>
#include <delta/types.hpp>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>
enum class Status : unsigned char { placed, shipped };
struct Money { long cents; };
template <class Unit> struct Quantity { double value; };
template <> struct delta::column_type<Money> : delta::as<delta::decimal<18, 2>> {};
template <class Unit> struct delta::column_type<Quantity<Unit>> : delta::as<double> {};
struct Point { double x; std::optional<double> y; };
struct Place { Point at; std::string name; };
struct Base { int base_id; };
template <class T> struct Mixin { T mixed; };
struct Row : Base, Mixin<short> {
  DELTA_TABLE("a.types");
  bool flag; signed char tiny; short small; int plain; long big; long long bigger; float f; double d;
  std::string text; const std::string fixed = "x"; std::vector<std::byte> bytes; std::array<std::byte, 16> uuid;
  std::optional<int> maybe; std::vector<std::optional<int>> list; std::array<double, 3> triple;
  std::map<std::string, std::vector<int>> dictionary; std::unordered_map<int, Point> points;
  Place place; std::optional<Place> maybe_place; std::vector<Place> places;
  Status by_name; Status by_number DELTA(as_integer); std::vector<Status> numbers DELTA(as_integer);
  std::chrono::sys_days day; std::chrono::year_month_day date; std::chrono::sys_seconds seconds;
  std::chrono::local_time<std::chrono::microseconds> wall; std::chrono::local_days local_day;
  delta::decimal<10, 2> price; delta::date d1; delta::timestamp t1; delta::timestamp_ntz t2;
  delta::varchar<20> v; delta::fixed_char<3> c; delta::binary b; delta::variant any;
  Money money; std::optional<Quantity<int>> quantity; std::uint64_t hash DELTA(type("DECIMAL(20,0)"));
  std::optional<unsigned> maybe_hash DELTA(type("BIGINT")); std::vector<bool> flags;
  static int count; void* cache DELTA(ignore); int raw DELTA(ignore) [4];
 private:
  int hidden;
};
)hpp");
  const Extraction read_types = read({header});
  ASSERT_EQ(read_types.clang_output, "");
  ASSERT_THAT(read_types.findings, IsEmpty()) << read_types.findings.front().text;
  ASSERT_EQ(read_types.fragment.tables.size(), 1u);
  std::vector<std::string> columns;
  for (const Column& column : read_types.fragment.tables[0].columns) columns.push_back(described(column));
  EXPECT_THAT(
      columns,
      ElementsAre("base_id INT NOT NULL", "mixed SMALLINT NOT NULL", "flag BOOLEAN NOT NULL", "tiny TINYINT NOT NULL",
                  "small SMALLINT NOT NULL", "plain INT NOT NULL", "big BIGINT NOT NULL", "bigger BIGINT NOT NULL",
                  "f FLOAT NOT NULL", "d DOUBLE NOT NULL", "text STRING NOT NULL", "fixed STRING NOT NULL",
                  "bytes BINARY NOT NULL", "uuid BINARY NOT NULL", "maybe INT", "list ARRAY<INT> NOT NULL",
                  "triple ARRAY<DOUBLE> NOT NULL", "dictionary MAP<STRING, ARRAY<INT>> NOT NULL",
                  "points MAP<INT, STRUCT<x: DOUBLE, y: DOUBLE>> NOT NULL",
                  "place STRUCT<at: STRUCT<x: DOUBLE NOT NULL, y: DOUBLE> NOT NULL, name: STRING NOT NULL> NOT NULL",
                  "maybe_place STRUCT<at: STRUCT<x: DOUBLE NOT NULL, y: DOUBLE> NOT NULL, name: STRING NOT NULL>",
                  "places ARRAY<STRUCT<at: STRUCT<x: DOUBLE, y: DOUBLE>, name: STRING>> NOT NULL",
                  "by_name STRING NOT NULL", "by_number SMALLINT NOT NULL", "numbers ARRAY<SMALLINT> NOT NULL",
                  "day DATE NOT NULL", "date DATE NOT NULL", "seconds TIMESTAMP NOT NULL",
                  "wall TIMESTAMP_NTZ NOT NULL", "local_day DATE NOT NULL", "price DECIMAL(10,2) NOT NULL",
                  "d1 DATE NOT NULL", "t1 TIMESTAMP NOT NULL", "t2 TIMESTAMP_NTZ NOT NULL", "v VARCHAR(20) NOT NULL",
                  "c CHAR(3) NOT NULL", "b BINARY NOT NULL", "any VARIANT NOT NULL", "money DECIMAL(18,2) NOT NULL",
                  "quantity DOUBLE", "hash DECIMAL(20,0) NOT NULL", "maybe_hash BIGINT",
                  "flags ARRAY<BOOLEAN> NOT NULL", "hidden INT NOT NULL"));
  std::vector<std::string> seen;
  for (const delta::SeenStruct& each : read_types.fragment.structs) seen.push_back(each.type);
  EXPECT_THAT(seen, ElementsAre("Base", "Mixin<short>", "Place", "Point", "Row"));
}

TEST(Extract, ReadsOptionsWithTheirPlaces) {
  const Folder folder;
  const std::string header = folder.write("options.hpp", R"hpp(#include <delta/annotations.hpp>
#include <optional>
namespace shop {
enum class Status { placed, shipped };
struct Customer;
struct Part { int weight DELTA(name("grams"), renamed_from("g"), comment("in grams")); };
struct Order {
  DELTA_TABLE("{env}.silver." "orders",
              comment("all orders"), partition_by("day"), property("k", "v\x41"), tag("t", "1"),
              check_constraint("positive", R"(total > 0)"), unique("a", "b"), foreign_key<Customer>("a", "b").to("x", "y"),
              renamed_from("old"), renamed_from("older"), dropped("gone"), owns_columns, location("s3://{env}/x"));
  int id DELTA(primary_key, identity_by_default(5, 2));
  int a DELTA(primary_key, references<Customer>, references<Order>("id"), unique, check("c", "a > 0"));
  int b DELTA(default_value("1"), tag("pii", "true"), after("id"), name("bee"), renamed_from("be"));
  int total DELTA(generated("a + b"), first, comment("wins"));  ///< loses
  std::optional<Status> status DELTA(check_values);
  Part part;
};
DELTA_DROPPED("{env}.silver.gone");
}
)hpp");
  const Extraction result = read({header});
  ASSERT_EQ(result.clang_output, "");
  ASSERT_THAT(result.findings, IsEmpty()) << result.findings.front().text;
  ASSERT_EQ(result.fragment.tables.size(), 1u);
  const Table& table = result.fragment.tables[0];
  EXPECT_EQ(table.name.text(), "{env}.silver.orders");
  EXPECT_EQ(table.type_name, "shop::Order");
  EXPECT_EQ(table.comment, "all orders");
  EXPECT_THAT(texts(table.partition_by), ElementsAre("day"));
  ASSERT_EQ(table.properties.size(), 1u);
  EXPECT_EQ(table.properties[0].value.value, "vA");
  EXPECT_EQ(table.tags[0].key.value, "t");
  EXPECT_EQ(table.checks[0].expression.value, "total > 0");
  EXPECT_EQ(table.checks[1].name.value, "c");
  EXPECT_EQ(table.checks[2].name.value, "status_values");
  EXPECT_EQ(table.checks[2].expression.value, "`status` IN ('placed', 'shipped')");
  EXPECT_THAT(texts(table.unique[0].columns), ElementsAre("a", "b"));
  EXPECT_THAT(texts(table.unique[1].columns), ElementsAre("a"));
  ASSERT_EQ(table.foreign_keys.size(), 3u);
  EXPECT_EQ(table.foreign_keys[0].target_type, "shop::Customer");
  EXPECT_THAT(texts(table.foreign_keys[0].target_columns), ElementsAre("x", "y"));
  EXPECT_THAT(texts(table.foreign_keys[1].target_columns), IsEmpty());
  EXPECT_EQ(table.foreign_keys[2].target_type, "shop::Order");
  EXPECT_THAT(texts(table.renamed_from), ElementsAre("old", "older"));
  EXPECT_THAT(texts(table.dropped), ElementsAre("gone"));
  EXPECT_TRUE(table.owns_columns);
  EXPECT_EQ(table.location->value, "s3://{env}/x");
  ASSERT_TRUE(table.primary_key);
  EXPECT_THAT(texts(table.primary_key->columns), ElementsAre("id", "a"));

  const Column& id = table.columns[0];
  EXPECT_EQ(id.identity, (delta::Identity{5, 2, true, {}}));
  const Column& b = table.columns[2];
  EXPECT_EQ(b.name.text(), "bee");
  EXPECT_EQ(b.default_value->value, "1");
  EXPECT_EQ(b.tags[0].value.value, "true");
  EXPECT_EQ(b.position.sibling().value, "id");
  EXPECT_THAT(texts(b.renamed_from), ElementsAre("be"));
  const Column& total = table.columns[3];
  EXPECT_EQ(total.generated->value, "a + b");
  EXPECT_EQ(total.comment, "wins");
  EXPECT_EQ(total.position.place, delta::Position::Place::first);
  const delta::Field& weight = table.columns[5].type.fields[0];
  EXPECT_EQ(weight.name.text(), "grams");
  EXPECT_EQ(weight.comment, "in grams");
  EXPECT_THAT(texts(weight.renamed_from), ElementsAre("g"));
  ASSERT_EQ(result.fragment.tombstones.size(), 1u);
  EXPECT_EQ(result.fragment.tombstones[0].name.text(), "{env}.silver.gone");

  // Places: inside adjacent literals, behind an escape, and in a raw string.
  const delta::SourceSpan orders = table.declared_name.at(13, 6);
  EXPECT_EQ(orders.line, 8);
  EXPECT_EQ(orders.column, 32);
  EXPECT_EQ(table.properties[0].value.at(1, 1).column, 75);
  const delta::SourceSpan raw = table.checks[0].expression.at(8, 1);
  EXPECT_EQ(raw.line, 10);
  EXPECT_EQ(raw.column, 55);
  EXPECT_EQ(table.span.line, 7);
  EXPECT_EQ(table.span.column, 8);
  EXPECT_EQ(b.span.column, 73);
  EXPECT_EQ(result.fragment.lines.at({header, 7}), "struct Order {");
}

TEST(Extract, ReadsDocCommentsInSystemHeadersToo) {
  const Folder folder;
  folder.write("system/part.hpp", "#pragma once\nstruct Part {\n  /// In grams.\n  int weight;\n};\n");
  const std::string header = folder.write("system/comments.hpp", R"hpp(#include <delta/annotations.hpp>
#include <part.hpp>
/// One row per order,
/// as shipped.
///
/// Never changed.
struct Order {
  DELTA_TABLE("a.orders");
  /// Surrogate key.
  int id DELTA(primary_key);
  int number;  ///< printed on the invoice
  /** In cents.
   *  Never negative. */
  int total = 0;
  // not a doc comment
  int plain;
  Part part;
};
)hpp");
  const Extraction result = read({header}, {"-isystem", folder.path() + "/system"});
  ASSERT_EQ(result.clang_output, "");
  ASSERT_EQ(result.fragment.tables.size(), 1u);
  const Table& table = result.fragment.tables[0];
  EXPECT_EQ(table.comment, "One row per order, as shipped.\nNever changed.");
  EXPECT_EQ(table.columns[0].comment, "Surrogate key.");
  EXPECT_EQ(table.columns[1].comment, "printed on the invoice");
  EXPECT_EQ(table.columns[2].comment, "In cents. Never negative.");
  EXPECT_EQ(table.columns[3].comment, "");
  EXPECT_EQ(table.columns[4].type.fields[0].comment, "In grams.");
}

TEST(Extract, ReadsAViewWithItsQuery) {
  const Folder folder;
  const Extraction read_back = read({folder.write("a.hpp", R"hpp(#pragma once
#include <delta/annotations.hpp>
/// By day.
struct Daily {
  DELTA_VIEW("{env}.gold.daily", "SELECT id "
                                 "FROM {env}.silver.orders", property("a", "b"));
  int id DELTA(comment("the key"));
};
)hpp")});
  ASSERT_EQ(read_back.clang_output, "");
  EXPECT_THAT(read_back.findings, IsEmpty());
  ASSERT_EQ(read_back.fragment.tables.size(), 1u);
  const delta::Table& view = read_back.fragment.tables[0];
  ASSERT_TRUE(view.query);
  EXPECT_EQ(view.query->value, "SELECT id FROM {env}.silver.orders");
  EXPECT_EQ(view.query->span.line, 5);
  EXPECT_EQ(view.comment, "By day.");
  ASSERT_EQ(view.properties.size(), 1u);
  EXPECT_EQ(view.columns.at(0).comment, "the key");
  const auto again = delta::fragment_from_json(delta::to_json(read_back.fragment), "a");
  ASSERT_TRUE(again);
  EXPECT_EQ(again->tables.at(0).query->value, view.query->value);
}

TEST(Extract, TakesTablesOfListedHeadersOnly) {
  const Folder folder;
  const std::string listed = folder.write("a.hpp", R"hpp(#pragma once
#include <delta/annotations.hpp>
#include "b.hpp"
struct A { DELTA_TABLE("x.a"); int id; B b; };
)hpp");
  const std::string included = folder.write("b.hpp", R"hpp(#pragma once
#include <delta/annotations.hpp>
struct B { DELTA_TABLE("x.b"); int id DELTA(primary_key); };
)hpp");
  const Extraction one = read({listed});
  ASSERT_EQ(one.clang_output, "");
  EXPECT_THAT(one.findings, IsEmpty());
  ASSERT_EQ(one.fragment.tables.size(), 1u);
  EXPECT_EQ(one.fragment.tables[0].name.text(), "x.a");
  EXPECT_THAT(one.files, testing::Contains(included));
  EXPECT_THAT(one.files, testing::Contains(listed));
  EXPECT_THAT(one.files, testing::Not(testing::Contains(testing::HasSubstr("deltac-unit"))));
  EXPECT_EQ(read({listed, included}).fragment.tables.size(), 2u);
}

TEST(Extract, ParsesInC20AndSaysWhatClangSays) {
  const Folder folder;
  const std::string fine = folder.write("c20.hpp", R"hpp(#include <delta/annotations.hpp>
#if __cplusplus < 202002L
#error old
#endif
struct A { DELTA_TABLE("x.a"); int id; };
)hpp");
  EXPECT_EQ(read({fine}, {"-std=c++11", "-Werror", "-fconcepts"}).fragment.tables.size(), 1u);
  const std::string broken = folder.write("broken.hpp", "struct A { unknown x; };\n");
  const Extraction result = read({broken});
  EXPECT_EQ(result.clang_errors, 1u);
  EXPECT_THAT(result.clang_output, testing::StartsWith(broken + ":1:12: error: unknown type name 'unknown'"));
}

TEST(Extract, SaysWhyAHeaderCannotBeOpened) {
  const Folder folder;
  const std::string fine = folder.write("fine.hpp", "struct Fine { int id; };\n");
  const std::string loop = folder.path() + "/loop.hpp";
  fs::create_symlink("loop.hpp", loop);
  const Extraction looping = read({fine, loop});
  EXPECT_EQ(looping.clang_errors, 1u);
  EXPECT_THAT(looping.clang_output,
              testing::StartsWith(loop + ":1:1: fatal error: cannot open this header: Too many "));
  ASSERT_EQ(looping.clang_findings.size(), 1u);
  EXPECT_EQ(looping.clang_findings[0].span.file, loop);

  const std::string dangling = folder.path() + "/dangling.hpp";
  fs::create_symlink("nothing.hpp", dangling);
  EXPECT_THAT(
      read({dangling}).clang_output,
      testing::StartsWith(dangling + ":1:1: fatal error: cannot open this header: No such file or directory\n"));
}

TEST(Extract, PlacesWhatIsMissingInTheHeaderThatLacksIt) {
  const Folder folder;
  const std::string open = folder.write("open.hpp", "namespace shop {\nstruct A { int id; };\n\n");
  const std::string sound = folder.write("sound.hpp", "struct B { int id; };\n");
  const Extraction result = read({open, sound});
  EXPECT_THAT(result.clang_output, testing::StartsWith(open + ":2:22: error: expected '}' before the end of this "));
  EXPECT_THAT(result.clang_output, testing::Not(testing::HasSubstr("sound.hpp")));
  ASSERT_EQ(result.clang_findings.size(), 1u);
  const delta::Finding& error = result.clang_findings[0];
  EXPECT_EQ(error.code, 0);
  EXPECT_EQ(error.text, "expected '}' before the end of this header");
  EXPECT_EQ(error.span.file, open);
  EXPECT_EQ(error.span.line, 2);
  EXPECT_EQ(error.span.column, 22);
  ASSERT_EQ(error.notes.size(), 1u);
  EXPECT_EQ(error.notes[0].span.line, 1);
}

TEST(Extract, PrintsAFileNameThatBeginsAnEscapeSequence) {
  const Folder folder;
  const std::string header = folder.write("escape.hpp", "#include <wrong.hpp>\n");
  folder.write("\033[K/wrong.hpp", "#error no\n");
  const fs::path before = fs::current_path();
  fs::current_path(folder.path());
  const Extraction result = read({header}, {"-I\033[K"});
  fs::current_path(before);
  EXPECT_THAT(result.clang_output, testing::HasSubstr("\n\033[K/wrong.hpp:1:2: error: no\n"));
}

}  // namespace
}  // namespace deltac::extract
