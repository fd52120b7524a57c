#include "adapters/spark/server_error.hpp"

namespace delta::spark {

bool concerns_statement(const SqlError& error) {
  switch (error.kind) {
    case SqlError::Kind::refused:
    case SqlError::Kind::not_found:
    case SqlError::Kind::exists:
    case SqlError::Kind::not_permitted:
    case SqlError::Kind::conflict:
      return true;
    default:
      return false;
  }
}

Error server_error(const SqlError& error) { return {error.message, error.fix}; }

}  // namespace delta::spark
