#pragma once
#include <string>
#include <vector>

#include "adapters/odbc/handles.hpp"

namespace delta::odbc {

/// What the driver, or the driver manager, says about a call that did not succeed.
struct DiagnosticRecord {
  std::string sqlstate;
  long native = 0;
  std::string message;
  bool operator==(const DiagnosticRecord&) const = default;
};

/// All records of a handle, the first one first. Pieces of one long message, which some drivers give as records of
/// their own, are put together.
std::vector<DiagnosticRecord> read_diagnostics(const DriverManager& manager, SQLSMALLINT kind, SQLHANDLE handle);

}  // namespace delta::odbc
