#pragma once
#include <span>
#include <string>
#include <string_view>

#include "delta/rules/finding.hpp"

namespace delta::rules {

/// One thing that can be wrong. Code, `deltac explain`, the documentation and the tests read these same rows.
/// Codes by subject: 0xx declarations, 1xx names, 2xx types, 3xx keys, 4xx layout, 5xx properties, 6xx nullability,
/// defaults and expressions, 7xx changes, 8xx execution.
struct RuleInfo {
  int code;
  Severity severity;
  std::string_view summary;      ///< one sentence, without a full stop
  std::string_view explanation;  ///< why it is so, and the ways out; shown by `deltac explain`
  std::string_view example;      ///< C++ that is wrong, and what to write instead
  std::string_view prevents;     ///< the server's error class that it prevents, and its SQLSTATE; empty when none
  /// The entries of the DDL matrix (its section 5) that the row stands for, "V-NAME-01 V-NAME-06"; empty when none.
  std::string_view matrix = {};
  bool convention = false;  ///< a matter of taste: a policy may make it a warning or switch it off
};

/// True if a policy may make the row a warning or switch it off: nothing is lost when nobody heeds it.
inline bool may_be_lowered(const RuleInfo& rule) { return rule.convention || rule.severity != Severity::error; }

/// A finding of that row. `text` is one sentence without a full stop, `fix` stands beside the caret.
Finding finding(const RuleInfo& rule, SourceSpan span, std::string text, std::string fix = {});

/// Every row there is, by code.
std::span<const RuleInfo* const> catalogue();
/// The row of a code, or nullptr.
const RuleInfo* find_rule(int code);
/// The row that a person means by `DLT402`, `dlt402` or `402`, or nullptr.
const RuleInfo* find_rule(std::string_view text);

/// Of `candidates` the one most like `name`, or empty if none is near enough to be meant: for "did you mean".
/// Case does not count; a swap of neighbours counts as one slip.
std::string nearest_name(std::string_view name, std::span<const std::string> candidates);

}  // namespace delta::rules
