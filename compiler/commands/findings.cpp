#include "commands/findings.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <ostream>
#include <set>

#include "report/finding_text.hpp"

namespace deltac {
namespace {

using delta::Finding;
using delta::Findings;
using delta::Severity;

std::string_view severity_word(Severity severity) {
  switch (severity) {
    case Severity::note: return "note";
    case Severity::warning: return "warning";
    case Severity::error: break;
  }
  return "error";
}

std::string counted(std::size_t count, std::string_view word) {
  return fmt::format("{} {}{}", count, word, count == 1 ? "" : "s");
}

/// "2 errors in 2 tables. deltac explain DLT402 tells more."
std::string closing_line(const Findings& findings) {
  std::size_t errors = 0;
  std::size_t warnings = 0;
  std::set<std::string> tables;
  for (const Finding& finding : findings) {
    errors += finding.severity == Severity::error ? 1 : 0;
    warnings += finding.severity == Severity::warning ? 1 : 0;
    if (!finding.table.empty()) tables.insert(finding.table);
  }
  std::string out;
  if (errors > 0) out = counted(errors, "error");
  if (warnings > 0) out += (out.empty() ? "" : " and ") + counted(warnings, "warning");
  if (!tables.empty()) out += " in " + counted(tables.size(), "table");
  if (findings.front().code > 0) out += ". deltac explain " + delta::code_text(findings.front().code) + " tells more";
  return out + ".\n";
}

nlohmann::ordered_json place_json(const delta::SourceSpan& span) {
  return {{"file", span.file}, {"line", span.line}, {"column", span.column}, {"length", span.length}};
}

nlohmann::ordered_json finding_json(const Finding& finding) {
  nlohmann::ordered_json json{{"code", delta::code_text(finding.code)},
                              {"severity", severity_word(finding.severity)},
                              {"message", finding.text}};
  json.update(place_json(finding.span));
  json["fix"] = finding.fix;
  json["table"] = finding.table;
  json["notes"] = nlohmann::ordered_json::array();
  for (const Finding::Note& note : finding.notes) {
    nlohmann::ordered_json each = place_json(note.span);
    each["message"] = note.text;
    json["notes"].push_back(std::move(each));
  }
  return json;
}

}  // namespace

int print_findings(std::ostream& out, Findings findings, const delta::SourceLines& lines, Format format, bool color) {
  delta::sort_findings(findings);
  if (format == Format::json) {
    nlohmann::ordered_json json{{"format", "deltac.findings/1"}, {"findings", nlohmann::ordered_json::array()}};
    for (const Finding& finding : findings) json["findings"].push_back(finding_json(finding));
    out << json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) << '\n';
  } else if (!findings.empty()) {
    for (const Finding& finding : findings) out << delta::report::finding_text(finding, lines, color);
    out << closing_line(findings);
  }
  return delta::has_error(findings) ? kErrorFindings : kClean;
}

std::string failure_text(std::string_view command, std::string_view message, std::string_view fix) {
  std::string out = fmt::format("deltac {}: {}\n", command, message);
  if (!fix.empty()) out += fmt::format("  {}\n", fix);
  return out;
}

}  // namespace deltac
