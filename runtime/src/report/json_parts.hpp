#pragma once
#include "delta/plan/plan.hpp"
#include "model/json_indented.hpp"

/// What several of our JSON texts have in common.
namespace delta {

void write_findings(json::Indented& out, const Findings& findings);
void write_place(json::Indented& out, std::string_view name, const SourceSpan& span);
/// A plan without its checksum.
/// `known`: false where no table was looked at, so that nothing is known to be in sync.
void write_plan(json::Indented& out, const Plan& plan, bool known = true);

}  // namespace delta
