// Names and locations with {var}.
#include "delta/model/fill.hpp"
#include "fuzz_input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view pattern = fuzz::text_of(data, size);
  const auto names = delta::placeholders(pattern);
  delta::Variables variables;
  if (names) {
    for (const std::string& name : *names) variables[name] = "x";
  }
  const auto filled = delta::fill(pattern, variables);
  fuzz::require(static_cast<bool>(filled) == static_cast<bool>(names), "what has placeholders can be filled");
  if (!filled) {
    fuzz::require(!filled.error().message.empty(), "a refusal says why");
    return 0;
  }
  fuzz::require(filled->size() <= size, "a value of one byte never makes a text longer");
  for (const std::string& name : *names) {
    delta::Variables fewer = variables;
    fewer.erase(name);
    fuzz::require(!delta::fill(pattern, fewer), "each name is needed");
  }
  const delta::TableName name = delta::TableName::parse(*filled);
  fuzz::require(delta::TableName::parse(name.text()) == name, "a name's text names it");
  return 0;
}
