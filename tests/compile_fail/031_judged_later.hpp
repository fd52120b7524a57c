#include <delta/annotations.hpp>

#include <vector>

struct Line {
  missing count;
  unsigned price;
};

struct Order {
  DELTA_TABLE("shop.silver.orders", cluster_by("dy"));
  int id DELTA(primray_key);
  std::vector<Line> lines;
};

struct Shop {
  DELTA_TABLE("shop.silver.shops", cluster_by("nme"))
  int id;
};

struct Customer {
  DELTA_TABLE("shop.silver.customers", cluster_by("nme"));
  int id;
  int ID;
  static_assert_typo broken;
};

struct Sound {
  DELTA_TABLE("shop.silver.sound", cluster_by("nme"));
  int id;
  int ID;
};
