#include <delta/annotations.hpp>

#include <optional>
#include <vector>

struct Node {
  int value;
  std::vector<Node> children;
};

struct Row {
  DELTA_TABLE("shop.silver.rows");
  int id;
  std::optional<Node> tree;
};

struct Parent {
  DELTA_TABLE("shop.silver.parents");
  int id;
  std::vector<Parent> children;
  unsigned count;
};
