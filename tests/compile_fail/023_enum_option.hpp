#include <delta/annotations.hpp>

#include <optional>
#include <string>
#include <vector>

enum class Status { placed, shipped };

struct Row {
  DELTA_TABLE("shop.silver.rows");
  std::string status DELTA(check_values);
  std::string number DELTA(as_integer);
  std::vector<Status> history DELTA(check_values);
  std::vector<Status> numbers DELTA(as_integer);
  std::optional<Status> last DELTA(check_values, as_integer);
};
