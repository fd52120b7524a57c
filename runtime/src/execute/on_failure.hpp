#pragma once
#include <array>
#include <string_view>
#include <utility>

namespace delta {

/// What becomes of what ran already when a unit of a table fails.
enum class OnFailure {
  stop,          ///< it stays; tables that do not depend on the failed one go on
  rollback,      ///< the table's own steps are undone
  go_on,         ///< it stays, and those later units of the table run that do not need the failed one
  rollback_run,  ///< all steps of the run are undone, the last one first
};

inline constexpr std::array<std::pair<OnFailure, std::string_view>, 4> kOnFailureWords{{
    {OnFailure::stop, "stop"},
    {OnFailure::rollback, "rollback"},
    {OnFailure::go_on, "continue"},
    {OnFailure::rollback_run, "rollback-run"},
}};
std::string_view on_failure_word(OnFailure choice);
/// A word that says none of them is `stop`.
OnFailure on_failure_of(std::string_view word);

}  // namespace delta
