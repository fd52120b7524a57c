// Fragments: link reads files that another run, another version or an editor wrote.
#include "delta/model/json.hpp"
#include "fuzz_input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto fragment = delta::fragment_from_json(fuzz::text_of(data, size), "input.json");
  if (!fragment) {
    fuzz::require(!fragment.error().message.empty(), "a refusal says why");
    return 0;
  }
  const std::string written = delta::to_json(*fragment);
  const auto again = delta::fragment_from_json(written, "written.json");
  fuzz::require(static_cast<bool>(again), "a written fragment can be read");
  fuzz::require(*again == *fragment, "a written fragment reads as the same value");
  fuzz::require(delta::to_json(*again) == written, "the same value gives the same bytes");
  return 0;
}
