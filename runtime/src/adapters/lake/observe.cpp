#include "adapters/lake/observe.hpp"

#include <algorithm>
#include <array>

#include "adapters/lake/log_error.hpp"
#include "adapters/lake/protocol.hpp"
#include "adapters/lake/schema_json.hpp"
#include "delta/rules/changes.hpp"

namespace delta::lake {
namespace {

/// What Delta keeps in the configuration for itself: never a property of the user's.
constexpr std::array<std::string_view, 5> kBookkeeping = {
    "delta.columnMapping.maxColumnId", "delta.feature.", "delta.inCommitTimestampEnablement",
    "delta.requireCheckpointProtectionBeforeVersion", "delta.rowTracking.materialized"};

bool is_bookkeeping(std::string_view key) {
  return std::ranges::any_of(kBookkeeping, [&](std::string_view prefix) { return key.starts_with(prefix); });
}

/// A table whose commits another system decides on: writing a file into its log would change nothing, or break it.
void refuse_coordinated(const Json& configuration) {
  for (const JsonMember& member : configuration.members) {
    const std::string_view key = member.name;
    if (key.starts_with("delta.coordinatedCommits.") || key.starts_with("delta.redirect")) {
      throw LogError("its commits are decided on elsewhere (property " + member.name + ")",
                     "change it through the catalogue that owns it");
    }
    if (key.starts_with("delta.universalFormat.") && !member.value.text.empty()) {
      throw LogError("it is kept readable for another format (property " + member.name + ")",
                     "change it through the engine that keeps it so");
    }
  }
}

void read_configuration(const Json& metadata, ObservedTable& observed) {
  const Json* configuration = metadata.find("configuration");
  if (configuration == nullptr) return;
  if (!configuration->is_object()) throw LogError("the metaData is malformed: its configuration is no object");
  refuse_coordinated(*configuration);
  for (const JsonMember& member : configuration->members) {
    if (!member.value.is_string()) continue;
    if (member.name.starts_with(kCheckPrefix)) {
      observed.table.checks.push_back(
          {LocatedText(member.name.substr(kCheckPrefix.size())), LocatedText(member.value.text)});
    } else if (!is_bookkeeping(member.name)) {
      observed.table.properties.push_back({LocatedText(member.name), LocatedText(member.value.text)});
    }
    if (member.name == kManagedMarkKey) observed.mark = decode_mark(member.value.text);
  }
  std::ranges::sort(observed.table.properties, {}, [](const Property& property) { return property.key.value; });
  std::ranges::sort(observed.table.checks, {}, [](const Check& check) { return check.name.value; });
}

/// The logical path that a physical one stands for; the physical one itself if there is none.
std::string logical_path(const Json& schema, const std::vector<std::string>& physical) {
  ColumnPath path;
  const Json* level = &schema;
  for (const std::string& step : physical) {
    const Json* fields = level != nullptr ? level->find("fields") : nullptr;
    const Json* found = nullptr;
    if (fields != nullptr) {
      for (const Json& field : fields->items) {
        if (physical_name(field) == step) found = &field;
      }
    }
    const std::string* name = found != nullptr ? found->find_string("name") : nullptr;
    path = path.child(Identifier(name != nullptr ? *name : step));
    level = found != nullptr ? found->find("type") : nullptr;
  }
  return path.text();
}

void read_clustering(const LogState& state, const Json& schema, ObservedTable& observed) {
  const auto domain = state.domains.find(std::string(kClusteringDomain));
  if (domain == state.domains.end()) return;
  for (const std::vector<std::string>& physical : clustering_paths(domain->second)) {
    observed.table.cluster_by.emplace_back(logical_path(schema, physical));
  }
}

void read_partitioning(const Json& metadata, ObservedTable& observed) {
  const Json* columns = metadata.find("partitionColumns");
  if (columns == nullptr) return;
  for (const Json& column : columns->items) {
    if (!column.is_string()) throw LogError("the metaData is malformed: a partition column is no name");
    observed.table.partition_by.emplace_back(column.text);
  }
}

void check_format(const Json& metadata) {
  const Json* format = metadata.find("format");
  const std::string* provider = format != nullptr ? format->find_string("provider") : nullptr;
  if (provider != nullptr && *provider != "parquet") {
    throw LogError("its data files are of format '" + *provider + "', and Delta's are Parquet",
                   "give the table another name, or move what is there away", rules::kNotDelta.code);
  }
}

}  // namespace

Json schema_of(const Json& metadata) {
  const std::string* text = metadata.find_string("schemaString");
  if (text == nullptr) throw LogError("the metaData is malformed: it has no schemaString");
  try {
    return parse_json(*text);
  } catch (const LogError& error) {
    throw LogError(std::string("the schemaString is malformed: ") + error.what());
  }
}

std::vector<std::vector<std::string>> clustering_paths(const std::string& configuration) {
  const Json domain = parse_json(configuration);
  const Json* columns = domain.find("clusteringColumns");
  std::vector<std::vector<std::string>> paths;
  if (columns == nullptr) return paths;
  for (const Json& column : columns->items) {
    std::vector<std::string> path;
    // PROTOCOL.md's example shows bare names; Spark writes and wants paths.
    if (column.is_string()) path.push_back(column.text);
    for (const Json& step : column.items) path.push_back(step.text);
    if (path.empty()) throw LogError("the clustering domain is malformed");
    paths.push_back(std::move(path));
  }
  return paths;
}

namespace {

ObservedTable table_of(const TableName& name, const LogState& state) {
  ObservedTable observed;
  observed.name = name;
  observed.table.name = name;
  observed.presence = Presence::present;
  observed.version = state.version;
  observed.may_have_rows = state.files.count() > 0;
  observed.blind = {Aspect::keys, Aspect::tags};
  observed.protocol = parse_protocol(state.protocol);
  if (const auto refusal = read_refusal(observed.protocol)) {
    throw LogError(refusal->message, refusal->fix, rules::kUnknownFeature.code);
  }

  check_format(state.metadata);
  const Json schema = schema_of(state.metadata);
  observed.table.columns = columns_from_json(schema);
  if (const std::string* comment = state.metadata.find_string("description")) observed.table.comment = *comment;
  read_configuration(state.metadata, observed);
  read_partitioning(state.metadata, observed);
  read_clustering(state, schema, observed);
  if (observed.mapping_mode() != "none") {
    for_each_field(schema, ColumnPath(), [&](const ColumnPath& path, const Json& field) {
      observed.physical_names[fold_case(path.text())] = physical_name(field);
    });
  }
  return observed;
}

}  // namespace

ObservedTable observe(const TableName& name, const LogState& state) {
  return with_way_out([&] { return table_of(name, state); });
}

}  // namespace delta::lake
