#pragma once
#include "app/session.hpp"
#include "delta/report/sync_report.hpp"

namespace delta::app {

/// Opens the files that --report names, before anything is done.
Expected<std::vector<ReportFile>, Stop> open_reports(const Options& options);

/// A report in a form for programs, or what a person reads of it.
std::string report_text(const SyncReport& report, const Session& session, Format format);

/// Writes the files that --report named. Returns `code`, or a worse one if that cannot be done.
ExitCode write_reports(Session& session, const SyncReport& report, ExitCode code);

}  // namespace delta::app
