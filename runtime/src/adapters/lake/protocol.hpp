#pragma once
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/lake/json.hpp"
#include "delta/catalog/observed_table.hpp"
#include "delta/expected.hpp"

namespace delta::lake {

/// A protocol action as a value, legacy versions spelt out as features. Throws `LogError` if it is malformed.
Protocol parse_protocol(const Json& action);

/// Why a table with this protocol must not be read, if so: versions or a feature that deltac does not know.
std::optional<Error> read_refusal(const Protocol& protocol);
/// Why nothing may be committed to it, although it can be read.
std::optional<Error> write_refusal(const Protocol& protocol);

/// Features that this adapter can switch on.
std::span<const std::string_view> switchable_features();

/// The protocol action with these features in addition, as Spark writes it: legacy versions if they mean exactly these
/// features, else writer 7; reader 1 if no feature binds readers, 2 for column mapping alone, else 3.
/// Equal to the old action if it has them all. A table's versions never go down.
Json with_features(const Json& action, const std::set<std::string>& features);

/// The protocol action of a new table.
Json new_protocol(const std::set<std::string>& features);

}  // namespace delta::lake
