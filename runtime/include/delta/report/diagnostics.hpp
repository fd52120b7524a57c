#pragma once
#include <string>

#include "delta/model/source.hpp"
#include "delta/rules/finding.hpp"

namespace delta {

/// How findings are shown to a person.
struct DiagnosticStyle {
  bool color = false;  ///< escape sequences, for a terminal
  int indent = 0;      ///< columns before every line, for findings inside a plan
};

/// A finding as compilers show theirs: `file:line:col: error: text [DLTnnn]`, the source line, a caret with the fix
/// beside it, then each note in the same form. A note without text underlines its place in the finding's own line. A
/// line that `lines` lacks is left out, and a place that is not known is the table's name. Ends with a newline.
std::string render(const Finding& finding, const SourceLines& lines, const DiagnosticStyle& style = {});
std::string render(const Findings& findings, const SourceLines& lines, const DiagnosticStyle& style = {});

/// "2 errors in 2 tables. deltac explain DLT402 tells more." Empty when there is no finding.
std::string summary(const Findings& findings);

/// One finding as a JSON object: code ("DLT402"), severity, message, file, line, column, length, fix, table, notes.
/// What is not known is left out.
std::string to_json(const Finding& finding);
/// `{"format":"deltac.findings/1","errors":N,"warnings":N,"findings":[…]}` and a newline.
std::string to_json(const Findings& findings);

}  // namespace delta
