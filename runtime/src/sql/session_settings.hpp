#pragma once
#include <string>
#include <string_view>

#include "delta/expected.hpp"

namespace delta::sql {

/// An expression: the settings of the session under which it takes SQL for something else than is meant, with a space
/// between them; "" when there is none. Asked of the SQL itself, since not every server lets its settings be read.
std::string unfit_settings();

/// Whether statements mean to a session what they say, by the value of `unfit_settings`: an error names the setting and
/// its right value.
Expected<void> accept_settings(std::string_view unfit);

/// What to tell with a plan of a session that takes the statements, and then lets more pass than it should; "" mostly.
std::string lax_settings(std::string_view unfit);

}  // namespace delta::sql
