#pragma once
#include <string>

#include "delta/report/sync_report.hpp"

namespace delta::report {

/// What a run did, for programs ("deltac.report/1"): each table with its status, versions, and why it failed.
std::string report_json(const SyncReport& report);

}  // namespace delta::report
