#include "extract/doc_comment.hpp"

#include <gtest/gtest.h>

namespace deltac::extract {
namespace {

TEST(DocComment, TakesMarkersOffLines) {
  EXPECT_EQ(doc_comment_text("/// One row per order."), "One row per order.");
  EXPECT_EQ(doc_comment_text("//! One row per order."), "One row per order.");
  EXPECT_EQ(doc_comment_text("///< may be unknown"), "may be unknown");
  EXPECT_EQ(doc_comment_text("//!< may be unknown"), "may be unknown");
  EXPECT_EQ(doc_comment_text("///No blank"), "No blank");
}

TEST(DocComment, TakesMarkersOffBlocks) {
  EXPECT_EQ(doc_comment_text("/** One row. */"), "One row.");
  EXPECT_EQ(doc_comment_text("/*! One row. */"), "One row.");
  EXPECT_EQ(doc_comment_text("/**< unit: grams */"), "unit: grams");
  EXPECT_EQ(doc_comment_text("/**\n * One row\n * per order.\n */"), "One row per order.");
  EXPECT_EQ(doc_comment_text("/**\n   One row\n   per order.\n*/"), "One row per order.");
  EXPECT_EQ(doc_comment_text("/***\n * stars\n ***/"), "stars");
}

TEST(DocComment, JoinsLinesAndKeepsParagraphs) {
  EXPECT_EQ(doc_comment_text("/// One row\n/// per order."), "One row per order.");
  EXPECT_EQ(doc_comment_text("  /// One.\n  ///\n  /// Two\n  /// lines."), "One.\nTwo lines.");
  EXPECT_EQ(doc_comment_text("/// One.\n///\n///\n/// Two."), "One.\nTwo.");
  EXPECT_EQ(doc_comment_text("/**\n * One.\n *\n * Two.\n */"), "One.\nTwo.");
}

TEST(DocComment, ReadsLinesOfWindows) {
  EXPECT_EQ(doc_comment_text("/// One row\r\n/// per order.\r\n"), "One row per order.");
}

TEST(DocComment, KeepsWhatOnlyLooksLikeAMarker) {
  EXPECT_EQ(doc_comment_text("/// a < b, a*b, https://example.org"), "a < b, a*b, https://example.org");
  EXPECT_EQ(doc_comment_text("/// * a list"), "* a list");
}

TEST(DocComment, DropsTheBriefCommand) {
  EXPECT_EQ(doc_comment_text("/// \\brief One row."), "One row.");
  EXPECT_EQ(doc_comment_text("/** @brief One row. */"), "One row.");
}

TEST(DocComment, MayBeEmpty) {
  EXPECT_EQ(doc_comment_text("///"), "");
  EXPECT_EQ(doc_comment_text("/** */"), "");
  EXPECT_EQ(doc_comment_text(""), "");
}

}  // namespace
}  // namespace deltac::extract
