#include "app/commands.hpp"
#include "delta/sql/dialect.hpp"
#include "report/script_text.hpp"

namespace delta::app {
namespace {

/// Reads the target, but plans for the engine that will run the script: it sees the rows, so it may do what a lake
/// must refuse.
class ForEngine final : public CatalogReader {
 public:
  ForEngine(CatalogReader& reader, const sql::Dialect& dialect)
      : reader_(reader), capabilities_(reader.capabilities()) {
    capabilities_.dialect = std::string(dialect.name) + ' ' + std::string(dialect.version);
    capabilities_.atomic_table_commit = false;
    capabilities_.validates_rows = true;
    capabilities_.stores_keys = dialect.stores_keys;
    capabilities_.stores_tags = dialect.stores_tags;
    capabilities_.supports_location = true;
    capabilities_.generated_columns = dialect.generated_columns;
    capabilities_.sets_not_null = dialect.sets_not_null;
    capabilities_.writable_features.clear();
  }

  const Capabilities& capabilities() const override { return capabilities_; }
  Expected<std::vector<ObservedTable>> read(std::span<const TableName> names) override { return reader_.read(names); }
  Expected<std::vector<TableName>> list(std::span<const TableName> namespaces) override {
    return reader_.list(namespaces);
  }

 private:
  CatalogReader& reader_;
  Capabilities capabilities_;
};

}  // namespace

namespace {

/// The one that the user names, else the server's own, else the newest Spark's.
const sql::Dialect& dialect_of(const Session& session) {
  const bool server = session.options.target.starts_with("odbc:");
  const std::string& name = !server || !session.options.dialect.empty() ? session.options.dialect
                                                                        : session.target.reader->capabilities().dialect;
  return sql::dialect_or_newest_spark(name);
}

}  // namespace

ExitCode run_emit(Session& session) {
  const Options& options = session.options;
  const sql::Dialect& dialect = dialect_of(session);
  ForEngine reader(*session.target.reader, dialect);
  auto plan = plan_session(session, reader);
  if (!plan) return complain(options, plan.error());
  return deliver(options, report::script_text(*plan, session.invocation, dialect), plan_exit_code(*plan, false));
}

}  // namespace delta::app
