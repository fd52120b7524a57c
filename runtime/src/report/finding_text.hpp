#pragma once
#include <string>
#include <string_view>

#include "delta/rules/finding.hpp"

namespace delta::report {

/// One finding with its source line and caret, as compilers print them.
std::string finding_text(const Finding& finding, const SourceLines& lines, bool color);

/// "(Spark would answer DELTA_OPERATION_NOT_ALLOWED.) " for the first error that names a server's answer, else empty.
std::string server_answer(const Findings& findings);

/// Every line of `text` moved right by `indent`.
std::string indented(std::string_view text, std::string_view indent);

}  // namespace delta::report
