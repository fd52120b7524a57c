#include <delta/annotations.hpp>

#include <cstdint>

struct Order {
  std::int64_t id DELTA(primary_key);
  std::int64_t customer DELTA(comment("who"));
};

struct Base {
  std::int64_t number DELTA(name("no"));
};

struct Part {
  std::int64_t weight DELTA(comment("in grams"));
};

struct Row : Base {
  DELTA_TABLE("shop.silver.rows");
  Part part;
};
