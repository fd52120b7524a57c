// Schema strings: the types and metadata of columns, as a log holds them.
#include "adapters/lake/log_error.hpp"
#include "adapters/lake/schema_json.hpp"
#include "fuzz_input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace delta;
  using namespace delta::lake;
  try {
    const Json schema = parse_json(fuzz::text_of(data, size));
    const std::string written = schema.dump();
    fuzz::require(same_value(parse_json(written), schema), "what was read is written back as it was");
    for (const Column& column : columns_from_json(schema)) {
      if (column.name.empty()) continue;
      Json field;
      try {
        field = column_to_json(column);
      } catch (const LogError&) {
        continue;  // a type that deltac does not know is never written
      }
      const Column again = column_from_json(parse_json(field.dump()));
      fuzz::require(again == column || holds_char_type(column.type), "a column that is written is read back");
    }
  } catch (const LogError& error) {
    fuzz::require(*error.what() != '\0', "a refusal says why");
  }
  return 0;
}
