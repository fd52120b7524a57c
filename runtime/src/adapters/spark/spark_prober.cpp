#include "adapters/spark/spark_prober.hpp"

#include "adapters/spark/server_error.hpp"

namespace delta::spark {

Expected<ProbeAnswer> SparkProber::ask(std::string_view statement) {
  ProbeAnswer answer;
  const auto done = session_->query(statement, [&](SqlRow row) {
    auto& cells = answer.rows.emplace_back();
    for (const auto& cell : row) cells.push_back(cell ? std::optional<std::string>(*cell) : std::nullopt);
  });
  if (done) return answer;
  if (!concerns_statement(done.error())) return server_error(done.error());
  answer.rows.clear();
  answer.refused = true;
  answer.condition = done.error().condition;
  answer.message = done.error().message;
  return answer;
}

}  // namespace delta::spark
