#pragma once
#include <cstdint>

#include "adapters/lake/json.hpp"

namespace delta::lake {

/// Gives every struct field that has none an id above `last_id` and a physical name, in the schema's order, nested ones
/// too, as Spark does. A field of a table that was not mapped before keeps its name as the physical one, because its
/// data files have it; a new field gets a name of its own, so that nothing old can ever be read as it.
/// Returns the highest id that was ever given, which is never lowered.
std::int64_t map_columns(Json& schema, std::int64_t last_id, bool keep_names);

}  // namespace delta::lake
