#include "rules/property_table.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <set>
#include <vector>

#include "delta/model/identifier.hpp"
#include "delta/rules/rule.hpp"

namespace delta::rules {
namespace {

using enum ValueKind;

constexpr PropertyRow kProperties[] = {
    {"delta.appendOnly", boolean},
    {"delta.autoOptimize", boolean},
    {"delta.autoOptimize.autoCompact", choice, KnownTo::everywhere, "true|false|auto|legacy"},
    {"delta.autoOptimize.optimizeWrite", boolean},
    {"delta.checkpoint.writeStatsAsJson", boolean},
    {"delta.checkpoint.writeStatsAsStruct", boolean},
    {"delta.checkpointInterval", positive},
    {"delta.checkpointPolicy", choice, KnownTo::everywhere, "classic|v2"},
    {"delta.checkpointRetentionDuration", interval},
    {"delta.columnMapping.maxColumnId", internal},
    {"delta.columnMapping.mode", choice, KnownTo::everywhere, "none|name|id"},
    {"delta.compatibility.symlinkFormatManifest.enabled", boolean},
    {"delta.dataSkippingNumIndexedCols", minus_one_or_up},
    {"delta.dataSkippingStatsColumns", columns},
    {"delta.deletedFileRetentionDuration", interval},
    {"delta.dropFeatureTruncateHistory.retentionDuration", interval},
    {"delta.enableChangeDataCapture", boolean},
    {"delta.enableChangeDataFeed", boolean},
    {"delta.enableDeletionVectors", boolean},
    {"delta.enableExpiredLogCleanup", boolean},
    {"delta.enableFullRetentionRollback", boolean},
    {"delta.enableIcebergCompatV1", boolean},
    {"delta.enableIcebergCompatV2", boolean},
    {"delta.enableInCommitTimestamps", boolean},
    {"delta.enableRowTracking", boolean},
    {"delta.enableTypeWidening", boolean},
    {"delta.ignoreProtocolDefaults", boolean},
    {"delta.inCommitTimestampEnablementTimestamp", internal},
    {"delta.inCommitTimestampEnablementVersion", internal},
    {"delta.isolationLevel", choice, KnownTo::everywhere, "Serializable|WriteSerializable!"},
    {"delta.logRetentionDuration", interval},
    {"delta.minReaderVersion", internal},
    {"delta.minWriterVersion", internal},
    {"delta.parquet.compression.codec", choice, KnownTo::databricks, "zstd|snappy|gzip|lz4|brotli|none|uncompressed"},
    {"delta.randomizeFilePrefixes", boolean},
    {"delta.randomPrefixLength", positive},
    {"delta.requireCheckpointProtectionBeforeVersion", whole},
    {"delta.rowTracking.materializedRowCommitVersionColumnName", internal},
    {"delta.rowTracking.materializedRowIdColumnName", internal},
    {"delta.sampleRetentionDuration", interval},
    {"delta.setTransactionRetentionDuration", interval},
    {"delta.targetFileSize", bytes, KnownTo::databricks},
    {"delta.tuneFileSizesForRewrites", boolean, KnownTo::databricks},
    {"delta.universalFormat.enabledFormats", choices, KnownTo::everywhere, "iceberg|hudi"},
};

/// From the DDL matrix, V-PROP-09.
constexpr PropertyNeed kNeeds[] = {
    {"delta.enableIcebergCompatV1", "true", "delta.columnMapping.mode=name|delta.columnMapping.mode=id"},
    {"delta.enableIcebergCompatV2", "true", "delta.columnMapping.mode=name|delta.columnMapping.mode=id"},
    {"delta.universalFormat.enabledFormats", "iceberg",
     "delta.enableIcebergCompatV2=true|delta.enableIcebergCompatV1=true"},
};

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t end = text.find(separator);
    std::string_view part = text.substr(0, end);
    while (part.starts_with(' ')) part.remove_prefix(1);
    while (part.ends_with(' ')) part.remove_suffix(1);
    parts.push_back(part);
    if (end == text.npos) return parts;
    text.remove_prefix(end + 1);
  }
}

std::optional<long long> number(std::string_view text) {
  long long value = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  if (result.ec != std::errc() || result.ptr != text.data() + text.size()) return std::nullopt;
  return value;
}

/// "interval 1 week 2 days", the first word optional. Gives the word that is wrong, or "" if something is missing.
std::optional<std::string> interval_fault(std::string_view text) {
  static const std::set<std::string> units = {"microsecond", "millisecond", "second", "minute", "hour", "day", "week"};
  std::vector<std::string> words;
  for (const std::string_view word : split(text, ' ')) {
    if (!word.empty()) words.push_back(fold_case(word));
  }
  std::size_t i = !words.empty() && words[0] == "interval" ? 1 : 0;
  if (i >= words.size()) return "";
  for (; i < words.size(); i += 2) {
    const auto count = number(words[i]);
    if (!count || *count < 0) return words[i];
    if (i + 1 >= words.size()) return "";
    std::string unit = words[i + 1];
    if (unit.ends_with('s')) unit.pop_back();
    if (!units.contains(unit)) return words[i + 1];
  }
  return std::nullopt;
}

std::optional<ValueFault> interval_value(std::string_view value) {
  const auto wrong = interval_fault(value);
  if (!wrong) return std::nullopt;
  if (wrong->starts_with("month") || wrong->starts_with("year")) {
    return ValueFault{"months and years have no fixed length", "give days: 'interval 30 days'"};
  }
  return ValueFault{"'" + std::string(value) + "' is no interval", "write it as 'interval 7 days'"};
}

std::optional<ValueFault> number_value(ValueKind kind, std::string_view value) {
  const auto given = number(value);
  const long long least = kind == positive ? 1 : kind == whole ? 0 : -1;
  if (given && *given >= least && *given <= 2147483647) return std::nullopt;
  return ValueFault{
      given ? "the value must be at least " + std::to_string(least) : "'" + std::string(value) + "' is no whole number",
      "give a whole number of at least " + std::to_string(least)};
}

std::optional<ValueFault> byte_value(std::string_view value) {
  std::size_t digits = 0;
  while (digits < value.size() && value[digits] >= '0' && value[digits] <= '9') ++digits;
  static const std::set<std::string> units = {"", "b", "k", "kb", "m", "mb", "g", "gb", "t", "tb"};
  if (digits > 0 && units.contains(fold_case(value.substr(digits)))) return std::nullopt;
  return ValueFault{"'" + std::string(value) + "' is no size", "write it as '100mb'"};
}

std::optional<ValueFault> one_choice(const PropertyRow& row, std::string_view value, bool databricks) {
  std::vector<std::string> allowed;
  for (std::string_view one : split(row.values, '|')) {
    const bool only_databricks = one.ends_with('!');
    if (only_databricks) one.remove_suffix(1);
    if (fold_case(one) == fold_case(value)) {
      if (!only_databricks || databricks) return std::nullopt;
      return ValueFault{"only Databricks knows the value '" + std::string(value) + "'",
                        "leave the property out on Spark"};
    }
    if (!only_databricks || databricks) allowed.emplace_back(one);
  }
  const std::string nearest = nearest_name(value, allowed);
  std::string all;
  for (const std::string& one : allowed) all += (all.empty() ? "" : ", ") + one;
  return ValueFault{"'" + std::string(value) + "' is no value of it",
                    nearest.empty() ? "values: " + all : "did you mean '" + nearest + "'?"};
}

}  // namespace

std::span<const PropertyRow> property_rows_table() { return kProperties; }

const PropertyRow* find_property_row(std::string_view key) {
  for (const PropertyRow& row : kProperties) {
    if (row.key == key) return &row;
  }
  const std::string folded = fold_case(key);
  for (const PropertyRow& row : kProperties) {
    if (fold_case(row.key) == folded) return &row;
  }
  return nullptr;
}

const PropertyNeed* find_property_need(std::string_view key, std::string_view value) {
  for (const PropertyNeed& need : kNeeds) {
    if (need.key != key) continue;
    for (const std::string_view one : split(value, ',')) {
      if (fold_case(one) == need.value) return &need;
    }
  }
  return nullptr;
}

std::optional<ValueFault> value_fault(const PropertyRow& row, std::string_view value, bool databricks) {
  switch (row.kind) {
    case boolean: {
      const std::string folded = fold_case(value);
      if (folded == "true" || folded == "false") return std::nullopt;
      return ValueFault{"'" + std::string(value) + "' is neither true nor false", "write true or false"};
    }
    case positive:
    case minus_one_or_up:
    case whole: return number_value(row.kind, value);
    case interval: return interval_value(value);
    case bytes: return byte_value(value);
    case choice: return one_choice(row, value, databricks);
    case choices:
      for (const std::string_view one : split(value, ',')) {
        if (auto fault = one_choice(row, one, databricks)) return fault;
      }
      return std::nullopt;
    case columns:
    case any:
    case internal: return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace delta::rules
