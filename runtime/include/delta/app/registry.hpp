#pragma once
#include "delta/generated.hpp"
#include "delta/model/table.hpp"

namespace delta::app {

/// The registry that generated code describes. Its texts are trusted: deltac wrote them, and the rules ran at link.
Registry from_generated(const generated::Registry& registry);

}  // namespace delta::app
