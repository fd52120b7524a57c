#include "adapters/odbc/diagnostics.hpp"

#include <algorithm>

#include "adapters/odbc/quirks.hpp"
#include "adapters/odbc/wide.hpp"

namespace delta::odbc {
namespace {

constexpr std::size_t kFirstBuffer = 1024;
constexpr SQLSMALLINT kMaxRecords = 200;

}  // namespace

std::vector<DiagnosticRecord> read_diagnostics(const DriverManager& manager, SQLSMALLINT kind, SQLHANDLE handle) {
  std::vector<DiagnosticRecord> records;
  std::vector<SQLWCHAR> text(kFirstBuffer);
  for (SQLSMALLINT number = 1; number <= kMaxRecords; ++number) {
    SQLWCHAR state[6] = {};
    SQLINTEGER native = 0;
    SQLSMALLINT length = 0;
    SQLRETURN result = manager.SQLGetDiagRecW(kind, handle, number, state, &native, text.data(),
                                              static_cast<SQLSMALLINT>(text.size()), &length);
    if (result == SQL_SUCCESS_WITH_INFO && length >= static_cast<SQLSMALLINT>(text.size())) {
      text.resize(static_cast<std::size_t>(length) + 1);
      result = manager.SQLGetDiagRecW(kind, handle, number, state, &native, text.data(),
                                      static_cast<SQLSMALLINT>(text.size()), &length);
    }
    if (!SQL_SUCCEEDED(result)) break;
    DiagnosticRecord record;
    append_utf8(record.sqlstate, std::span<const SQLWCHAR>(state, std::find(state, state + 5, SQLWCHAR{0})));
    record.native = native;
    const std::size_t units = std::min(static_cast<std::size_t>(std::max<SQLSMALLINT>(length, 0)), text.size() - 1);
    append_utf8(record.message, std::span<const SQLWCHAR>(text.data(), units));
    if (!records.empty() && continues_message(records.back(), record)) {
      records.back().message += record.message;
    } else {
      records.push_back(std::move(record));
    }
  }
  return records;
}

}  // namespace delta::odbc
