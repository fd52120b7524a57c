#include "report/markdown_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "report/text_layout.hpp"

namespace delta::report {

std::string markdown_cell(std::string_view text) {
  std::string out;
  for (const char c : printable(text)) {
    if (std::string_view("\\`*_{}[]<>#|~").find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

std::string markdown_details(std::string_view title, std::string_view language, std::string_view text) {
  std::size_t longest = 0;
  std::size_t run = 0;
  for (const char c : text) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  const std::string fence(std::max<std::size_t>(3, longest + 1), '`');
  return fmt::format("\n<details><summary>{}</summary>\n\n{}{}\n{}{}\n\n</details>\n", title, fence, language, text, fence);
}

std::string markdown_findings(const Findings& findings) {
  std::string out;
  for (const Finding& finding : findings) {
    const char* word = finding.severity == Severity::error ? "error" : finding.severity == Severity::warning ? "warning" : "note";
    out += fmt::format("- **{}** {} {}{}\n", word, finding.code == 0 ? "" : code_text(finding.code), markdown_cell(finding.text),
                       finding.fix.empty() ? "" : " (" + markdown_cell(finding.fix) + ")");
  }
  return out.empty() ? out : "\n" + out;
}

}  // namespace delta::report
