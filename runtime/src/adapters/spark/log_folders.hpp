#pragma once
#include <span>
#include <string>
#include <vector>

#include "adapters/spark/catalog_listing.hpp"

namespace delta::spark {

/// Hadoop globs of these tables' directories, one per folder that they lie in: `parent/*` where all that a schema has
/// is wanted, else `parent/{orders,lines}`.
std::vector<std::string> log_folders(std::span<const CatalogEntry> tables, bool all);

}  // namespace delta::spark
