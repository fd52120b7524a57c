#pragma once
#include <string>
#include <utility>

#include "delta/model/table.hpp"
#include "delta/rules/changes.hpp"
#include "delta/rules/finding.hpp"

namespace delta {

/// A finding about a change of `table`. `where` falls back to the struct's name when it is not known.
inline Finding change_finding(const rules::RuleInfo& rule, const Table& table, const SourceSpan& where,
                              std::string text, std::string fix) {
  Finding finding;
  finding.code = rule.code;
  finding.severity = rule.severity;
  finding.span = where.known() ? where : table.span;
  finding.text = std::move(text);
  finding.fix = std::move(fix);
  finding.table = table.name.text();
  return finding;
}

/// Another place that matters, if it is known.
inline void add_note(Finding& finding, const SourceSpan& where, std::string text) {
  if (where.known()) finding.notes.push_back({where, std::move(text)});
}

}  // namespace delta
