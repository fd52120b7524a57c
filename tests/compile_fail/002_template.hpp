#include <delta/annotations.hpp>

template <class T>
struct Log {
  DELTA_TABLE("shop.silver.log");
  T value;
};

template <class T>
struct Outer {
  struct Row {
    DELTA_TABLE("shop.silver.rows");
    int id DELTA(primary_key);
  };
};

template <>
struct Log<int> {
  DELTA_TABLE("shop.silver.int_log");
  int value;
};
