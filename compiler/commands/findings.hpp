#pragma once
#include <iosfwd>
#include <string>
#include <string_view>

#include "delta/rules/finding.hpp"

namespace deltac {

/// Exit codes of deltac.
inline constexpr int kClean = 0;
inline constexpr int kErrorFindings = 1;
inline constexpr int kUsageOrInternal = 2;

enum class Format { text, json };

/// Writes findings as compilers do, with source lines and carets and a closing line, or as JSON ("deltac.findings/1").
/// Returns the exit code that they mean.
int print_findings(std::ostream& out, delta::Findings findings, const delta::SourceLines& lines, Format format,
                   bool color);

/// `deltac link: TEXT`, and the fix on the next line. For what is no finding: bad usage, files, defects of our own.
std::string failure_text(std::string_view command, std::string_view message, std::string_view fix);

}  // namespace deltac
