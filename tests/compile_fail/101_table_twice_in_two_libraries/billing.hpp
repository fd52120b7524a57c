#include <delta/annotations.hpp>
#include <delta/types.hpp>

#include <cstdint>


namespace billing {
struct Invoice {
  DELTA_TABLE("{env}.silver.Orders");
  std::int64_t id DELTA(primary_key);
};
}  // namespace billing
