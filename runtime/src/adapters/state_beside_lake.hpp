#pragma once
#include <memory>
#include <optional>
#include <string>

#include "delta/execute/state_store.hpp"

/// A lake whose runs are remembered elsewhere says where while one of them is unfinished, so that nobody who knows
/// another place takes what that run left for his own.
namespace delta {

/// The lake's file that says so.
std::string elsewhere_file(const std::string& lake);

/// The place, as `--state` names it, where a run of the lake is unfinished, or may be; nothing where there is none, or
/// it is the one that `named` is. `named` is empty for the lake's own folder.
std::optional<std::string> unfinished_elsewhere(const std::string& lake, const std::string& named);

/// `inner`, which keeps the runs of this lake and is called `named`: says so in the lake from the beginning of a run
/// until none is open, and begins none while another place has one.
std::shared_ptr<StateStore> state_beside(const std::string& lake, const std::string& named,
                                         std::shared_ptr<StateStore> inner);

}  // namespace delta
