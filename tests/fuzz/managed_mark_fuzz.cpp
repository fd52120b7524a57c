// The deltac.managed property: anyone can write one.
#include "delta/catalog/managed_mark.hpp"
#include "fuzz_input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto mark = delta::decode_mark(fuzz::text_of(data, size));
  if (!mark) return 0;
  const std::string written = delta::encode(*mark);
  fuzz::require(written.size() <= size, "a mark is written without repeats");
  const auto again = delta::decode_mark(written);
  fuzz::require(again && *again == *mark, "a written mark reads as the same value");
  return 0;
}
