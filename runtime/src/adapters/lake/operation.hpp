#pragma once
#include <string>
#include <vector>

#include "adapters/lake/json.hpp"
#include "delta/plan/action.hpp"

namespace delta::lake {

/// What a commit's commitInfo calls it, in Spark's words.
struct Operation {
  std::string name;
  Json parameters = Json::object();
  bool blind_append = true;
};

/// One operation for the steps of a commit. Spark has one commit per statement and so one word for each; a commit of
/// different steps is an UPDATE SCHEMA, and its parameters list the steps. `schema` is the schema after them.
Operation operation_of(const std::vector<Action>& steps, Json schema);

}  // namespace delta::lake
