#include <delta/annotations.hpp>

struct Row {
  DELTA_TABLE("shop.silver.rows");
  int id;
  int total() const DELTA(ignore);
  int count() DELTA(ignore);
  void (*callback)(int) DELTA(ignore);
  int raw[4] DELTA(ignore);
  using Count DELTA(ignore) = int;
};

inline int limit DELTA(ignore) = 3;

struct DELTA(ignore) Other {
  int id;
};

int total(int count DELTA(ignore));
