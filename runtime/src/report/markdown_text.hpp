#pragma once
#include <string>
#include <string_view>

#include "delta/rules/finding.hpp"

namespace delta::report {

/// `text` inside a cell: nothing in it is Markdown.
std::string markdown_cell(std::string_view text);
/// A block of code that nothing in `text` can close, folded under `title`; `text` ends with a newline.
std::string markdown_details(std::string_view title, std::string_view language, std::string_view text);
/// A line per finding; empty when there is none.
std::string markdown_findings(const Findings& findings);

}  // namespace delta::report
