#pragma once
#include <memory>
#include <string>

#include "delta/execute/state_store.hpp"

namespace delta::sqlite {

/// A file of SQLite that holds the runs of several targets, each under its own name. Nothing is opened before it is
/// asked for.
std::unique_ptr<StateStore> open_state(std::string path, std::string target);

}  // namespace delta::sqlite
