#include <delta/annotations.hpp>

struct Row {
  int id;
};
