#pragma once
#include <memory>
#include <string>

#include "adapters/databricks/databricks_reader.hpp"
#include "delta/engine.hpp"

namespace delta::databricks {

/// A Databricks workspace with Unity Catalog as a target. `name` is what reports call it; `dialect` ("databricks 15.4")
/// stands for what the server says of itself unless it is empty.
Expected<Target> open_databricks(std::shared_ptr<SqlSession> session, MoreSessions more, const std::string& name,
                                 const std::string& dialect);

}  // namespace delta::databricks
