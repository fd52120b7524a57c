#pragma once
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "adapters/spark/catalog_listing.hpp"
#include "sql/spark_state.hpp"

namespace delta::spark {

/// Checkpoints by `directory_key` of their table.
using BasesByDirectory = std::map<std::string, sql::LogBase>;

/// Where these tables' logs lie, one place per folder that the tables lie in: `parent/*` where all that a schema has is
/// wanted, else a place for each table. Each knows the bases of its tables.
std::vector<sql::LogFolder> log_folders(std::span<const CatalogEntry> tables, bool all,
                                        const BasesByDirectory& bases = {});

}  // namespace delta::spark
