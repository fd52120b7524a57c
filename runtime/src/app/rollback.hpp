#pragma once
#include "app/session.hpp"

namespace delta::app {

/// The plan that takes the run back which `--rollback` names, made from what the run wrote down and from what the
/// tables are now.
Expected<Plan, Stop> plan_rollback(Session& session);

}  // namespace delta::app
