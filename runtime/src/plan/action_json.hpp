#pragma once
#include <string>
#include <string_view>

#include "delta/plan/action.hpp"
#include "model/json_text.hpp"

/// The JSON form of an action: an object with its members by name, on one line. Without the places in the sources.
namespace delta {

std::string to_json(const Action& action);

namespace json {

/// The action that is called `name` (see `action_name`), of its members. Throws `Failure`: an unknown name or member, a
/// member that is missing or of another kind.
Action action_of(const Value& name, const Value& members);

}  // namespace json
}  // namespace delta
