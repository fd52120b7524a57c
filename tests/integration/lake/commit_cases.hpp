#pragma once
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "delta/plan/action.hpp"

namespace delta::lake::test {

/// What we do where Spark did the statements of spark_commits/NAME.json.
struct CommitCase {
  std::vector<Action> actions;
};

/// By the recording's name: one entry for each file.
const std::map<std::string, CommitCase>& commit_cases();

}  // namespace delta::lake::test
