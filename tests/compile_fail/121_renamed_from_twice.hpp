#include <delta/annotations.hpp>
#include <delta/types.hpp>

#include <optional>
#include <string>

struct Order {
  DELTA_TABLE("{env}.silver.orders");
  std::optional<std::string> remark DELTA(renamed_from("note"));
  std::optional<std::string> hint DELTA(renamed_from("Note"));
  std::optional<std::string> text DELTA(renamed_from("text"));
};
