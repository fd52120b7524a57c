#include "adapters/databricks/open_databricks.hpp"

#include "adapters/spark/lock_table.hpp"
#include "adapters/spark/schema_state.hpp"
#include "adapters/spark/server_error.hpp"
#include "adapters/spark/spark_executor.hpp"
#include "adapters/spark/spark_prober.hpp"
#include "delta/model/features.hpp"
#include "delta/sql/dialect.hpp"
#include "sql/session_settings.hpp"

namespace delta::databricks {
namespace {

struct Facts {
  std::string version;  ///< "16.4.x-scala2.12"; empty on a warehouse, which is always new
  std::string catalog;
  std::string unfit;
  std::string user;
};

Capabilities capabilities_of(const sql::Dialect& dialect, const std::string& name) {
  Capabilities can;
  can.target = name;
  can.dialect = std::string(dialect.name) + ' ' + std::string(dialect.version);
  can.stores_keys = dialect.stores_keys;
  can.stores_tags = dialect.stores_tags;
  can.sets_not_null = dialect.sets_not_null;
  can.restores = true;
  can.generated_columns = dialect.generated_columns;
  for (const FeatureInfo& feature : features()) can.writable_features.emplace_back(feature.name);
  return can;
}

}  // namespace

Expected<Target> open_databricks(std::shared_ptr<SqlSession> session, MoreSessions more, const std::string& name,
                                 const std::string& dialect) {
  Facts facts;
  const auto cell = [](SqlRow row, std::size_t index) {
    return index < row.size() && row[index] ? std::string(*row[index]) : std::string();
  };
  const auto done = session->query(
      sql::databricks_facts(), [&](SqlRow row) { facts = {cell(row, 0), cell(row, 1), cell(row, 2), cell(row, 3)}; });
  if (!done) return spark::server_error(done.error());
  if (auto fit = sql::accept_settings(facts.unfit); !fit) return std::move(fit).error();
  const sql::Dialect* row = sql::find_dialect(dialect);
  if (row == nullptr && !facts.version.empty()) row = sql::find_dialect("databricks " + facts.version);
  if (row == nullptr) row = sql::find_dialect("databricks");
  Target target;
  Capabilities can = capabilities_of(*row, name);
  can.caveat = sql::lax_settings(facts.unfit);
  target.executor = std::make_unique<spark::SparkExecutor>(session, facts.user);
  target.prober = std::make_unique<spark::SparkProber>(session);
  target.lock_place = [session](const TableName& schema) {
    return std::make_unique<spark::LockTable>(session, schema);
  };
  target.schema_state = [session, more](const TableName& schema, std::unique_ptr<StateStore> local) {
    return spark::open_schema_state(session, more, schema, std::move(local));
  };
  if (more) {
    target.another_session = [more, can, facts]() -> Expected<RunSession> {
      auto opened = more();
      if (!opened) return spark::server_error(opened.error());
      return RunSession{std::make_unique<DatabricksReader>(*opened, MoreSessions(), can, facts.catalog),
                        std::make_unique<spark::SparkExecutor>(*opened, facts.user)};
    };
  }
  target.reader = std::make_unique<DatabricksReader>(session, std::move(more), can, facts.catalog);
  return target;
}

}  // namespace delta::databricks
