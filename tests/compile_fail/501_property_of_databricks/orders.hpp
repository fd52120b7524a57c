#include <delta/annotations.hpp>
#include <delta/types.hpp>

#include <cstdint>
#include <string>

struct Order {
  DELTA_TABLE("main.silver.orders", property("delta.targetFileSize", "100mb"),
              property("delta.isolationLevel", "WriteSerializable"));
  std::int64_t id;
};
