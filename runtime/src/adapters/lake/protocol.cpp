#include "adapters/lake/protocol.hpp"

#include <algorithm>
#include <array>

#include "adapters/lake/log_error.hpp"
#include "delta/model/features.hpp"

namespace delta::lake {
namespace {

constexpr int kTableFeaturesReader = 3;
constexpr int kTableFeaturesWriter = 7;

/// What a writer of metadata alone can live with: checkpointProtection and vacuumProtocolCheck bind only VACUUM and the
/// cleaning of logs, which deltac never does.
constexpr std::array<std::string_view, 20> kReadable = {
    "allowColumnDefaults", "appendOnly",           "changeDataFeed",  "checkConstraints",    "checkpointProtection",
    "clustering",          "columnMapping",        "deletionVectors", "domainMetadata",      "generatedColumns",
    "identityColumns",     "inCommitTimestamp",    "invariants",      "rowTracking",         "timestampNtz",
    "typeWidening",        "typeWidening-preview", "v2Checkpoint",    "vacuumProtocolCheck", "variantType",
};

/// rowTracking on a new table only: on one that exists every data file needs numbers, which an engine writes.
constexpr std::array<std::string_view, 18> kSwitchable = {
    "allowColumnDefaults", "appendOnly",      "changeDataFeed",      "checkConstraints", "clustering",
    "columnMapping",       "deletionVectors", "domainMetadata",      "generatedColumns", "identityColumns",
    "inCommitTimestamp",   "invariants",      "rowTracking",         "timestampNtz",     "typeWidening",
    "v2Checkpoint",        "variantType",     "vacuumProtocolCheck",
};

int version_member(const Json& action, std::string_view name) {
  const Json* member = action.find(name);
  const std::optional<std::int64_t> version = member != nullptr ? member->integer() : std::nullopt;
  if (!version || *version < 1 || *version > 1000) throw LogError("the protocol has no valid " + std::string(name));
  return static_cast<int>(*version);
}

void add_names(std::set<std::string>& names, const Json& action, std::string_view list, bool needed) {
  const Json* member = action.find(list);
  if (member == nullptr) {
    if (needed) throw LogError("the protocol has no " + std::string(list));
    return;
  }
  if (!member->is_array()) throw LogError("the protocol's " + std::string(list) + " is no list");
  for (const Json& name : member->items) {
    if (!name.is_string()) throw LogError("the protocol's " + std::string(list) + " holds something else than names");
    names.insert(name.text);
  }
}

bool binds_readers(const std::string& feature) {
  const FeatureInfo* info = find_feature(feature);
  return feature == "typeWidening-preview" || (info != nullptr && info->readers);
}

/// The lowest versions that can stand for these features, and whether they stand for nothing else.
struct Versions {
  int reader = 1;
  int writer = 2;
};

Versions lowest_versions(const std::set<std::string>& features) {
  Versions versions;
  for (const std::string& name : features) {
    const FeatureInfo* info = find_feature(name);
    const int writer = info != nullptr && info->legacy_writer > 0 ? info->legacy_writer : kTableFeaturesWriter;
    versions.writer = std::max(versions.writer, writer);
    if (!binds_readers(name)) continue;
    const int reader = info != nullptr && info->legacy_reader > 0 ? info->legacy_reader : kTableFeaturesReader;
    versions.reader = std::max(versions.reader, reader);
  }
  return versions;
}

Json names(const std::set<std::string>& features, bool readers_only) {
  Json list = Json::array();
  for (const std::string& name : features) {
    if (!readers_only || binds_readers(name)) list.items.push_back(Json::of(name));
  }
  return list;
}

/// `floor` holds the versions of the old action, which stay.
Json protocol_action(const std::set<std::string>& features, Versions floor) {
  Versions versions = lowest_versions(features);
  versions.reader = std::max(versions.reader, floor.reader);
  versions.writer = std::max(versions.writer, floor.writer);
  const bool legacy = versions.reader < kTableFeaturesReader && versions.writer < kTableFeaturesWriter &&
                      legacy_features(versions.reader, versions.writer) == features;
  if (!legacy) versions.writer = kTableFeaturesWriter;
  Json action = Json::object();
  action.set("minReaderVersion", Json::of(std::int64_t{versions.reader}));
  action.set("minWriterVersion", Json::of(std::int64_t{versions.writer}));
  if (versions.reader >= kTableFeaturesReader) action.set("readerFeatures", names(features, true));
  if (!legacy) action.set("writerFeatures", names(features, false));
  return action;
}

}  // namespace

Protocol parse_protocol(const Json& action) {
  Protocol protocol;
  protocol.reader = version_member(action, "minReaderVersion");
  protocol.writer = version_member(action, "minWriterVersion");
  const bool by_name = protocol.writer >= kTableFeaturesWriter;
  if (protocol.reader == kTableFeaturesReader && !by_name) {
    throw LogError("the protocol is malformed: reader version 3 needs writer version 7");
  }
  // Of versions from the future, which are refused by number, nothing is asked.
  add_names(protocol.features, action, "readerFeatures", protocol.reader == kTableFeaturesReader);
  add_names(protocol.features, action, "writerFeatures", protocol.writer == kTableFeaturesWriter);
  if (!by_name) protocol.features.merge(legacy_features(protocol.reader, protocol.writer));
  return protocol;
}

std::optional<Error> read_refusal(const Protocol& protocol) {
  if (protocol.reader > kTableFeaturesReader || protocol.writer > kTableFeaturesWriter) {
    return Error{"it needs a reader of version " + std::to_string(protocol.reader) + " and a writer of version " +
                     std::to_string(protocol.writer) + ", and deltac knows versions up to 3 and 7",
                 "use a newer deltac"};
  }
  std::string unknown;
  std::string first;
  for (const std::string& feature : protocol.features) {
    if (std::ranges::find(kReadable, feature) != kReadable.end()) continue;
    if (first.empty()) first = feature;
    unknown += (unknown.empty() ? "" : ", ") + feature;
  }
  if (unknown.empty()) return std::nullopt;
  return Error{
      "it uses table features that deltac must not touch: " + unknown,
      "use a newer deltac, or have the engine that wrote it take them off: ALTER TABLE … DROP FEATURE `" + first + "`"};
}

std::optional<Error> write_refusal(const Protocol& protocol) {
  if (!protocol.supports("typeWidening-preview")) return std::nullopt;
  return Error{"it uses the preview of type widening, which deltac reads but never writes",
               "make it an ordinary table in Spark: ALTER TABLE … DROP FEATURE `typeWidening-preview`"};
}

std::span<const std::string_view> switchable_features() { return kSwitchable; }

Json with_features(const Json& action, const std::set<std::string>& features) {
  Protocol protocol = parse_protocol(action);
  if (std::ranges::includes(protocol.features, features)) return action;
  protocol.features.insert(features.begin(), features.end());
  return protocol_action(protocol.features, {protocol.reader, protocol.writer});
}

Json new_protocol(const std::set<std::string>& features) {
  std::set<std::string> all = features;
  all.insert({"appendOnly", "invariants"});
  return protocol_action(all, {});
}

}  // namespace delta::lake
