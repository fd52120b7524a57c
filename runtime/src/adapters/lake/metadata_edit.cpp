#include "adapters/lake/metadata_edit.hpp"

#include <algorithm>
#include <charconv>

#include "adapters/lake/column_mapping.hpp"
#include "adapters/lake/log_error.hpp"
#include "adapters/lake/observe.hpp"
#include "adapters/lake/protocol.hpp"
#include "adapters/lake/schema_json.hpp"
#include "adapters/lake/schema_path.hpp"
#include "adapters/lake/unique_id.hpp"
#include "delta/model/features.hpp"
#include "delta/rules/changes.hpp"

namespace delta::lake {
namespace {

constexpr std::string_view kMappingMode = "delta.columnMapping.mode";
constexpr std::string_view kLastColumnId = "delta.columnMapping.maxColumnId";
constexpr std::string_view kInCommitTimestamps = "delta.enableInCommitTimestamps";
constexpr std::string_view kRowTracking = "rowTracking";

std::string clustering_configuration(const std::vector<std::vector<std::string>>& paths) {
  Json columns = Json::array();
  for (const std::vector<std::string>& path : paths) {
    Json steps = Json::array();
    for (const std::string& step : path) steps.items.push_back(Json::of(step));
    columns.items.push_back(std::move(steps));
  }
  return Json::object(
             {{"clusteringColumns", std::move(columns)}, {"domainName", Json::of(std::string(kClusteringDomain))}})
      .dump();
}

Json empty_schema() { return Json::object({{"type", Json::of("struct")}, {"fields", Json::array()}}); }

/// Delta keeps these itself; a value from outside would contradict what the log says elsewhere.
bool is_internal(std::string_view key) {
  return key == kLastColumnId || key == "delta.minReaderVersion" || key == "delta.minWriterVersion" ||
         key.starts_with(kCheckPrefix) || key.starts_with("delta.inCommitTimestampEnablement") ||
         key.starts_with("delta.rowTracking.materialized");
}

/// The features that metadata asks for by itself, as the model sees it.
std::set<std::string> implied_features(const Json& metadata, const Json& schema) {
  Table table;
  table.columns = columns_from_json(schema);
  if (const Json* configuration = metadata.find("configuration"); configuration != nullptr) {
    for (const JsonMember& member : configuration->members) {
      if (member.name.starts_with(kCheckPrefix)) {
        table.checks.emplace_back();
      } else {
        table.properties.push_back({LocatedText(member.name), LocatedText(member.value.text)});
      }
    }
  }
  return required_features(table);
}

/// `present`: of a table that exists, the features that it has.
void refuse_unswitchable(const std::set<std::string>& features, const std::set<std::string>* present) {
  for (const std::string& feature : features) {
    if (present != nullptr && present->contains(feature)) continue;
    const bool known = std::ranges::find(switchable_features(), feature) != switchable_features().end();
    if (known && (present == nullptr || feature != kRowTracking)) continue;
    throw LogError("deltac cannot switch on the table feature " + feature + " without an engine",
                   "switch it on in Spark, then plan again", rules::kFeatureNotWritable.code);
  }
}

/// Row tracking keeps a row's number in hidden columns when its file is written anew. Their names must be no column's,
/// today or later.
void name_hidden_columns(Json& configuration) {
  configuration.set("delta.rowTracking.materializedRowIdColumnName", Json::of("_row-id-col-" + unique_id()));
  configuration.set("delta.rowTracking.materializedRowCommitVersionColumnName",
                    Json::of("_row-commit-version-col-" + unique_id()));
}

}  // namespace

MetadataEdit::MetadataEdit(const LogState& state)
    : exists_(true),
      has_rows_(state.files.count() > 0),
      old_metadata_(state.metadata),
      metadata_(state.metadata),
      schema_(schema_of(state.metadata)),
      protocol_(state.protocol) {
  const auto domain = state.domains.find(std::string(kClusteringDomain));
  if (domain != state.domains.end()) old_clustering_ = clustering_ = domain->second;
  const std::string* timestamps = property(kInCommitTimestamps);
  had_timestamps_ = timestamps != nullptr && *timestamps == "true";
}

MetadataEdit::MetadataEdit(const action::CreateTable& create) : schema_(empty_schema()) {
  const Table& table = create.table;
  metadata_ = Json::object({{"id", Json::of(unique_id())}});
  if (!table.comment.empty()) metadata_.set("description", Json::of(table.comment));
  metadata_.set("format", Json::object({{"provider", Json::of("parquet")}, {"options", Json::object()}}));
  metadata_.set("schemaString", Json::of(""));
  Json partition_columns = Json::array();
  for (const Column& column : table.columns) schema_.find("fields")->items.push_back(column_to_json(column));
  for (const LocatedText& column : table.partition_by) {
    // The spelling of the column itself: readers compare the two names exactly.
    const SchemaPlace place = find_place(schema_, ColumnPath(Identifier(column.value)));
    partition_columns.items.push_back(*place.field->find("name"));
  }
  metadata_.set("partitionColumns", std::move(partition_columns));
  metadata_.set("configuration", Json::object());
  for (const Property& property : table.properties) set_property(property.key.value, property.value.value);
  for (const Check& check : table.checks) set_check(check.name.value, check.expression.value);
  features_.insert(create.features.begin(), create.features.end());
  // Physical names first: clustering is written in them.
  if (mapped()) {
    configuration().set(kLastColumnId, Json::of(std::to_string(map_columns(schema_, 0, false))));
  }
  if (!table.cluster_by.empty()) {
    std::vector<std::string> columns;
    for (const LocatedText& column : table.cluster_by) columns.push_back(column.value);
    set_clustering(columns);
  }
}

void MetadataEdit::apply(const Action& action) {
  std::visit([this](const auto& step) { apply_one(step); }, action);
}

void MetadataEdit::set_mark(const ManagedMark& mark) { configuration().set(kManagedMarkKey, Json::of(encode(mark))); }

Json& MetadataEdit::configuration() {
  Json* found = metadata_.find("configuration");
  return found != nullptr && found->is_object() ? *found : metadata_.set("configuration", Json::object());
}

const std::string* MetadataEdit::property(std::string_view key) const {
  const Json* configuration = metadata_.find("configuration");
  return configuration != nullptr ? configuration->find_string(key) : nullptr;
}

bool MetadataEdit::mapped() const {
  const std::string* mode = property(kMappingMode);
  return mode != nullptr && *mode != "none";
}

void MetadataEdit::set_property(const std::string& key, const std::string& value) {
  constexpr std::string_view kFeature = "delta.feature.";
  if (key.starts_with(kFeature)) {
    features_.insert(key.substr(kFeature.size()));
    return;
  }
  if (is_internal(key)) throw LogError("the property " + key + " is Delta's own and cannot be set");
  if (key == kMappingMode && exists_) {
    const std::string* mode = property(key);
    const std::string old = mode != nullptr ? *mode : "none";
    if (value != old && (old != "none" || value != "name")) {
      throw LogError("the column mapping of an existing table cannot change from " + old + " to " + value);
    }
    if (value != old) {
      const std::int64_t last_id = map_columns(schema_, 0, true);
      configuration().set(kLastColumnId, Json::of(std::to_string(last_id)));
    }
  }
  if (key == "delta.enableRowTracking" && value == "true" && exists_ &&
      (property(key) == nullptr || *property(key) != "true")) {
    throw LogError(
        "row tracking (the table feature rowTracking) on a table that exists needs a number in every data file",
        "switch it on in Spark, then plan again");
  }
  if (key == "delta.appendOnly" && value == "true") features_.insert("appendOnly");
  configuration().set(key, Json::of(value));
}

void MetadataEdit::set_check(const std::string& name, const std::string& expression) {
  configuration().set(std::string(kCheckPrefix) + fold_case(name), Json::of(expression));
}

std::vector<std::string> MetadataEdit::physical_path(const ColumnPath& path) {
  std::vector<std::string> physical;
  ColumnPath part;
  for (const Identifier& step : path.steps) {
    part = part.child(step);
    physical.push_back(physical_name(*find_place(schema_, part).field));
  }
  return physical;
}

void MetadataEdit::set_clustering(const std::vector<std::string>& columns) {
  std::vector<std::vector<std::string>> paths;
  for (const std::string& column : columns) paths.push_back(physical_path(ColumnPath::parse(column)));
  clustering_ = clustering_configuration(paths);
  features_.insert({"clustering", "domainMetadata"});
}

MetadataCommit MetadataEdit::finish(std::int64_t version, std::int64_t timestamp) {
  MetadataCommit commit;
  const std::string* timestamps = property(kInCommitTimestamps);
  commit.in_commit_timestamps = timestamps != nullptr && *timestamps == "true";
  if (exists_ && commit.in_commit_timestamps && !had_timestamps_) {
    configuration().set("delta.inCommitTimestampEnablementVersion", Json::of(std::to_string(version)));
    configuration().set("delta.inCommitTimestampEnablementTimestamp", Json::of(std::to_string(timestamp)));
  }
  if (mapped()) {
    std::int64_t last_id = 0;
    if (const std::string* text = property(kLastColumnId)) {
      std::from_chars(text->data(), text->data() + text->size(), last_id);
    }
    configuration().set(kLastColumnId, Json::of(std::to_string(map_columns(schema_, last_id, false))));
  }
  // A table may lack a feature that its metadata would need; only what these steps bring is switched on.
  std::set<std::string> features = implied_features(metadata_, schema_);
  if (exists_) {
    for (const std::string& before : implied_features(old_metadata_, schema_of(old_metadata_))) features.erase(before);
  }
  features.insert(features_.begin(), features_.end());
  if (exists_) {
    const std::set<std::string> present = parse_protocol(protocol_).features;
    refuse_unswitchable(features, &present);
    Json protocol = with_features(protocol_, features);
    if (!same_value(protocol, protocol_)) commit.protocol = std::move(protocol);
  } else {
    refuse_unswitchable(features, nullptr);
    if (const std::string* on = property("delta.enableRowTracking"); on != nullptr && *on == "true") {
      name_hidden_columns(configuration());
    }
    commit.protocol = new_protocol(features);
    metadata_.set("createdTime", Json::of(timestamp));
  }
  const std::string* old_schema = old_metadata_.find_string("schemaString");
  const bool same_schema = old_schema != nullptr && same_value(parse_json(*old_schema), schema_);
  if (!same_schema) metadata_.set("schemaString", Json::of(schema_.dump()));
  if (!exists_ || commit.protocol || !same_value(metadata_, old_metadata_)) commit.metadata = metadata_;
  if (clustering_ != old_clustering_) commit.clustering = clustering_;
  return commit;
}

}  // namespace delta::lake
