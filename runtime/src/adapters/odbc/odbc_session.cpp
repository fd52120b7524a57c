#include "adapters/odbc/odbc_session.hpp"

#include <cstdlib>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include "adapters/odbc/cancel_watch.hpp"
#include "adapters/odbc/connection_string.hpp"
#include "adapters/odbc/diagnostics.hpp"
#include "adapters/odbc/errors.hpp"
#include "adapters/odbc/handles.hpp"
#include "adapters/odbc/quirks.hpp"
#include "adapters/odbc/result_reader.hpp"
#include "adapters/odbc/wide.hpp"
#include "sql/carried.hpp"

namespace delta::odbc {
namespace {

SqlError no_handle() {
  SqlError error;
  error.kind = SqlError::Kind::setup;
  error.message = "unixODBC gives no handle; it may be out of memory";
  return error;
}

/// A connection of the driver manager, closed when it goes.
class Connection {
 public:
  explicit Connection(const DriverManager& manager)
      : manager_(manager), environment_(manager, SQL_HANDLE_ENV, SQL_NULL_HANDLE) {
    if (!environment_) return;
    manager.SQLSetEnvAttr(environment_.get(), SQL_ATTR_ODBC_VERSION, reinterpret_cast<SQLPOINTER>(SQL_OV_ODBC3), 0);
    handle_ = Handle(manager, SQL_HANDLE_DBC, environment_.get());
  }
  ~Connection() {
    if (connected_) manager_.SQLDisconnect(handle_.get());
  }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  explicit operator bool() const { return static_cast<bool>(handle_); }
  const Handle& handle() const { return handle_; }

  /// True if connected; the handle has the diagnostics if not.
  bool connect(const std::string& text, std::chrono::seconds timeout) {
    if (timeout.count() > 0) {
      manager_.SQLSetConnectAttr(handle_.get(), SQL_ATTR_LOGIN_TIMEOUT,
                                 reinterpret_cast<SQLPOINTER>(static_cast<std::uintptr_t>(timeout.count())),
                                 SQL_IS_UINTEGER);
    }
    std::vector<SQLWCHAR> wide = to_wide(text);
    const SQLRETURN result =
        manager_.SQLDriverConnectW(handle_.get(), nullptr, wide.data(), static_cast<SQLSMALLINT>(wide.size()), nullptr,
                                   0, nullptr, SQL_DRIVER_NOPROMPT);
    connected_ = SQL_SUCCEEDED(result);
    return connected_;
  }

  std::string driver_name() const {
    char name[256] = {};
    SQLSMALLINT length = 0;
    manager_.SQLGetInfo(handle_.get(), SQL_DRIVER_NAME, name, sizeof name, &length);
    return name;
  }

  SQLUINTEGER get_data_extensions() const {
    SQLUINTEGER extensions = 0;
    manager_.SQLGetInfo(handle_.get(), SQL_GETDATA_EXTENSIONS, &extensions, sizeof extensions, nullptr);
    return extensions;
  }

 private:
  const DriverManager& manager_;
  Handle environment_;
  Handle handle_;
  bool connected_ = false;
};

class OdbcSession final : public SqlSession {
 public:
  OdbcSession(const DriverManager& manager, ConnectionString target, const ConnectionSettings& settings)
      : manager_(manager),
        target_(std::move(target)),
        name_(display_name(target_)),
        login_timeout_(target_.login_timeout.value_or(settings.login_timeout)),
        statement_timeout_(target_.statement_timeout.value_or(settings.statement_timeout)),
        watch_(manager_, settings.stop_requested) {}

  Expected<void, SqlError> connect() {
    // Secrets are read each time: a token that ran out may have been renewed meanwhile.
    auto resolved = resolve(target_, [](const char* name) -> const char* { return std::getenv(name); });
    if (!resolved) return std::move(resolved).error();
    secrets_ = std::move(resolved->secrets);
    if (resolved->text.size() > std::numeric_limits<SQLSMALLINT>::max()) return too_long();
    connection_.emplace(manager_);
    if (!*connection_) return no_handle();
    if (!connection_->connect(resolved->text, login_timeout_)) {
      SqlError error = failure(connection_->handle(), Circumstances::Moment::connecting);
      connection_.reset();
      return error;
    }
    quirks_ = &quirks_of(connection_->driver_name());
    if (!quirks_->unusable.empty()) {
      connection_.reset();
      return unusable(*quirks_);
    }
    abilities_ = fetch_abilities(connection_->get_data_extensions(), *quirks_);
    return {};
  }

  Expected<void, SqlError> query(std::string_view statement, const std::function<void(SqlRow)>& each) override {
    return perform(statement, &each);
  }

  Expected<void, SqlError> run(std::string_view statement) override { return perform(statement, nullptr); }

 private:
  Expected<void, SqlError> perform(std::string_view text, const std::function<void(SqlRow)>* each) {
    if (watch_.stop_requested()) return stopped_before();
    if (!connection_) {
      if (auto connected = connect(); !connected) return connected;
    }
    auto done = execute(text, each);
    if (!done && done.error().kind == SqlError::Kind::lost) connection_.reset();
    return done;
  }

  Expected<void, SqlError> execute(std::string_view text, const std::function<void(SqlRow)>* each) {
    const Handle statement(manager_, SQL_HANDLE_STMT, connection_->handle().get());
    if (!statement) return failure(connection_->handle(), Circumstances::Moment::connecting);
    set_up(statement);
    const CancelWatch::Watched watched(watch_, statement.get());
    const std::string carried = quirks_->knows_backticks ? std::string(text) : sql::carried_whole(std::string(text));
    std::vector<SQLWCHAR> wide = to_wide(carried);
    const SQLRETURN result =
        manager_.SQLExecDirectW(statement.get(), wide.data(), static_cast<SQLINTEGER>(wide.size()));
    if (!SQL_SUCCEEDED(result) && result != SQL_NO_DATA) return failure(statement, Circumstances::Moment::executing);
    if (each == nullptr) return {};
    const ReadEnd end = read_rows(manager_, statement, abilities_, [this] { return watch_.stop_requested(); }, *each);
    if (end == ReadEnd::complete) return {};
    return failure(statement, Circumstances::Moment::fetching);
  }

  void set_up(const Handle& statement) {
    const auto set = [&](SQLINTEGER attribute, std::uintptr_t value) {
      manager_.SQLSetStmtAttr(statement.get(), attribute, reinterpret_cast<SQLPOINTER>(value), SQL_IS_UINTEGER);
    };
    if (quirks_->scans_for_parameters) set(SQL_ATTR_NOSCAN, SQL_NOSCAN_ON);
    if (statement_timeout_.count() > 0) {
      set(SQL_ATTR_QUERY_TIMEOUT, static_cast<std::uintptr_t>(statement_timeout_.count()));
    }
  }

  SqlError failure(const Handle& handle, Circumstances::Moment moment) {
    return classify(read_diagnostics(manager_, handle.kind(), handle.get()), {.moment = moment,
                                                                              .server = name_,
                                                                              .interrupted = watch_.stop_requested(),
                                                                              .login_timeout = login_timeout_,
                                                                              .statement_timeout = statement_timeout_,
                                                                              .secrets = secrets_});
  }

  SqlError stopped_before() {
    return classify({}, {.moment = Circumstances::Moment::connecting, .server = name_, .interrupted = true});
  }

  SqlError unusable(const Quirks& quirks) const {
    SqlError error;
    error.kind = SqlError::Kind::setup;
    error.message = "the driver of " + name_ + ' ' + std::string(quirks.unusable);
    error.fix = quirks.instead;
    return error;
  }

  SqlError too_long() const {
    SqlError error;
    error.kind = SqlError::Kind::setup;
    error.message = name_ + ": the connection string is longer than ODBC takes (32767 characters)";
    error.fix = "put settings into odbc.ini";
    return error;
  }

  const DriverManager manager_;
  const ConnectionString target_;
  const std::string name_;
  const std::chrono::seconds login_timeout_;
  const std::chrono::seconds statement_timeout_;
  std::vector<std::string> secrets_;
  std::optional<Connection> connection_;
  CancelWatch watch_;
  const Quirks* quirks_ = nullptr;
  FetchAbilities abilities_;
};

}  // namespace

Expected<std::unique_ptr<SqlSession>, SqlError> open_odbc_session(const ConnectionSettings& settings) {
  auto target = parse_connection_string(settings.text);
  if (!target) return std::move(target).error();
  auto manager = load_driver_manager();
  if (!manager) return std::move(manager).error();
  auto session = std::make_unique<OdbcSession>(*manager, *std::move(target), settings);
  if (auto connected = session->connect(); !connected) return std::move(connected).error();
  return std::unique_ptr<SqlSession>(std::move(session));
}

}  // namespace delta::odbc
