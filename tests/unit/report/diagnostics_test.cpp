#include "delta/report/diagnostics.hpp"

#include <gtest/gtest.h>

namespace delta {
namespace {

constexpr const char* kFile = "include/shop/orders.hpp";

SourceLines lines_of(int line, std::string text) { return {{{kFile, line}, std::move(text)}}; }

Finding at(int line, int column, int length, std::string text, std::string fix = "") {
  Finding out;
  out.code = 402;
  out.span = {kFile, line, column, length};
  out.text = std::move(text);
  out.fix = std::move(fix);
  return out;
}

TEST(Diagnostics, LooksLikeACompilersMessage) {
  const std::string source = R"(  DELTA_TABLE("{env}.silver.orders", cluster_by("dya", "customer"),)";
  const int column = static_cast<int>(source.find("\"dya\"")) + 1;
  EXPECT_EQ(
      render(at(14, column, 5, "cluster_by names no column of Order", "did you mean 'day'?"), lines_of(14, source)),
      "include/shop/orders.hpp:14:49: error: cluster_by names no column of Order [DLT402]\n"
      "   14 |   DELTA_TABLE(\"{env}.silver.orders\", cluster_by(\"dya\", \"customer\"),\n"
      "      |                                                 ^~~~~ did you mean 'day'?\n");
}

TEST(Diagnostics, NoteWithoutTextUnderlinesItsPlace) {
  Finding finding = at(21, 31, 1, "a primary key column must not be nullable", "use std::int64_t");
  finding.notes.push_back({{kFile, 21, 3, 27}, ""});
  EXPECT_EQ(render(finding, lines_of(21, "  std::optional<std::int64_t> id DELTA(primary_key);")),
            "include/shop/orders.hpp:21:31: error: a primary key column must not be nullable [DLT402]\n"
            "   21 |   std::optional<std::int64_t> id DELTA(primary_key);\n"
            "      |   ~~~~~~~~~~~~~~~~~~~~~~~~~~~ ^ use std::int64_t\n");
}

TEST(Diagnostics, NotesHaveTheirOwnCarets) {
  Finding finding = at(9, 3, 2, "declared twice");
  finding.notes.push_back({{"b.hpp", 100, 1, 3}, "first declared here, by shop"});
  SourceLines lines = lines_of(9, "  ab");
  lines[{"b.hpp", 100}] = "abc";
  EXPECT_EQ(render(finding, lines, {.indent = 4}),
            "    include/shop/orders.hpp:9:3: error: declared twice [DLT402]\n"
            "        9 |   ab\n"
            "          |   ^~\n"
            "    b.hpp:100:1: note: first declared here, by shop\n"
            "      100 | abc\n"
            "          | ^~~\n");
}

TEST(Diagnostics, TabsAndWideCharactersStayAligned) {
  EXPECT_EQ(render(at(1, 2, 1, "t"), lines_of(1, "\tx")),
            "include/shop/orders.hpp:1:2: error: t [DLT402]\n"
            "    1 |         x\n"
            "      |         ^\n");
  // é is one cell of two bytes, 漢 two cells of three bytes.
  EXPECT_EQ(render(at(1, 7, 2, "t"), lines_of(1, "é漢 xy")),
            "include/shop/orders.hpp:1:7: error: t [DLT402]\n"
            "    1 | é漢 xy\n"
            "      |     ^~\n");
  // A span over é marks one cell.
  EXPECT_EQ(render(at(1, 1, 2, "t"), lines_of(1, "éa")),
            "include/shop/orders.hpp:1:1: error: t [DLT402]\n"
            "    1 | éa\n"
            "      | ^\n");
}

TEST(Diagnostics, BytesThatAreNoTextAreReplaced) {
  EXPECT_EQ(render(at(1, 4, 1, "t"), lines_of(1, "\x1b\xFFzq\r")),
            "include/shop/orders.hpp:1:4: error: t [DLT402]\n"
            "    1 | \xEF\xBF\xBD\xEF\xBF\xBDzq\n"
            "      |    ^\n");
}

TEST(Diagnostics, SpanBeyondTheLineStopsAtItsEnd) {
  EXPECT_EQ(render(at(1, 2, 50, "t"), lines_of(1, "ab")),
            "include/shop/orders.hpp:1:2: error: t [DLT402]\n"
            "    1 | ab\n"
            "      |  ^\n");
  EXPECT_EQ(render(at(1, 50, 1, "t"), lines_of(1, "ab")),
            "include/shop/orders.hpp:1:50: error: t [DLT402]\n"
            "    1 | ab\n"
            "      |   ^\n");
}

TEST(Diagnostics, UnknownPlacesNameTheTable) {
  Finding finding = at(0, 0, 1, "has no columns", "add one");
  finding.span = {};
  finding.table = "dev.silver.orders";
  EXPECT_EQ(render(finding, {}),
            "dev.silver.orders: error: has no columns [DLT402]\n"
            "      | add one\n");
}

TEST(Diagnostics, ColorsOnlyWhenAsked) {
  const Finding finding = at(1, 1, 1, "t");
  EXPECT_EQ(render(finding, lines_of(1, "x")).find('\x1b'), std::string::npos);
  EXPECT_NE(render(finding, lines_of(1, "x"), {.color = true}).find("\x1b[1;31merror:"), std::string::npos);
}

TEST(Diagnostics, SummaryCounts) {
  Finding a = at(1, 1, 1, "t");
  a.table = "orders";
  Finding b = a;
  b.code = 305;
  b.table = "customers";
  Finding w = a;
  w.severity = Severity::warning;
  w.code = 112;
  EXPECT_EQ(summary({}), "");
  EXPECT_EQ(summary({a, b}), "2 errors in 2 tables. deltac explain DLT402 tells more.");
  EXPECT_EQ(summary({w, a}), "1 error and 1 warning in 1 table. deltac explain DLT402 tells more.");
  EXPECT_EQ(summary({w}), "1 warning in 1 table. deltac explain DLT112 tells more.");
}

TEST(Diagnostics, JsonHoldsEveryPart) {
  Finding finding = at(14, 49, 5, "a \"quoted\" text", "fix");
  finding.table = "orders";
  finding.notes.push_back({{"b.hpp", 2, 3, 4}, "here"});
  EXPECT_EQ(to_json(finding),
            R"({"code":"DLT402","severity":"error","message":"a \"quoted\" text","file":"include/shop/orders.hpp",)"
            R"("line":14,"column":49,"length":5,"fix":"fix","table":"orders",)"
            R"("notes":[{"message":"here","file":"b.hpp","line":2,"column":3,"length":4}]})");
  EXPECT_EQ(to_json(Findings{}), "{\"format\":\"deltac.findings/1\",\"errors\":0,\"warnings\":0,\"findings\":[]}\n");
}

}  // namespace
}  // namespace delta
