#include "adapters/lake/checkpoint.hpp"

#include "adapters/lake/log_error.hpp"

namespace delta::lake {

void read_checkpoint(LogState&, int, const std::string& name, const std::string&) {
  throw LogError(name + " is a checkpoint, and deltac does not read checkpoints yet");
}

}  // namespace delta::lake
