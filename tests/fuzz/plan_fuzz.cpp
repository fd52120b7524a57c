// Saved plans: files that people keep, send and edit.
#include "delta/report/plan_json.hpp"
#include "fuzz_input.hpp"
#include "report/plan_checksum.hpp"

namespace {

/// The text with the checksum that it should have, so that what stands in it is read too.
std::string with_right_checksum(std::string text) {
  const std::size_t member = text.rfind(",\n  \"checksum\"");
  if (member == std::string::npos) return text;
  text.resize(member);
  return delta::with_checksum(text + "\n}\n");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto plan = delta::plan_from_json(with_right_checksum(std::string(fuzz::text_of(data, size))), "plan.json");
  if (!plan) {
    fuzz::require(!plan.error().message.empty(), "a refusal says why");
    return 0;
  }
  const std::string written = delta::to_json(plan->plan);
  const auto again = delta::plan_from_json(written, "written.json");
  fuzz::require(static_cast<bool>(again), "a written plan can be read");
  fuzz::require(delta::to_json(again->plan) == written, "the same plan gives the same bytes");
  return 0;
}
