#pragma once
#include <span>
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
  std::string_view prevents;     ///< the server's error class that it prevents; empty when none
};

/// Every row there is, by code.
std::span<const RuleInfo* const> catalogue();
/// The row of a code, or nullptr.
const RuleInfo* find_rule(int code);

}  // namespace delta::rules
