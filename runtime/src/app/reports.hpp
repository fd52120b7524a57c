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

/// Writes what a run is to a program to the open --out or else to standard output, and to a person, what was said
/// already, to the open --out alone. Returns `code`, or a worse one if that cannot be done.
ExitCode write_result(Session& session, const SyncReport& report, ExitCode code);

/// The report of a command that stops before anything ran.
SyncReport stopped_report(const Session& session, const Stop& stop);

/// Says why a command stops before anything ran, in the reports and the result too. Returns the stop's code.
ExitCode give_up(Session& session, const Stop& stop);

}  // namespace delta::app
