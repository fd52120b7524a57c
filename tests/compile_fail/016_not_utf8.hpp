#include <delta/annotations.hpp>

struct Row {
  DELTA_TABLE("shop.silver.rows", comment("café"));
  int id DELTA(comment("a\0b"));
  /// Straße.
  int street;
};
