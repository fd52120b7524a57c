#include "adapters/odbc/quirks.hpp"

#include <array>
#include <cctype>
#include <string>

#include "adapters/odbc/diagnostics.hpp"

namespace delta::odbc {
namespace {

constexpr std::array kQuirks{
    Quirks{.driver = "psqlodbca",
           .unusable = "is psqlODBC's ANSI driver, through which text that is not ASCII arrives garbled",
           .instead = "name psqlodbcw.so, its Unicode driver (\"PostgreSQL Unicode\" in odbcinst.ini)",
           .why = "13.02: unixODBC cuts each wide character to a byte for a driver without wide functions"},
    Quirks{.driver = "psqlodbc",
           .scans_for_parameters = true,
           .knows_backticks = false,
           .why = "13.02: 07002 for `we?ird`, whatever SQL_ATTR_NOSCAN is; block fetches of text are whole, seen "
                  "against PostgreSQL 15"},
    Quirks{.driver = "sparkodbc",
           .scans_for_parameters = true,
           .fetches_blocks = false,
           .why = "Simba's Spark and Databricks drivers: never run here, so asked for no more than ODBC's core"},
    Quirks{.driver = "databricks",
           .scans_for_parameters = true,
           .fetches_blocks = false,
           .why = "the same driver under its newer name"},
};

constexpr Quirks kNone{.driver = ""};

}  // namespace

const Quirks& quirks_of(std::string_view driver_name) {
  const std::size_t slash = driver_name.rfind('/');
  if (slash != std::string_view::npos) driver_name.remove_prefix(slash + 1);
  std::string name;
  for (const char c : driver_name) name += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  for (const Quirks& quirks : kQuirks) {
    if (name.starts_with(quirks.driver) || name.starts_with("lib" + std::string(quirks.driver))) return quirks;
  }
  return kNone;
}

bool continues_message(const DiagnosticRecord& last, const DiagnosticRecord& record) {
  // A message of its own begins with who sends it, "[vendor][driver]…"; a piece goes on in the middle of a word.
  constexpr std::size_t kShortestPiece = 100;
  return record.sqlstate == last.sqlstate && record.native == last.native && last.message.size() >= kShortestPiece &&
         !record.message.starts_with('[');
}

}  // namespace delta::odbc
