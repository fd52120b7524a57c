#pragma once
#include <nlohmann/json.hpp>

#include "delta/model/table.hpp"

namespace delta::lake::test {

/// Columns in the form of the fixtures' expected.json: Delta's type names, VARCHAR and CHAR with their length, nested
/// types as objects, and only what is there.
nlohmann::json columns_json(const Table& table);

}  // namespace delta::lake::test
