#pragma once
#include "delta/plan/plan.hpp"
#include "delta/rules/finding.hpp"
#include "plan/alteration.hpp"

namespace delta {

/// What of an alteration cannot be done on this target, or would harm: each an error with the way out.
Findings judge(const Alteration& alteration);

/// Cluster columns that the steps would leave without statistics: new ones an error, the others a warning.
Findings judge_statistics(const Alteration& alteration, const std::vector<Step>& steps);

/// What cannot be done when `desired` is made anew on this target.
Findings judge_creation(const Table& desired, const Capabilities& capabilities);

}  // namespace delta
