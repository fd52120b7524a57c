#include <fmt/format.h>

#include "delta/report/sync_report.hpp"
#include "report/taken_back.hpp"
#include "report/text_layout.hpp"

namespace delta {
namespace {

constexpr std::size_t kTables = 8;  // with their fixes, one screen
constexpr std::size_t kWidth = 200;

std::string code_of(const TableReport& table, const std::string& text) {
  for (const Finding& finding : table.findings) {
    if (finding.text == text && finding.code != 0) return fmt::format(" [{}]", code_text(finding.code));
  }
  return "";
}

std::string words(TableStatus status) {
  std::string out(status_text(status));
  for (char& c : out) c = c == '_' ? ' ' : c;
  return out;
}

/// Why a table is not in sync, and what to do.
std::string table_text(const TableReport& table) {
  std::string why = table.reason;
  std::string fix = table.fix;
  for (const Finding& finding : table.findings) {
    if (!why.empty() || finding.severity != Severity::error) continue;
    why = finding.text;
    fix = finding.fix;
  }
  std::string code = code_of(table, why);
  if (why.empty() && table.steps_skipped > 0) {
    why = report::count(table.steps_skipped, "step") + " waiting for permission";
    for (const UnitReport& unit : table.units) {
      for (const StepReport& step : unit.steps) {
        const bool told = step.reason.empty() || fix.find(step.reason) != std::string::npos;
        if (step.status == StepStatus::skipped && !told) fix += (fix.empty() ? "" : "; ") + step.reason;
      }
    }
  }
  std::string out = fmt::format("\n  {}: {}", report::printable(table.name.text()), words(table.status));
  if (!why.empty()) out += ": " + report::shorten(report::printable(why), kWidth) + code;
  if (!fix.empty()) out += "\n    " + report::shorten(report::printable(fix), kWidth);
  return out;
}

}  // namespace

std::string failure_text(const SyncReport& report) {
  std::string tables;
  std::size_t failed = 0;
  for (const TableReport& table : report.tables) {
    if (report::as_wanted(report, table) && table.steps_skipped == 0) continue;
    if (++failed <= kTables) tables += table_text(table);
  }
  if (failed > kTables) tables += fmt::format("\n  and {} more", failed - kTables);
  std::string out = fmt::format("{} of {} tables are not {} on {}", failed, report.tables.size(),
                                report.takes_back() ? "taken back" : "in sync", report::printable(report.plan.target));
  if (report.interrupted) out += "; the run was interrupted";
  if (!report.unfinished.empty())
    out += "; the run is unfinished and needs recover: " + report::printable(report.unfinished);
  if (!report.run.empty()) out += " (run " + report.run + ")";
  out += ":" + tables;
  for (const Findings* findings : {&report.findings, &report.plan.findings}) {
    for (const Finding& finding : *findings) {
      if (finding.severity != Severity::error) continue;
      out +=
          fmt::format("\n  {} [{}]", report::shorten(report::printable(finding.text), kWidth), code_text(finding.code));
    }
  }
  return out;
}

}  // namespace delta
