#pragma once
#include <string>
#include <string_view>

#include "delta/expected.hpp"
#include "delta/plan/policy.hpp"
#include "delta/rules/finding.hpp"

namespace delta::app {

/// The name of a policy that no option names.
inline constexpr std::string_view kPolicyFileName = "deltac.policy.toml";

/// A policy as it was read, and its lines, for carets.
struct LoadedPolicy {
  Policy policy;
  SourceLines lines;
};

/// Why there is no policy: the file cannot be read, or what is in it is not understood.
struct PolicyError {
  Error unreadable;
  std::string findings;  ///< with their carets; empty for a file that cannot be read
};

/// Reads the text of a policy. `path` names it in findings: all that is wrong with it, but for its syntax, of which the
/// first error ends the reading.
Expected<Policy, Findings> parse_policy(std::string_view text, const std::string& path);

/// Reads the policy that `given` names; if that is empty, `directory`/deltac.policy.toml if it is there, and else the
/// policy that forbids nothing.
Expected<LoadedPolicy, PolicyError> load_policy(const std::string& given, const std::string& directory);

/// Where the running program lies; empty if the system does not say.
std::string program_directory();

}  // namespace delta::app
