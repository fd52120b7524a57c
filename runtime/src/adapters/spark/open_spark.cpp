#include "adapters/spark/open_spark.hpp"

#include <optional>

#include "adapters/spark/lock_table.hpp"
#include "adapters/spark/schema_state.hpp"
#include "adapters/spark/server_error.hpp"
#include "adapters/spark/spark_executor.hpp"
#include "adapters/spark/spark_prober.hpp"
#include "adapters/spark/spark_reader.hpp"
#include "delta/model/features.hpp"
#include "delta/sql/dialect.hpp"
#include "sql/session_settings.hpp"
#include "sql/spark_state.hpp"

namespace delta::spark {
namespace {

/// What the server says of itself.
struct Engine {
  std::string version;
  std::string principal;  ///< whom it takes us for
  std::string lax;        ///< what it lets pass; "" mostly
  bool generated_columns = false;
};

Expected<Engine> ask_engine(SqlSession& session) {
  Engine engine;
  std::string unfit;
  auto done = session.query(sql::engine_facts(), [&](SqlRow row) {
    engine.version = cell(row, 0);
    unfit = cell(row, 2);
    engine.principal = cell(row, 3);
  });
  if (!done) return server_error(done.error());
  if (auto fit = sql::accept_settings(unfit); !fit) return std::move(fit).error();
  engine.lax = sql::lax_settings(unfit);
  std::string explained;
  done = session.query(sql::generated_columns_probe(), [&](SqlRow row) { explained += cell(row, 0); });
  if (!done && !concerns_statement(done.error())) return server_error(done.error());
  engine.generated_columns = done && explained.find("Error occurred") == std::string::npos &&
                             explained.find("UNSUPPORTED_FEATURE") == std::string::npos;
  return engine;
}

Capabilities capabilities_of(const Engine& engine, const std::string& name) {
  Capabilities can;
  can.target = name;
  can.dialect = engine.generated_columns ? "spark" : "spark 4.0";
  if (sql::older_than_all("spark " + engine.version)) {
    can.caveat = "the server is Spark " + engine.version.substr(0, engine.version.find(' ')) +
                 ", older than any that deltac was tried with: it may refuse what Spark " +
                 std::string(sql::find_dialect(can.dialect)->version) + " takes";
  }
  if (!engine.lax.empty()) can.caveat += (can.caveat.empty() ? "" : "; ") + engine.lax;
  can.generated_columns = engine.generated_columns;
  can.stores_keys = false;
  can.stores_tags = false;
  can.restores = true;
  for (const FeatureInfo& feature : features()) can.writable_features.emplace_back(feature.name);
  return can;
}

}  // namespace

Expected<bool> is_databricks(SqlSession& session) {
  const auto done = session.run(sql::databricks_probe());
  if (!done && !concerns_statement(done.error())) return server_error(done.error());
  return static_cast<bool>(done);
}

Expected<Target> open_spark(std::shared_ptr<SqlSession> session, const MoreSessions& more, const std::string& name,
                            const std::string& dialect, std::int64_t most_commits) {
  auto asked = ask_engine(*session);
  if (!asked) return std::move(asked).error();
  Engine engine = *std::move(asked);
  if (const sql::Dialect* given = sql::find_dialect(dialect)) {
    engine.generated_columns = given->generated_columns;
  }
  Target target;
  const Capabilities can = capabilities_of(engine, name);
  target.reader = std::make_unique<SparkReader>(session, can, most_commits);
  target.executor = std::make_unique<SparkExecutor>(session, engine.principal);
  target.prober = std::make_unique<SparkProber>(session);
  target.lock_place = [session](const TableName& schema) { return std::make_unique<LockTable>(session, schema); };
  target.schema_state = [session, more](const TableName& schema, std::unique_ptr<StateStore> local) {
    return open_schema_state(session, more, schema, std::move(local));
  };
  if (!more) return target;
  target.another_session = [more, can, most_commits, principal = engine.principal]() -> Expected<RunSession> {
    auto opened = more();
    if (!opened) return server_error(opened.error());
    return RunSession{std::make_unique<SparkReader>(*opened, can, most_commits),
                      std::make_unique<SparkExecutor>(*opened, principal)};
  };
  return target;
}

}  // namespace delta::spark
