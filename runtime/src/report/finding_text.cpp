#include "report/finding_text.hpp"

#include <fmt/format.h>

#include "delta/rules/rule.hpp"
#include "report/text_layout.hpp"

namespace delta::report {

std::string finding_text(const Finding& finding, const SourceLines& lines, bool color) {
  const std::string_view word = finding.severity == Severity::error     ? "error"
                                : finding.severity == Severity::warning ? "warning"
                                                                        : "note";
  const Style style = finding.severity == Severity::error ? Style::red : Style::yellow;
  std::string out;
  if (finding.span.known()) {
    out += fmt::format("{}:{}:{}: ", finding.span.file, finding.span.line, finding.span.column);
  }
  out += fmt::format("{} {} [{}]\n", paint(fmt::format("{}:", word), style, color), printable(finding.text),
                     code_text(finding.code));
  (void)lines;
  return out;
}

std::string server_answer(const Findings& findings) {
  for (const Finding& finding : findings) {
    const rules::RuleInfo* rule = finding.severity == Severity::error ? rules::find_rule(finding.code) : nullptr;
    if (rule != nullptr && !rule->prevents.empty()) return fmt::format("(Spark would answer {}.) ", rule->prevents);
  }
  return "";
}

std::string indented(std::string_view text, std::string_view indent) {
  std::string out;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    if (!line.empty()) out.append(indent).append(line);
    out += '\n';
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return out;
}

}  // namespace delta::report
