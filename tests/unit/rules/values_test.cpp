#include <gtest/gtest.h>

#include "delta/sql/type_text.hpp"
#include "rules/expressions.hpp"
#include "rules/literals.hpp"
#include "rules/property_table.hpp"

namespace delta::rules {
namespace {

std::string fault(std::string_view key, std::string_view value, bool databricks = false) {
  const PropertyRow* row = find_property_row(key);
  if (!row) return "no such property";
  const auto found = value_fault(*row, value, databricks);
  return found ? found->text : "";
}

TEST(PropertyTable, IsSortedByName) {
  std::string last;
  for (const PropertyRow& row : property_rows_table()) {
    EXPECT_LT(last, fold_case(row.key));
    last = fold_case(row.key);
  }
}

/// Each line was run against Delta 4.0 and 4.4.
TEST(PropertyTable, TakesWhatDeltaTakes) {
  EXPECT_EQ(fault("delta.appendOnly", "TRUE"), "");
  EXPECT_EQ(fault("delta.checkpointPolicy", "v2"), "");
  EXPECT_EQ(fault("delta.isolationLevel", "Serializable"), "");
  EXPECT_EQ(fault("delta.checkpointInterval", "20"), "");
  EXPECT_EQ(fault("delta.logRetentionDuration", "interval 7 days"), "");
  EXPECT_EQ(fault("delta.logRetentionDuration", "1 week 2 hours"), "");
  EXPECT_EQ(fault("delta.dataSkippingNumIndexedCols", "-1"), "");
  EXPECT_EQ(fault("delta.autoOptimize.autoCompact", "true"), "");
}

TEST(PropertyTable, RefusesWhatDeltaRefuses) {
  EXPECT_NE(fault("delta.appendOnly", "maybe"), "");
  EXPECT_NE(fault("delta.logRetentionDuration", "forever"), "");
  EXPECT_NE(fault("delta.logRetentionDuration", "interval"), "");
  EXPECT_NE(fault("delta.logRetentionDuration", "interval 7"), "");
  EXPECT_NE(fault("delta.logRetentionDuration", "interval -7 days"), "");
  EXPECT_EQ(fault("delta.deletedFileRetentionDuration", "interval 1 month"), "months and years have no fixed length");
  EXPECT_NE(fault("delta.checkpointInterval", "-1"), "");
  EXPECT_NE(fault("delta.checkpointInterval", "0"), "");
  EXPECT_NE(fault("delta.checkpointInterval", "10.5"), "");
  EXPECT_NE(fault("delta.dataSkippingNumIndexedCols", "-2"), "");
  EXPECT_NE(fault("delta.isolationLevel", "foo"), "");
  EXPECT_NE(fault("delta.isolationLevel", "WriteSerializable"), "");
  EXPECT_EQ(fault("delta.isolationLevel", "WriteSerializable", true), "");
  EXPECT_NE(fault("delta.universalFormat.enabledFormats", "iceberg,paimon"), "");
  EXPECT_NE(fault("delta.targetFileSize", "large", true), "");
  EXPECT_EQ(fault("delta.targetFileSize", "100mb", true), "");
}

std::string misfit(const std::string& expression, const std::string& type) {
  const auto tokens = sql::tokenize(expression);
  const auto literal = tokens ? literal_of(*tokens) : std::nullopt;
  return literal ? literal_misfit(*literal, *sql::parse_type(type)) : "no literal";
}

/// Spark's own answers to DEFAULT, from the DDL matrix.
TEST(Literals, FitAsSparkStoresThem) {
  EXPECT_EQ(misfit("'12'", "INT"), "");
  EXPECT_EQ(misfit("1.5", "INT"), "");
  EXPECT_EQ(misfit("'2020-01-01'", "DATE"), "");
  EXPECT_EQ(misfit("1", "BIGINT"), "");
  EXPECT_EQ(misfit("1", "DOUBLE"), "");
  EXPECT_EQ(misfit("NULL", "INT"), "");
  EXPECT_EQ(misfit("-128", "TINYINT"), "");
  EXPECT_EQ(misfit("9223372036854775807L", "BIGINT"), "");
  EXPECT_EQ(misfit("-9223372036854775808", "BIGINT"), "");
  EXPECT_EQ(misfit("9.99", "DECIMAL(3,2)"), "");
  EXPECT_EQ(misfit("007.5", "DECIMAL(3,2)"), "");
  EXPECT_EQ(misfit("TRUE", "BOOLEAN"), "");
  EXPECT_EQ(misfit("'yes'", "BOOLEAN"), "");
  EXPECT_EQ(misfit("5", "STRING"), "");
  EXPECT_NE(misfit("'abc'", "INT"), "");
  EXPECT_NE(misfit("300", "TINYINT"), "");
  EXPECT_NE(misfit("-129", "TINYINT"), "");
  EXPECT_NE(misfit("1", "BOOLEAN"), "");
  EXPECT_NE(misfit("12345.6", "DECIMAL(3,2)"), "");
  EXPECT_NE(misfit("1", "DATE"), "");
  EXPECT_NE(misfit("TRUE", "INT"), "");
  EXPECT_NE(misfit("1", "ARRAY<INT>"), "");
  EXPECT_EQ(misfit("1 + 1", "TINYINT"), "no literal");
  EXPECT_EQ(misfit("current_date()", "DATE"), "no literal");
}

TEST(Literals, CountCharacters) {
  EXPECT_EQ(characters("abc"), 3u);
  EXPECT_EQ(characters("äö"), 2u);
  EXPECT_EQ(characters("😀"), 1u);
  EXPECT_EQ(characters("it\\'s"), 4u);
}

TEST(Functions, AreKnownByKind) {
  EXPECT_EQ(function_kind("rand"), FunctionKind::random);
  EXPECT_EQ(function_kind("sum"), FunctionKind::aggregate);
  EXPECT_EQ(function_kind("row_number"), FunctionKind::window);
  EXPECT_EQ(function_kind("explode"), FunctionKind::generator);
  EXPECT_EQ(function_kind("current_timestamp"), FunctionKind::session);
  EXPECT_EQ(function_kind("upper"), FunctionKind::ordinary);
}

}  // namespace
}  // namespace delta::rules
