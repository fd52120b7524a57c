#pragma once
#include <concepts>

#include "delta/plan/action.hpp"

namespace delta::lake {

/// Steps that no plan of a lake holds: a Delta log has no keys, tags and policies, NOT NULL needs a look at
/// the rows, and RESTORE an engine.
template <class Step>
concept NotInLog = std::same_as<Step, action::SetNotNull> || std::same_as<Step, action::SetPrimaryKey> ||
                   std::same_as<Step, action::DropPrimaryKey> || std::same_as<Step, action::AddForeignKey> ||
                   std::same_as<Step, action::DropForeignKey> || std::same_as<Step, action::SetTag> ||
                   std::same_as<Step, action::UnsetTag> || std::same_as<Step, action::SetPolicy> ||
                   std::same_as<Step, action::DropPolicy> || std::same_as<Step, action::RestoreTable>;

}  // namespace delta::lake
