#include "adapters/spark/server_error.hpp"

namespace delta::spark {

bool concerns_statement(const SqlError& error) {
  switch (error.kind) {
    case SqlError::Kind::refused:
    case SqlError::Kind::not_found:
    case SqlError::Kind::exists:
    case SqlError::Kind::not_permitted:
    case SqlError::Kind::conflict: return true;
    default: return false;
  }
}

Error server_error(const SqlError& error) { return {error.message, error.fix}; }

Error state_schema_error(const std::string& what, const SqlError& error) {
  std::string fix = error.fix;
  if (error.kind == SqlError::Kind::not_found && fix.empty())
    fix = "make that schema, or name another with --state-schema";
  return {what + ": " + error.message, fix};
}

}  // namespace delta::spark
