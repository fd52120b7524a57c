#pragma once
#include "delta/rules/finding.hpp"
#include "plan/alteration.hpp"

namespace delta {

/// What of an alteration cannot be done on this target, or would harm: each an error with the way out.
Findings judge(const Alteration& alteration);

/// What cannot be done when `desired` is made anew on this target.
Findings judge_creation(const Table& desired, const Capabilities& capabilities);

}  // namespace delta
