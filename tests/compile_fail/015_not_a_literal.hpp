#include <delta/annotations.hpp>

inline constexpr const char* kName = "shop.silver.rows";
inline constexpr char kColumn[] = "id";
#define SCHEMA "shop.silver."

struct Row {
  DELTA_TABLE(kName);
  int id DELTA(comment(nullptr));
};

struct Line {
  DELTA_TABLE(SCHEMA "lines", cluster_by(kColumn));
  int id DELTA(name("i" "d"));
};
