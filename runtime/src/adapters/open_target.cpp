#include <fmt/format.h>

#include <chrono>
#include <functional>
#include <memory>
#include <utility>

#include "adapters/databricks/open_databricks.hpp"
#include "adapters/odbc/connection_string.hpp"
#include "adapters/odbc/retrying_session.hpp"
#include "adapters/odbc/telling_session.hpp"
#include "adapters/snapshot/snapshot.hpp"
#include "adapters/spark/open_spark.hpp"
#include "adapters/spark/spark_reader.hpp"
#include "delta/adapters/lake.hpp"
#include "delta/engine.hpp"

namespace delta {
namespace {

Expected<Target> open_snapshot(const std::string& path) {
  auto reader = snapshot::open(path);
  if (!reader) return reader.error();
  Target target;
  target.reader = *std::move(reader);
  return target;
}

Error as_error(const SqlError& error) { return {error.message, error.fix}; }

std::string waits(const SqlError& why, std::chrono::milliseconds wait) {
  return fmt::format("{}; trying again in {:.1f} s", why.message, static_cast<double>(wait.count()) / 1e3);
}

Expected<std::shared_ptr<SqlSession>, SqlError> open_session(const odbc::ConnectionSettings& settings,
                                                             const odbc::SessionRetry& retry,
                                                             const std::function<void(const std::string&)>& tell) {
  auto session = odbc::open_retrying_session(settings, retry);
  if (!session) return std::move(session).error();
  std::unique_ptr<SqlSession> used = *std::move(session);
  if (tell) used = std::make_unique<odbc::TellingSession>(std::move(used), tell);
  return std::shared_ptr<SqlSession>(std::move(used));
}

Expected<Target> open_odbc(const std::string& connection, const TargetOptions& options) {
  const auto parsed = odbc::parse_connection_string(connection);
  if (!parsed) return as_error(parsed.error());
  odbc::ConnectionSettings settings;
  settings.text = connection;
  settings.stop_requested = options.cancel_requested ? options.cancel_requested : options.stop_requested;
  odbc::SessionRetry retry;
  if (options.waiting) retry.waiting = [tell = options.waiting](const auto& why, auto wait) { tell(waits(why, wait)); };
  const MoreSessions open = [settings, retry, stop = options.stop_requested, tell = options.sending] {
    odbc::SessionRetry own = retry;
    own.clock = system_retry_clock(stop);  // sessions are used side by side
    return open_session(settings, own, tell);
  };
  auto session = open();
  if (!session) return as_error(session.error());
  const std::string name = "odbc:" + odbc::without_secrets(*parsed);
  bool databricks = options.dialect.starts_with("databricks");
  if (options.dialect.empty()) {
    const auto asked = spark::is_databricks(**session);
    if (!asked) return asked.error();
    databricks = *asked;
  }
  auto target = databricks ? databricks::open_databricks(*std::move(session), open, name, options.dialect)
                           : spark::open_spark(*std::move(session), open, name, options.dialect,
                                               parsed->log_commits.value_or(spark::kMostCommits));
  if (target && parsed->retry_budget) target->retry.budget = *parsed->retry_budget;
  return target;
}

}  // namespace

Expected<Target> open_target(const std::string& text, const TargetOptions& options) {
  const std::size_t colon = text.find(':');
  const std::string scheme = text.substr(0, colon);
  const std::string rest = colon == std::string::npos ? "" : text.substr(colon + 1);
  if (scheme == "odbc" && !rest.empty()) return open_odbc(rest, options);
  if (scheme == "odbc") {
    return Error{"the target 'odbc:' lacks its connection", "name a data source of odbc.ini, as in odbc:DSN=prod"};
  }
  if ((scheme == "lake" || scheme == "snapshot") && rest.empty()) {
    return Error{fmt::format("the target '{}' lacks its path", text), scheme == "lake"
                                                                          ? "name a folder of tables, as in lake:./lake"
                                                                          : "name a file, as in snapshot:prod.json"};
  }
  if (scheme == "lake") return open_lake(rest);
  if (scheme == "snapshot") return open_snapshot(rest);
  return Error{fmt::format("'{}' is no target that this version knows", text),
               "a target is lake:DIR (a folder of Delta tables), odbc:DSN=NAME (a Spark, or Databricks), or "
               "snapshot:FILE (what describe "
               "--format json wrote)"};
}

}  // namespace delta
