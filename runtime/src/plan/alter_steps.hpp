#pragma once
#include <vector>

#include "delta/plan/plan.hpp"
#include "plan/alteration.hpp"

namespace delta {

/// The steps of an alteration in which `judge` found no error, in the order in which they run, none skipped yet.
/// `first` is the number that the first of them will have in its table plan.
std::vector<Step> alter_steps(const Alteration& alteration, std::size_t first);

}  // namespace delta
