#pragma once
#include <string>

namespace delta::lake {

/// A random UUID (version 4), as Delta uses for tables, transactions and physical names. Throws `LogError` if the
/// system has no randomness to give.
std::string unique_id();

}  // namespace delta::lake
