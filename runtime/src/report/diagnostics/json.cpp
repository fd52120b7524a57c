#include "delta/report/diagnostics.hpp"
#include "model/json_text.hpp"

namespace delta {
namespace {

void member(std::string& out, std::string_view name, std::string_view text) {
  if (text.empty()) return;
  out += out.back() == '{' ? "" : ",";
  json::append_quoted(out, name);
  out += ':';
  json::append_quoted(out, text);
}

void member(std::string& out, std::string_view name, int number) {
  out += out.back() == '{' ? "" : ",";
  json::append_quoted(out, name);
  out += ':';
  out += std::to_string(number);
}

void place(std::string& out, const SourceSpan& span) {
  member(out, "file", span.file.text());
  if (!span.known()) return;
  member(out, "line", span.line);
  member(out, "column", span.column);
  member(out, "length", span.length);
}

}  // namespace

std::string to_json(const Finding& finding) {
  std::string out = "{";
  member(out, "code", finding.code == 0 ? std::string() : code_text(finding.code));
  member(out, "severity",
         finding.severity == Severity::error     ? "error"
         : finding.severity == Severity::warning ? "warning"
                                                 : "note");
  member(out, "message", finding.text);
  place(out, finding.span);
  member(out, "fix", finding.fix);
  member(out, "table", finding.table);
  if (!finding.notes.empty()) {
    out += ",\"notes\":[";
    for (const Finding::Note& note : finding.notes) {
      if (out.back() != '[') out += ',';
      std::string one = "{";
      member(one, "message", note.text);
      place(one, note.span);
      out += one + "}";
    }
    out += ']';
  }
  return out + "}";
}

std::string to_json(const Findings& findings) {
  int errors = 0;
  int warnings = 0;
  for (const Finding& finding : findings) {
    errors += finding.severity == Severity::error;
    warnings += finding.severity == Severity::warning;
  }
  std::string out = "{";
  member(out, "format", "deltac.findings/1");
  member(out, "errors", errors);
  member(out, "warnings", warnings);
  out += ",\"findings\":[";
  for (const Finding& finding : findings) {
    out += out.back() == '[' ? "\n  " : ",\n  ";
    out += to_json(finding);
  }
  out += findings.empty() ? "]}\n" : "\n]}\n";
  return out;
}

}  // namespace delta
