#include "delta/rules/finding.hpp"

#include <algorithm>
#include <tuple>

#include "delta/rules/rule.hpp"

namespace delta {
namespace {

auto order_of(const Finding& f) {
  return std::tie(f.span.file, f.span.line, f.span.column, f.code, f.table, f.text, f.fix);
}

}  // namespace

bool has_error(const Findings& findings) {
  return std::any_of(findings.begin(), findings.end(), [](const Finding& f) { return f.severity == Severity::error; });
}

std::string code_text(int code) {
  std::string digits = std::to_string(code);
  return "DLT" + std::string(digits.size() < 3 ? 3 - digits.size() : 0, '0') + digits;
}

void sort_findings(Findings& findings) {
  std::sort(findings.begin(), findings.end(),
            [](const Finding& a, const Finding& b) { return order_of(a) < order_of(b); });
  findings.erase(std::unique(findings.begin(), findings.end(),
                             [](const Finding& a, const Finding& b) { return order_of(a) == order_of(b); }),
                 findings.end());
}

}  // namespace delta

namespace delta::rules {

Finding finding(const RuleInfo& rule, SourceSpan span, std::string text, std::string fix) {
  Finding out;
  out.code = rule.code;
  out.severity = rule.severity;
  out.span = std::move(span);
  out.text = std::move(text);
  out.fix = std::move(fix);
  return out;
}

}  // namespace delta::rules
