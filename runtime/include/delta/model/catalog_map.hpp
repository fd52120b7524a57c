#pragma once
#include <map>
#include <string>

#include "delta/model/table.hpp"

namespace delta {

/// What a server calls the catalogues that the code names, by folded name: Spark without Unity Catalog has one only,
/// `spark_catalog`, whatever the environments are called.
using CatalogMap = std::map<std::string, std::string>;

/// Puts the server's catalogues into every name of three parts. `registry` is filled.
void map_catalogs(Registry& registry, const CatalogMap& map);
/// The same for one table's name.
std::string map_catalog(const std::string& table, const CatalogMap& map);
/// And for a schema's, of two parts.
std::string map_schema_catalog(const std::string& schema, const CatalogMap& map);

}  // namespace delta
