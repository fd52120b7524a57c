#include "plan/judge.hpp"

#include "plan/judge_parts.hpp"

namespace delta {

Findings judge(const Alteration& alteration) {
  Findings findings;
  judge_additions(alteration, findings);
  judge_columns(alteration, findings);
  judge_nested_text(alteration, findings);
  judge_dependents(alteration, findings);
  judge_removals(alteration, findings);
  judge_keys(alteration, findings);
  judge_layout(alteration, findings);
  judge_rows(alteration, findings);
  judge_properties(alteration, findings);
  judge_needs(alteration, findings);
  return findings;
}

Findings judge_creation(const Table& desired, const Capabilities& capabilities) {
  Findings findings;
  if (desired.location && !capabilities.supports_location) {
    findings.push_back(change_finding(rules::kLocationRefused, desired, desired.location->span,
                                      "a location is given, and this target decides itself where tables lie",
                                      "take the location away, or plan against a target that takes one"));
  }
  for (const Column& column : desired.columns) {
    if (capabilities.generated_columns || (!column.generated && !column.identity)) continue;
    const SourceSpan& option = column.generated ? column.generated->span : column.identity->span;
    findings.push_back(change_finding(rules::kNoGeneratedColumns, desired, option.known() ? option : column.span,
                                      "this engine makes no generated or identity columns: " + column.name.text(),
                                      "use a plain column"));
  }
  judge_needs_of_creation(desired, findings);
  return findings;
}

}  // namespace delta
