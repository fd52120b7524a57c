#include "report/markdown_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "model/utf8.hpp"
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

namespace {

/// Lines stay lines; other control characters, and bytes that are no UTF-8, become U+FFFD.
std::string visible_lines(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const char32_t c = utf8::take(text);
    const bool shown = c == U'\n' || c == U'\t' ||
                       (c >= 0x20 && c != 0x7F && !(c >= 0x80 && c < 0xA0) && !(c >= 0xD800 && c <= 0xDFFF));
    utf8::append(out, shown ? c : U'\uFFFD');
  }
  return out;
}

}  // namespace

std::string markdown_details(std::string_view title, std::string_view language, std::string_view raw) {
  const std::string text = visible_lines(raw);
  std::size_t longest = 0;
  std::size_t run = 0;
  for (const char c : text) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  const std::string fence(std::max<std::size_t>(3, longest + 1), '`');
  return fmt::format("\n<details><summary>{}</summary>\n\n{}{}\n{}{}\n\n</details>\n", title, fence, language, text,
                     fence);
}

std::string markdown_findings(const Findings& findings) {
  std::string out;
  for (const Finding& finding : findings) {
    const char* word = finding.severity == Severity::error     ? "error"
                       : finding.severity == Severity::warning ? "warning"
                                                               : "note";
    out += fmt::format("- **{}** {} {}{}\n", word, finding.code == 0 ? "" : code_text(finding.code),
                       markdown_cell(finding.text), finding.fix.empty() ? "" : " (" + markdown_cell(finding.fix) + ")");
  }
  return out.empty() ? out : "\n" + out;
}

}  // namespace delta::report
