#include <delta/annotations.hpp>

#include "nowhere.hpp"

struct Row {
  DELTA_TABLE("shop.silver.rows");
  Line line;
};
