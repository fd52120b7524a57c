// Checkpoints and their sidecars: Parquet files that other writers left in a log.
#include "adapters/lake/checkpoint.hpp"
#include "adapters/lake/log_error.hpp"
#include "fuzz_input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace delta::lake;
  const std::string_view bytes = fuzz::text_of(data, size);
  const parquet::RandomAccess file{size, [bytes](std::uint64_t offset, std::uint64_t length) {
                                     fuzz::require(offset <= bytes.size() && length <= bytes.size() - offset,
                                                   "only bytes of the file are asked for");
                                     return std::string(bytes.substr(offset, length));
                                   }};
  LogState sidecar_state;
  try {
    ActionReplay replay(sidecar_state);
    take_sidecar_file(replay, file);
  } catch (const LogError& error) {
    fuzz::require(*error.what() != '\0', "a refusal says why");
  }
  fuzz::require(sidecar_state.metadata.kind == Json::Kind::null, "a sidecar says nothing but files");
  LogState state;
  try {
    ActionReplay replay(state);
    take_checkpoint_file(replay, file);
    replay.end_checkpoint(0);
  } catch (const LogError& error) {
    fuzz::require(*error.what() != '\0', "a refusal says why");
    return 0;
  }
  fuzz::require(state.metadata.is_object() && state.protocol.is_object(), "a checkpoint that was read is complete");
  fuzz::require(parse_json(state.metadata.dump()).dump() == state.metadata.dump(), "what was read can be written");
  return 0;
}
