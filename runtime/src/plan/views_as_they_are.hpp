#pragma once
#include "delta/catalog/prober.hpp"
#include "delta/plan/plan.hpp"

namespace delta {

/// Asks the server what it shows of one view at a time only, for those that the plan replaces or drops: columns with
/// their comments, the view's comment and properties. So it can be made again as it was. Where the server does not say,
/// the view has no columns. An error: no answer came.
Expected<void> complete_views(Plan& plan, Prober& prober);

}  // namespace delta
