#include "delta/model/features.hpp"

#include <algorithm>

namespace delta {
namespace {

using Switch = FeatureInfo::Switch;

constexpr std::string_view kFeatureKey = "delta.feature.";

// By name: find_feature searches by halves.
constexpr FeatureInfo kFeatures[] = {
    {.name = "allowColumnDefaults", .words = "column defaults"},
    {.name = "appendOnly",
     .words = "append only",
     .by = Switch::property,
     .legacy_writer = 2,
     .property = "delta.appendOnly",
     .value = "true"},
    {.name = "changeDataFeed",
     .words = "change data feed",
     .by = Switch::property,
     .legacy_writer = 4,
     .property = "delta.enableChangeDataFeed",
     .value = "true"},
    {.name = "checkConstraints", .words = "CHECK constraints", .by = Switch::statement, .legacy_writer = 3},
    {.name = "clustering", .words = "clustering", .by = Switch::statement, .also = "domainMetadata"},
    {.name = "columnMapping",
     .words = "column mapping",
     .by = Switch::property,
     .readers = true,
     .legacy_reader = 2,
     .legacy_writer = 5,
     .property = "delta.columnMapping.mode",
     .value = "name"},
    {.name = "deletionVectors",
     .words = "deletion vectors",
     .by = Switch::property,
     .readers = true,
     .property = "delta.enableDeletionVectors",
     .value = "true"},
    {.name = "domainMetadata", .words = "domain metadata"},
    {.name = "generatedColumns", .words = "generated columns", .by = Switch::creation, .legacy_writer = 4},
    {.name = "icebergCompatV1",
     .words = "Iceberg compatibility",
     .by = Switch::property,
     .property = "delta.enableIcebergCompatV1",
     .value = "true"},
    {.name = "icebergCompatV2",
     .words = "Iceberg compatibility",
     .by = Switch::property,
     .property = "delta.enableIcebergCompatV2",
     .value = "true"},
    {.name = "identityColumns", .words = "identity columns", .by = Switch::creation, .legacy_writer = 6},
    {.name = "inCommitTimestamp",
     .words = "in-commit timestamps",
     .by = Switch::property,
     .property = "delta.enableInCommitTimestamps",
     .value = "true"},
    {.name = "invariants", .words = "NOT NULL columns", .by = Switch::creation, .legacy_writer = 2},
    {.name = "rowTracking",
     .words = "row tracking",
     .by = Switch::property,
     .property = "delta.enableRowTracking",
     .value = "true",
     .also = "domainMetadata"},
    {.name = "timestampNtz", .words = "TIMESTAMP_NTZ", .readers = true},
    {.name = "typeWidening",
     .words = "type widening",
     .by = Switch::property,
     .readers = true,
     .property = "delta.enableTypeWidening",
     .value = "true"},
    {.name = "v2Checkpoint",
     .words = "V2 checkpoints",
     .by = Switch::property,
     .readers = true,
     .property = "delta.checkpointPolicy",
     .value = "v2"},
    {.name = "vacuumProtocolCheck", .words = "the VACUUM protocol check", .readers = true},
    {.name = "variantType", .words = "VARIANT", .readers = true},
};

struct TypeFeature {
  TypeKind type;
  std::string_view feature;
};
constexpr TypeFeature kTypeFeatures[] = {
    {TypeKind::timestamp_ntz, "timestampNtz"},
    {TypeKind::variant, "variantType"},
};

void collect(const DataType& type, std::set<std::string>& found) {
  if (const std::string_view own = feature_of_type(type.kind); !own.empty()) found.emplace(own);
  for (const DataType& inner : type.types) collect(inner, found);
  for (const Field& field : type.fields) collect(field.type, found);
}

}  // namespace

std::span<const FeatureInfo> features() { return kFeatures; }

const FeatureInfo* find_feature(std::string_view name) {
  const auto* found = std::ranges::lower_bound(kFeatures, name, {}, &FeatureInfo::name);
  return found != std::end(kFeatures) && found->name == name ? found : nullptr;
}

std::set<std::string> legacy_features(int reader, int writer) {
  std::set<std::string> found;
  for (const FeatureInfo& feature : kFeatures) {
    if (feature.legacy_writer == 0 || writer < feature.legacy_writer || reader < feature.legacy_reader) continue;
    found.emplace(feature.name);
  }
  return found;
}

std::string_view feature_of_property(std::string_view key, std::string_view value) {
  if (!key.starts_with("delta.")) return {};
  if (key.starts_with(kFeatureKey)) return key.substr(kFeatureKey.size());
  for (const FeatureInfo& feature : kFeatures) {
    if (feature.property != key) continue;
    const bool on = feature.value == value || (feature.name == "columnMapping" && value == "id");
    if (on) return feature.name;
  }
  return {};
}

std::string_view feature_of_type(TypeKind kind) {
  for (const TypeFeature& row : kTypeFeatures) {
    if (row.type == kind) return row.feature;
  }
  return {};
}

std::set<std::string> required_features(const DataType& type) {
  std::set<std::string> found;
  collect(type, found);
  return found;
}

std::set<std::string> required_features(const Table& table) {
  std::set<std::string> found;
  for (const Column& column : table.columns) {
    collect(column.type, found);
    if (column.default_value) found.emplace("allowColumnDefaults");
    if (column.generated) found.emplace("generatedColumns");
    if (column.identity) found.emplace("identityColumns");
  }
  if (!table.checks.empty()) found.emplace("checkConstraints");
  if (!table.cluster_by.empty()) found.emplace("clustering");
  for (const Property& property : table.properties) {
    const std::string_view feature = feature_of_property(property.key.value, property.value.value);
    if (!feature.empty()) found.emplace(feature);
  }
  const std::set<std::string> direct = found;
  for (const std::string& name : direct) {
    const FeatureInfo* feature = find_feature(name);
    if (feature != nullptr && !feature->also.empty()) found.emplace(feature->also);
  }
  found.erase("appendOnly");
  found.erase("invariants");
  return found;
}

bool is_bookkeeping_property(std::string_view key) {
  return key.starts_with("deltac.") || key.starts_with(kFeatureKey) || key.starts_with("delta.columnMapping.") ||
         key.starts_with("delta.rowTracking.") || key.starts_with("delta.inCommitTimestampEnablement") ||
         key == "delta.enableTypeWidening" || key == "delta.minReaderVersion" || key == "delta.minWriterVersion";
}

}  // namespace delta
