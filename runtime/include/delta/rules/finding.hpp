#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "delta/model/source.hpp"

namespace delta {

enum class Severity { note, warning, error };

/// What is wrong with a schema or a change, where, and the way out.
struct Finding {
  /// Another place that matters. Without text it underlines its stretch of the finding's own line.
  struct Note {
    SourceSpan span;
    std::string text;
    bool operator==(const Note&) const = default;
  };

  int code = 0;  ///< shown as DLTnnn; every code is a row of `rules::catalogue()`
  Severity severity = Severity::error;
  SourceSpan span;
  std::string text;  ///< one sentence, in the user's words
  std::string fix;   ///< stands beside the caret: "did you mean 'day'?", "use std::int64_t"
  std::vector<Note> notes;
  std::string table;  ///< the table concerned; empty when none is

  bool operator==(const Finding&) const = default;
};

using Findings = std::vector<Finding>;

bool has_error(const Findings& findings);
/// "DLT402"
std::string code_text(int code);
/// By file, line, column and code, without exact repeats: the order in which findings are shown.
void sort_findings(Findings& findings);

}  // namespace delta
