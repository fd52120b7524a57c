#include "commands/findings.hpp"

#include <ostream>

#include "delta/report/diagnostics.hpp"

namespace deltac {

int print_findings(std::ostream& out, delta::Findings findings, const delta::SourceLines& lines, Format format,
                   bool color) {
  delta::sort_findings(findings);
  if (format == Format::json) {
    out << delta::to_json(findings);
  } else if (!findings.empty()) {
    const std::string closing = delta::summary(findings);  // notes alone have none
    out << delta::render(findings, lines, {.color = color}) << closing << (closing.empty() ? "" : "\n");
  }
  return delta::has_error(findings) ? kErrorFindings : kClean;
}

std::string failure_text(std::string_view command, std::string_view message, std::string_view fix) {
  std::string out = "deltac " + std::string(command) + ": " + std::string(message) + "\n";
  if (!fix.empty()) out += "  " + std::string(fix) + "\n";
  return out;
}

}  // namespace deltac
