#include <delta/annotations.hpp>

struct Row {
  DELTA_TABLE("shop.silver.rows",
              check("c0", "id > 0"), check("c1", "id > 1"), check("c2", "id > 2"),
              check("c3", "id > 3"), check("c4", "id > 4"), check("c5", "id > 5"),
              check("c6", "id > 6"), check("c7", "id > 7"), check("c8", "id > 8"),
              check("c9", "id > 9"), check("c10", "id > 10"), check("c11", "id > 11"),
              check("c12", "id > 12"), check("c13", "id > 13"), check("c14", "id > 14"),
              check("c15", "id > 15"), check("c16", "id > 16"), check("c17", "id > 17"),
              check("c18", "id > 18"), check("c19", "id > 19"), check("c20", "id > 20"),
              check("c21", "id > 21"), check("c22", "id > 22"), check("c23", "id > 23"),
              check("c24", "id > 24"), check("c25", "id > 25"), check("c26", "id > 26"),
              check("c27", "id > 27"), check("c28", "id > 28"), check("c29", "id > 29"),
              check("c30", "id > 30"), check("c31", "id > 31"), check("c32", "id > 32"));
  int id;
};
