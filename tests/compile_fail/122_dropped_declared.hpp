#include <delta/annotations.hpp>
#include <delta/types.hpp>

#include <optional>
#include <string>

struct Order {
  DELTA_TABLE("{env}.silver.orders", dropped("note"), dropped("legacy"), dropped("old"), dropped("old"));
  std::optional<std::string> note;
  std::optional<std::string> remark DELTA(renamed_from("legacy"));
};
