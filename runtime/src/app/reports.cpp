#include "app/reports.hpp"

#include <algorithm>

#include "app/interrupt.hpp"
#include "delta/report/plan_json.hpp"
#include "delta/report/report_writers.hpp"
#include "report/apply_text.hpp"
#include "report/plan_text.hpp"
#include "report/text_layout.hpp"

namespace delta::app {
namespace {

std::string for_people(const SyncReport& report, const Session& session) {
  report::Invocation plain = session.invocation;
  plain.color = false;
  const bool ran = session.options.command == Command::apply || session.options.command == Command::recover;
  if (!ran && report.stopped == 0)
    return report::plan_text(report.plan, plain, session.registry.lines, session.target.executor == nullptr);
  std::string out;
  for (const TableReport& table : report.tables)
    out += report::table_line(table, report::name_width(report.plan), plain);
  return out + report::run_summary(report, plain);
}

}  // namespace

Expected<std::vector<ReportFile>, Stop> open_reports(const Options& options) {
  std::vector<ReportFile> out;
  for (const ReportRequest& request : options.reports) {
    const auto same = [&](const ReportRequest& each) { return each.path == request.path; };
    if (!request.path.starts_with("/dev/") && std::ranges::count_if(options.reports, same) > 1) {
      return Stop{ExitCode::usage, "two --report name " + report::printable(request.path),
                  "give each a file of its own: the last would replace the others"};
    }
    auto file = OutputFile::open(request.path, "--report");
    if (!file) return stop_for(file.error(), ExitCode::usage);
    out.push_back({request.format, *std::move(file)});
  }
  return out;
}

std::string report_text(const SyncReport& report, const Session& session, Format format) {
  switch (format) {
    case Format::json: return to_json(report);
    case Format::markdown: return to_markdown(report);
    case Format::junit:
      return to_junit(report, session.options.program + " " + std::string(command_word(session.options.command)));
    case Format::sarif: return to_sarif(report);
    case Format::text:
    case Format::sql: break;
  }
  return for_people(report, session);
}

ExitCode write_result(Session& session, const SyncReport& report, ExitCode code) {
  const Options& options = session.options;
  if (options.format == Format::text && !session.result) return code;
  const std::string text = report_text(report, session, options.format);
  const Expected<void> done = session.result ? session.result->commit(text) : print(text);
  session.result.reset();
  return done ? code : worse(code, complain(options, stop_for(done.error(), ExitCode::usage)));
}

ExitCode write_reports(Session& session, const SyncReport& report, ExitCode code) {
  at_interrupted_end(nullptr);  // from here on they tell how it ended
  for (ReportFile& each : session.reports) {
    const auto done = each.file.commit(report_text(report, session, each.format));
    if (!done) code = worse(code, complain(session.options, stop_for(done.error(), ExitCode::usage)));
  }
  session.reports.clear();
  return code;
}

SyncReport stopped_report(const Session& session, const Stop& stop) {
  SyncReport report;
  report.stopped = static_cast<int>(stop.code);
  report.interrupted = stop.code == ExitCode::interrupted;
  report.plan.registry_name = session.registry.name;
  report.plan.registry_fingerprint = session.registry_fingerprint;
  report.plan.variables = session.registry.variables;
  report.plan.target = session.invocation.target;
  Finding& why = report.findings.emplace_back();
  why.code = stop.rule;
  why.severity = Severity::error;
  why.text = stop.message.empty() ? stop.shown : stop.message;
  why.fix = stop.fix;
  report.findings.insert(report.findings.end(), stop.details.begin(), stop.details.end());
  return report;
}

ExitCode give_up(Session& session, const Stop& stop) {
  const SyncReport report = stopped_report(session, stop);
  const ExitCode code = complain(session.options, stop);
  const Command command = session.options.command;
  const bool runs = command == Command::apply || command == Command::recover;
  return write_reports(session, report, runs ? write_result(session, report, code) : code);
}

}  // namespace delta::app
