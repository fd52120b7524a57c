#pragma once
#include <string>
#include <string_view>

#include "delta/report/sync_report.hpp"

/// A run's report in the forms that others read; as JSON: delta/report/plan_json.hpp. Names, comments and messages may
/// hold anything: each form keeps them from being read as more than text.
namespace delta {

/// For a pull request or a job's summary: a line per table, then what each did.
std::string to_markdown(const SyncReport& report);

/// JUnit XML, a test case per table: failed for a table that is not in sync, an error for one that could not be read or
/// written. `suite` names the test suite: "shop-migrate check".
std::string to_junit(const SyncReport& report, std::string_view suite);

/// SARIF 2.1.0: every finding where the code stands that it is about, and a result for each table that is not in sync.
std::string to_sarif(const SyncReport& report);

}  // namespace delta
