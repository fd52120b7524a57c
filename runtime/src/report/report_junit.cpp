#include <fmt/format.h>

#include "delta/report/report_writers.hpp"
#include "model/utf8.hpp"
#include "report/taken_back.hpp"

namespace delta {
namespace {

/// `text` in XML, also in an attribute. What XML 1.0 cannot hold, and bytes that are no UTF-8, become U+FFFD.
std::string xml(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const char32_t c = utf8::take(text);
    switch (c) {
      case U'&': out += "&amp;"; break;
      case U'<': out += "&lt;"; break;
      case U'>': out += "&gt;"; break;
      case U'"': out += "&quot;"; break;
      case U'\t': out += "&#9;"; break;
      case U'\n': out += "&#10;"; break;
      case U'\r': out += "&#13;"; break;
      default: {
        const bool held = c >= 0x20 && !(c >= 0xD800 && c <= 0xDFFF) && c != 0xFFFE && c != 0xFFFF;
        utf8::append(out, held ? c : U'\uFFFD');
      }
    }
  }
  return out;
}

/// The same for text between tags, where lines may stay lines.
std::string xml_lines(std::string_view text) {
  std::string out = xml(text);
  for (std::size_t at = 0; (at = out.find("&#10;", at)) != std::string::npos;) out.replace(at, 5, "\n");
  return out;
}

std::string seconds(std::chrono::milliseconds time) {
  return fmt::format("{:.3f}", static_cast<double>(time.count()) / 1000.0);
}

enum class Verdict { passed, failure, error, skipped };

Verdict verdict(const SyncReport& report, const TableReport& table) {
  if (report::as_wanted(report, table)) return Verdict::passed;
  switch (table.status) {
    case TableStatus::in_sync:
    case TableStatus::applied: return Verdict::passed;
    case TableStatus::planned:
    case TableStatus::partly_applied:
    case TableStatus::undone:
    case TableStatus::blocked: return Verdict::failure;
    case TableStatus::skipped: return Verdict::skipped;
    case TableStatus::failed:
    case TableStatus::conflict: break;
  }
  return Verdict::error;
}

std::string reason(const TableReport& table) {
  if (!table.reason.empty()) return table.reason;
  for (const Finding& finding : table.findings) {
    if (finding.severity == Severity::error) return finding.text;
  }
  std::size_t left = 0;
  for (const UnitReport& unit : table.units) {
    for (const StepReport& step : unit.steps) left += step.status != StepStatus::done ? 1 : 0;
  }
  return fmt::format("{} step{} to run", left, left == 1 ? "" : "s");
}

std::string details(const SyncReport& report, const TableReport& table) {
  std::string out;
  if (table.status == TableStatus::undone)
    out += table.verified ? "taken back, read back as before the run\n" : "taken back\n";
  for (const UnitReport& unit : table.units) {
    for (const StepReport& step : unit.steps) {
      out += fmt::format("{}: {}", status_text(step.status), step.action);
      if (!step.subject.empty()) out += " " + step.subject;
      if (!step.reason.empty()) out += " (" + step.reason + ")";
      out += "\n";
    }
    for (const std::string& statement : unit.statements) out += "  " + statement + "\n";
    if (!unit.error.empty())
      out += "  " + unit.error + (unit.sqlstate.empty() ? "" : " [" + unit.sqlstate + "]") + "\n";
  }
  const std::vector<std::string> back = report::statements_back(report, table);
  if (!back.empty()) out += "what takes it back:\n";
  for (const std::string& statement : back) out += "  " + statement + "\n";
  for (const Finding& finding : table.findings) {
    out += fmt::format("{}{}{}\n", finding.code == 0 ? "" : code_text(finding.code) + " ", finding.text,
                       finding.fix.empty() ? "" : ": " + finding.fix);
  }
  return out;
}

std::string case_text(const SyncReport& report, const TableReport& table) {
  std::string out = fmt::format("    <testcase classname=\"{}\" name=\"{}\" time=\"{}\">\n",
                                xml(table.name.name_space().text()), xml(table.name.text()), seconds(table.elapsed));
  const std::string type(status_text(table.status));
  const std::string why = xml(in_one_line(reason(table), table.fix));
  switch (verdict(report, table)) {
    case Verdict::passed: break;
    case Verdict::failure: out += fmt::format("      <failure type=\"{}\" message=\"{}\"/>\n", type, why); break;
    case Verdict::error: out += fmt::format("      <error type=\"{}\" message=\"{}\"/>\n", type, why); break;
    case Verdict::skipped: out += fmt::format("      <skipped message=\"{}\"/>\n", why); break;
  }
  const std::string more = details(report, table);
  if (!more.empty()) out += fmt::format("      <system-out>{}</system-out>\n", xml_lines(more));
  return out + "    </testcase>\n";
}

}  // namespace

std::string to_junit(const SyncReport& report, std::string_view suite) {
  std::size_t counts[4] = {};
  std::string cases;
  std::chrono::milliseconds time{0};
  for (const TableReport& table : report.tables) {
    ++counts[static_cast<std::size_t>(verdict(report, table))];
    time += table.elapsed;
    cases += case_text(report, table);
  }
  std::size_t number = report.tables.size();
  const auto add_failure = [&](std::string_view of, std::string_view name, std::string_view type,
                               const std::string& message) {
    ++number;
    ++counts[static_cast<std::size_t>(Verdict::failure)];
    cases += fmt::format(
        "    <testcase classname=\"{}\" name=\"{}\" time=\"0.000\">\n      <failure type=\"{}\" "
        "message=\"{}\"/>\n    </testcase>\n",
        of, xml(name), type, xml(message));
  };
  const auto add_findings = [&](const Findings& findings, std::string_view of) {
    for (const Finding& finding : findings) {
      if (finding.severity != Severity::error) continue;
      add_failure(of, finding.table.empty() ? report.plan.registry_name : finding.table,
                  finding.code == 0 ? "stopped" : code_text(finding.code), in_one_line(finding.text, finding.fix));
    }
  };
  if (!report.unfinished.empty())
    add_failure("run", report.run, "unfinished", report.unfinished + "; recover finishes it");
  add_findings(report.findings, "run");
  add_findings(report.plan.findings, "registry");
  const std::string numbers = fmt::format("tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\" time=\"{}\"",
                                          number, counts[1], counts[2], counts[3], seconds(time));
  const std::string name = xml(std::string(suite) + " " + report.plan.target);
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"{}\" {}>\n  <testsuite name=\"{}\" {}>\n"
      "{}  </testsuite>\n</testsuites>\n",
      name, numbers, name, numbers, cases);
}

}  // namespace delta
