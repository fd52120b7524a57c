#include <delta/annotations.hpp>

inline int count() {
  struct Row {
    DELTA_TABLE("shop.silver.rows");
    int id;
  };
  return sizeof(Row);
}

constexpr int constant() {
  struct Row {
    DELTA_TABLE("shop.silver.rows");
    int id;
  };
  return sizeof(Row);
}
