#pragma once
#include <memory>
#include <string>

#include "adapters/odbc/sql_session.hpp"
#include "delta/engine.hpp"

namespace delta::spark {

/// A Spark with Delta as a target. Asks the server what it is and what it can; `dialect` ("spark 4.0", "spark") is
/// taken for its answer unless it is empty. `name` is what reports call the target.
Expected<Target> open_spark(std::shared_ptr<SqlSession> session, const std::string& name, const std::string& dialect);

}  // namespace delta::spark
