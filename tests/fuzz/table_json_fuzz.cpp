// One table's JSON form, as in snapshots and reports; its fingerprint must not depend on the form.
#include "delta/model/fingerprint.hpp"
#include "delta/model/json.hpp"
#include "fuzz_input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto table = delta::table_from_json(fuzz::text_of(data, size), "input.json");
  if (!table) return 0;
  const auto again = delta::table_from_json(delta::to_json(*table), "written.json");
  fuzz::require(static_cast<bool>(again), "a written table can be read");
  fuzz::require(*again == *table, "a written table reads as the same value");
  fuzz::require(delta::fingerprint(*again) == delta::fingerprint(*table), "equal tables have equal fingerprints");
  return 0;
}
