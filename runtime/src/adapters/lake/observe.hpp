#pragma once
#include <string>
#include <vector>

#include "adapters/lake/json.hpp"
#include "adapters/lake/log_state.hpp"
#include "delta/catalog/observed_table.hpp"

namespace delta::lake {

inline constexpr std::string_view kClusteringDomain = "delta.clustering";
inline constexpr std::string_view kCheckPrefix = "delta.constraints.";

/// The schema inside a metaData action. Throws `LogError`.
Json schema_of(const Json& metadata);

/// The physical paths in a clustering domain's configuration. Throws `LogError`.
std::vector<std::vector<std::string>> clustering_paths(const std::string& configuration);

/// What a log's state says of the table, as the model has it. Throws `LogError` for a table that deltac must not touch:
/// its protocol, its format, its properties, or a malformed metaData.
ObservedTable observe(const TableName& name, const LogState& state);

}  // namespace delta::lake
