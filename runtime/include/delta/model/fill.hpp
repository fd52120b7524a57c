#pragma once
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "delta/expected.hpp"
#include "delta/model/table.hpp"

namespace delta {

using Variables = std::map<std::string, std::string>;

/// True for what may stand in the braces of `{var}`: `[A-Za-z_][A-Za-z0-9_]*`.
bool is_variable_name(std::string_view text);

/// The `{var}` names in a pattern, in order of their first use; `{{` and `}}` are braces.
/// An unbalanced brace or a name that is not `[A-Za-z_][A-Za-z0-9_]*` is an error.
Expected<std::vector<std::string>> placeholders(std::string_view pattern);

/// The pattern with every `{var}` replaced. A variable without a value is an error that names it.
Expected<std::string> fill(std::string_view pattern, const Variables& variables);

/// The `{var}` names in all names, locations and policies. A pattern that cannot be read is left to the rules.
std::set<std::string> used_variables(const Registry& registry);

/// The registry with every name and location filled. `given` wins over the defaults in the registry.
/// A given variable that no pattern uses is an error too: it is a misspelling.
Expected<Registry> fill(Registry registry, const Variables& given);

}  // namespace delta
