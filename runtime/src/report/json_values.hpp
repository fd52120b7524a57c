#pragma once
#include <nlohmann/json.hpp>
#include <string>

#include "delta/plan/plan.hpp"

namespace delta {

using Json = nlohmann::ordered_json;

Json findings_json(const Findings& findings);
Json place_json(const SourceSpan& span);
/// A plan without its checksum.
Json plan_json(const Plan& plan);

/// Indented, ending with a newline. Names and comments come from files that need not be UTF-8: a broken byte becomes
/// U+FFFD and does not cost the whole text.
std::string json_text(const Json& json);

}  // namespace delta
