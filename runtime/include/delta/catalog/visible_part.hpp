#pragma once
#include <string>

#include "delta/catalog/observed_table.hpp"

namespace delta {

/// A table without what a reader that is blind to these aspects cannot tell.
Table visible_part(Table table, Aspects blind);

/// True if tables that differ in nothing but these aspects have different fingerprints. Keys and tags are in no table
/// that a target without them holds.
bool hides_something(Aspects blind);

/// The fingerprint of what can be seen; empty for a table that is not there.
std::string visible_fingerprint(const ObservedTable& table, Aspects blind);

}  // namespace delta
