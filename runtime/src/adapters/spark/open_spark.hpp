#pragma once
#include <cstdint>
#include <memory>
#include <string>

#include "adapters/odbc/sql_session.hpp"
#include "delta/engine.hpp"

namespace delta::spark {

/// True if the server is a Databricks workspace with Unity Catalog.
Expected<bool> is_databricks(SqlSession& session);

/// A Spark with Delta as a target. Asks the server what it can; `dialect` ("spark 4.0", "spark") is taken for its
/// answer unless it is empty. `name` is what reports call the target. `most_commits`: see `SparkReader`. `more` opens
/// the sessions of tables that run side by side; it may be empty.
Expected<Target> open_spark(std::shared_ptr<SqlSession> session, const MoreSessions& more, const std::string& name,
                            const std::string& dialect, std::int64_t most_commits);

}  // namespace delta::spark
