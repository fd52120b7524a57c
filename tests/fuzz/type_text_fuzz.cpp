// Types as users write them in type("…") and as catalogues print them.
#include "delta/sql/type_text.hpp"
#include "fuzz_input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = fuzz::text_of(data, size);
  const auto type = delta::sql::parse_type(text);
  if (!type) {
    fuzz::require(!type.error().message.empty(), "a refusal says why");
    fuzz::require(type.error().offset <= text.size(), "a fault lies inside the text");
    return 0;
  }
  (void)delta::sql::short_type_text(*type);
  const std::string written = delta::sql::type_text(*type);
  const auto again = delta::sql::parse_type(written);
  fuzz::require(static_cast<bool>(again), "a written type can be read");
  fuzz::require(*again == *type, "a written type reads as the same value");
  return 0;
}
