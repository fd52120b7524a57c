#pragma once
#include <string_view>

namespace delta::odbc {

struct DiagnosticRecord;

/// What one driver does differently from what ODBC says. The defaults are ODBC's.
struct Quirks {
  /// How the driver's file name begins, without "lib"; lower case.
  std::string_view driver;
  /// It takes a `?` inside backticks or a comment for a parameter unless SQL_ATTR_NOSCAN is on.
  bool scans_for_parameters = false;
  /// Text between backticks is a name to it; one that reads quotes, braces and comments' signs there garbles
  /// statements.
  bool knows_backticks = true;
  /// Rows come in blocks into bound buffers, and the rest of a cell that was cut is to be had afterwards
  /// (SQL_GD_BLOCK); false where the driver claims it and does not keep to it.
  bool fetches_blocks = true;
  /// Why it cannot be used at all, and what to use; empty otherwise.
  std::string_view unusable = "";
  std::string_view instead = "";
  std::string_view why = "";
};

/// By SQL_DRIVER_NAME ("psqlodbcw.so", "libsparkodbc_sb64.so").
const Quirks& quirks_of(std::string_view driver_name);

/// True if `record` is the next piece of the message that ended in `last`: psqlODBC cuts what its server says into
/// pieces, and gives each as a record with the same SQLSTATE.
bool continues_message(const DiagnosticRecord& last, const DiagnosticRecord& record);

}  // namespace delta::odbc
