#pragma once
#include "delta/plan/plan.hpp"

namespace delta {

/// What an action costs and does to others. `in_protocol`: the feature that it switches on is supported already.
Impact impact_of(const Action& action, bool in_protocol = false);

/// A step by itself, with the impact of its action.
Step make_step(Action action, std::string permission, const SourceSpan& span);

/// Tells a step that looks at rows that there is none: nothing is read, and nothing can break.
void expect_no_rows(Step& step);

/// What a step is called where another waits for it: "column mapping", "the rename to remark".
std::string step_words(const Action& action);

}  // namespace delta
