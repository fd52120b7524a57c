// Policy files: TOML that people write.
#include "app/policy_file.hpp"
#include "delta/plan/planner.hpp"
#include "delta/rules/policies.hpp"
#include "fuzz_input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(fuzz::text_of(data, size));
  const auto policy = delta::app::parse_policy(text, "policy.toml");
  if (!policy) {
    fuzz::require(!policy.error().empty(), "a refusal says why");
    for (const delta::Finding& each : policy.error()) {
      fuzz::require(each.code == delta::rules::kPolicyNotUnderstood.code && !each.text.empty(),
                    "each fault has its text");
      fuzz::require(each.span.known() && each.span.column > 0 && each.span.length > 0, "and its place");
    }
    return 0;
  }
  // What was understood can be asked.
  (void)delta::scope_of(*policy, "dev.silver.orders");
  (void)delta::policy_allows(*policy, "drop-column", "dev.silver.orders");
  delta::Table table;
  table.name = delta::TableName::parse("dev.silver.orders");
  table.columns.emplace_back().name = "id";
  (void)delta::judge_conventions(*policy, table);
  return 0;
}
