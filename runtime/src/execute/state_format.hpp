#pragma once
#include <string>

#include "delta/expected.hpp"

namespace delta {

/// An error unless this version knows the number of a store's form; `place` is the store, for the message.
Expected<void> refuse_unknown_format(const std::string& place, int number);

}  // namespace delta
