#include <delta/annotations.hpp>

inline struct {
  DELTA_TABLE("shop.silver.rows");
  int id;
} row;
