#include <delta/annotations.hpp>
#include <delta/types.hpp>

struct Order {
  DELTA_TABLE("{env}.silver.orders", renamed_from("{env}.silver.sales"), renamed_from("{env}.silver.old"));
  int id;
};

struct Sale {
  DELTA_TABLE("{env}.silver.sales", renamed_from("{env}.silver.Sales"));
  int id;
};

struct Return {
  DELTA_TABLE("{env}.silver.returns", renamed_from("{env}.silver.old"));
  int id;
};
