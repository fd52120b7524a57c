#pragma once
#include <memory>

#include "adapters/odbc/sql_session.hpp"
#include "delta/catalog/prober.hpp"

namespace delta::spark {

/// Asks a Spark what it would take.
class SparkProber : public Prober {
 public:
  explicit SparkProber(std::shared_ptr<SqlSession> session) : session_(std::move(session)) {}

  Expected<ProbeAnswer> ask(std::string_view statement) override;

 private:
  std::shared_ptr<SqlSession> session_;
};

}  // namespace delta::spark
