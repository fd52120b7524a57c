#pragma once
#include <string_view>

#include "adapters/odbc/sql_session.hpp"

namespace delta::spark {

/// The rule that says what a server's error means, and the way out.
struct ErrorRule {
  std::string_view condition;  ///< Spark's name of the error, or how it begins
  int code;
  std::string_view fix;
};

/// Of errors that only the server can find, because they depend on rows, on rights or on others; nullptr for the rest.
const ErrorRule* find_error_rule(const SqlError& error);

}  // namespace delta::spark
