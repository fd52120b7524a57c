// SQL expressions: of CHECKs, defaults and generated columns, from headers and from logs.
#include "delta/sql/tokens.hpp"
#include "fuzz_input.hpp"

namespace {

void require_inside(const std::vector<delta::sql::Reference>& references, std::size_t size) {
  for (const delta::sql::Reference& reference : references) {
    fuzz::require(!reference.parts.empty(), "a reference has a name");
    fuzz::require(reference.offset + reference.length <= size, "a reference lies inside the text");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = fuzz::text_of(data, size);
  fuzz::require(delta::sql::same_expression(text, text), "an expression is the same as itself");
  const auto tokens = delta::sql::tokenize(text);
  if (!tokens) {
    fuzz::require(!tokens.error().message.empty(), "a refusal says why");
    fuzz::require(tokens.error().offset <= size, "a fault lies inside the text");
    return 0;
  }
  std::size_t end = 0;
  for (const delta::sql::Token& token : *tokens) {
    fuzz::require(token.offset >= end, "tokens are in order");
    fuzz::require(text.substr(token.offset, token.spelling.size()) == token.spelling, "a token is where it says");
    end = token.offset + token.spelling.size();
  }
  require_inside(delta::sql::references(*tokens), size);
  require_inside(delta::sql::calls(*tokens), size);
  (void)delta::sql::canonical_expression(text);
  return 0;
}
