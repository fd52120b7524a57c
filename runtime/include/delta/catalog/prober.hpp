#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "delta/expected.hpp"

namespace delta {

/// What a server said to a question: rows, or why it will not run the statement.
struct ProbeAnswer {
  bool refused = false;
  std::string condition;  ///< of a refusal, where the server names it: "UNRESOLVED_ROUTINE"
  std::string message;    ///< of a refusal
  std::vector<std::vector<std::optional<std::string>>> rows;
};

/// Asks a server before anything runs. A port: targets that answer SQL implement it.
class Prober {
 public:
  virtual ~Prober() = default;

  /// Runs a statement that changes nothing. A statement that the server refuses is an answer; an error means that no
  /// answer came.
  virtual Expected<ProbeAnswer> ask(std::string_view statement) = 0;
};

}  // namespace delta
