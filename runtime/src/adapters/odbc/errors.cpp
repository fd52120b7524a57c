#include "adapters/odbc/errors.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "adapters/odbc/error_text.hpp"
#include "adapters/odbc/secrets.hpp"

namespace delta::odbc {
namespace {

using Kind = SqlError::Kind;
using Moment = Circumstances::Moment;

/// What a failure means. In the texts {server}, {words} (the driver's), {login} and {limit} are filled in.
struct Meaning {
  Kind kind;
  bool retryable;
  bool unknown_outcome;
  std::string_view message;
  std::string_view fix;
};

constexpr Meaning kRefused{Kind::refused, false, false, "{words}", ""};
// Who has no words for what went wrong cannot tell what became of the statement.
constexpr Meaning kUnexplained{Kind::refused, false, true, "{words}", ""};
constexpr Meaning kNotFound{Kind::not_found, false, false, "{words}", ""};
constexpr Meaning kExists{Kind::exists, false, false, "{words}", ""};
constexpr Meaning kLeftFiles{Kind::refused, false, false,
                             "an earlier table left files where the new one shall lie: {words}",
                             "move these files away, or declare the table under another name"};
constexpr Meaning kNotPermitted{Kind::not_permitted, false, false, "{server} does not permit this: {words}",
                                "have the missing privilege granted to the user that the target names"};
constexpr Meaning kConflict{Kind::conflict, false, false, "another client changed the table meanwhile: {words}",
                            "plan again: the plan was made from what the table was before"};
// Drivers also ask over HTTP how far a statement is: a refusal of that question says nothing of the statement.
constexpr Meaning kCredentials{Kind::authentication, false, true, "{server} does not accept the credentials: {words}",
                               "check the user and the secret of the target or of odbc.ini; write a secret as "
                               "PWD=env:VARIABLE or PWD=file:PATH"};
constexpr Meaning kNoDataSource{Kind::setup, false, false, "{server}: no data source or driver has that name",
                                "`odbcinst -q -s` lists the data sources, `odbcinst -q -d` the drivers; enter it in "
                                "odbc.ini, or name a driver's file: odbc:Driver=/path/to/driver.so;…"};
constexpr Meaning kNoDriver{Kind::setup, false, false, "the ODBC driver of {server} cannot be loaded: {words}",
                            "install the driver, or correct its path in odbcinst.ini (`odbcinst -j` tells where)"};
constexpr Meaning kNotConnected{Kind::setup, false, false, "{server} cannot be connected to: {words}",
                                "check the target's settings and those in odbc.ini"};
constexpr Meaning kUnreachable{Kind::lost, true, false, "{server} cannot be reached: {words}",
                               "check host and port in the target or odbc.ini, and that the server runs"};
constexpr Meaning kLoginTimeout{Kind::lost, true, false, "{server} gave no answer within {login}",
                                "check host and port; a slow start gets longer with deltac.login_timeout=SECONDS in "
                                "the target"};
constexpr Meaning kStarting{Kind::busy, true, false, "{server} is starting or overloaded: {words}",
                            "run the command again once it is up"};
constexpr Meaning kUnavailable{Kind::busy, true, true, "{server} is overloaded or stopping: {words}",
                               "run the command again: it reads first what the server did"};
constexpr Meaning kThrottled{Kind::busy, true, true, "{server} takes no more requests for now: {words}",
                             "run the command again later, or with fewer clients at a time"};
constexpr Meaning kTimeout{Kind::timeout, false, true, "the statement did not end within {limit}: {words}",
                           "give it longer with deltac.statement_timeout=SECONDS in the target"};
constexpr Meaning kNotSent{Kind::lost, true, false, "the connection to {server} is gone: {words}",
                           "run the command again"};
constexpr Meaning kLost{Kind::lost, true, true, "the connection to {server} broke: {words}",
                        "run the command again: it reads first what the server did"};
constexpr Meaning kCut{Kind::lost, true, false, "the connection to {server} broke while rows arrived: {words}",
                       "run the command again"};
constexpr Meaning kInterrupted{Kind::interrupted, false, true, "stopped, as asked", "run the command again to go on"};

/// A row of the table below: all that is given must fit, and the first row that fits counts.
struct Row {
  std::string_view state;  ///< how the SQLSTATE begins
  std::string_view text;   ///< in the message, in lower case
  int http = 0;
  const Meaning* connecting = nullptr;  ///< nullptr: the row is not for this moment
  const Meaning* executing = nullptr;
};

// Spark's names of errors, by how they begin: the same through every driver.
struct ConditionRow {
  std::string_view condition;
  const Meaning& meaning;
};
constexpr ConditionRow kConditions[] = {
    {"DELTA_CONCURRENT_", kConflict},
    {"DELTA_METADATA_CHANGED", kConflict},
    {"DELTA_PROTOCOL_CHANGED", kConflict},
    {"DELTA_SCHEMA_CHANGE_SINCE_ANALYSIS", kConflict},
    {"TABLE_OR_VIEW_NOT_FOUND", kNotFound},
    {"SCHEMA_NOT_FOUND", kNotFound},
    {"CATALOG_NOT_FOUND", kNotFound},
    {"NO_SUCH_CATALOG", kNotFound},
    {"PATH_NOT_FOUND", kNotFound},
    {"DELTA_TABLE_NOT_FOUND", kNotFound},
    {"DELTA_PATH_DOES_NOT_EXIST", kNotFound},
    {"DELTA_MISSING_DELTA_TABLE", kNotFound},
    {"TABLE_OR_VIEW_ALREADY_EXISTS", kExists},
    {"SCHEMA_ALREADY_EXISTS", kExists},
    {"FIELD_ALREADY_EXISTS", kExists},
    {"DELTA_DUPLICATE_COLUMNS_FOUND", kExists},
    {"DELTA_CREATE_TABLE_WITH_NON_EMPTY_LOCATION", kLeftFiles},
    {"DELTA_TABLE_ALREADY_EXISTS", kExists},
    {"INSUFFICIENT_PERMISSIONS", kNotPermitted},
    {"PERMISSION_DENIED", kNotPermitted},
    {"UNAUTHORIZED_ACCESS", kNotPermitted},
    {"REQUEST_LIMIT_EXCEEDED", kThrottled},
    {"RESOURCE_EXHAUSTED", kThrottled},
    {"OPERATION_CANCELED", kTimeout},
};

constexpr Row kRows[] = {
    // unixODBC itself.
    {"IM002", "", 0, &kNoDataSource, nullptr},
    {"IM012", "", 0, &kNoDataSource, nullptr},
    {"01000", "can't open lib", 0, &kNoDriver, nullptr},
    {"IM003", "", 0, &kNoDriver, nullptr},
    {"IM004", "", 0, &kNoDriver, nullptr},
    // Answers of gateways, whatever SQLSTATE a driver makes of them.
    {"", "", 429, &kThrottled, &kThrottled},
    {"", "too many requests", 0, &kThrottled, &kThrottled},
    {"", "", 503, &kStarting, &kUnavailable},
    {"", "service unavailable", 0, &kStarting, &kUnavailable},
    {"", "temporarily_unavailable", 0, &kStarting, &kUnavailable},
    {"57P03", "", 0, &kStarting, &kStarting},
    {"", "the database system is starting up", 0, &kStarting, &kStarting},
    {"53300", "", 0, &kThrottled, &kThrottled},
    {"", "too many clients already", 0, &kThrottled, &kThrottled},
    {"", "", 401, &kCredentials, &kCredentials},
    {"", "", 403, &kCredentials, &kNotPermitted},
    // A gateway that gave up waiting: what it asked for may be done.
    {"", "", 502, &kUnreachable, &kLost},
    {"", "", 504, &kUnreachable, &kLost},
    {"28", "", 0, &kCredentials, &kCredentials},
    {"", "password authentication failed", 0, &kCredentials, nullptr},
    {"", "no password supplied", 0, &kCredentials, nullptr},
    {"", "authentication failed", 0, &kCredentials, nullptr},
    {"", "authentication/authorization error", 0, &kCredentials, nullptr},
    {"", "invalid access token", 0, &kCredentials, &kCredentials},
    {"42501", "", 0, &kNotPermitted, &kNotPermitted},
    {"", "permission_denied", 0, &kNotPermitted, &kNotPermitted},
    {"", "permission denied", 0, &kNotPermitted, &kNotPermitted},
    {"", "does not have privileges", 0, &kNotPermitted, &kNotPermitted},
    {"", "insufficient privileges", 0, &kNotPermitted, &kNotPermitted},
    // Time.
    {"HYT00", "", 0, &kLoginTimeout, &kTimeout},
    {"HYT01", "", 0, &kLoginTimeout, &kLost},
    {"", "timeout expired", 0, &kLoginTimeout, nullptr},
    {"HY008", "", 0, nullptr, &kTimeout},
    {"57014", "", 0, nullptr, &kTimeout},
    {"", "canceling statement due to statement timeout", 0, nullptr, &kTimeout},
    // The connection.
    {"08003", "", 0, &kUnreachable, &kNotSent},
    {"08", "", 0, &kUnreachable, &kLost},
    {"57P0", "", 0, &kUnreachable, &kLost},
    {"", "server closed the connection", 0, &kUnreachable, &kLost},
    {"", "connection reset", 0, &kUnreachable, &kLost},
    {"", "broken pipe", 0, &kUnreachable, &kLost},
    {"", "connection refused", 0, &kUnreachable, &kNotSent},
    {"", "could not send query", 0, &kUnreachable, &kLost},
    {"", "no connection to the server", 0, &kUnreachable, &kNotSent},
    // The statement.
    {"XX", "", 0, nullptr, &kUnexplained},  // the server's own defect, in the middle of something
    {"2D521", "", 0, nullptr, &kConflict},
    {"40001", "", 0, nullptr, &kConflict},
    {"", "concurrentappendexception", 0, nullptr, &kConflict},
    {"", "metadatachangedexception", 0, nullptr, &kConflict},
    {"42P01", "", 0, nullptr, &kNotFound},
    {"42S02", "", 0, nullptr, &kNotFound},
    {"42704", "", 0, nullptr, &kNotFound},
    {"42K03", "", 0, nullptr, &kNotFound},
    {"3F000", "", 0, nullptr, &kNotFound},
    {"42P07", "", 0, nullptr, &kExists},
    {"42S01", "", 0, nullptr, &kExists},
    {"42710", "", 0, nullptr, &kExists},
    {"42P06", "", 0, nullptr, &kExists},
};

/// Drivers that report all as a general error leave it to the message to say what it was.
bool is_general(std::string_view state) {
  return state.empty() || state == "HY000" || state == "S1000" || state == "42000";
}

/// Whether the server itself judged the statement, and not what stands before it or the driver. Its message may hold
/// any words: those of the statement are among them.
bool said_by_server(const SqlError& error) {
  const auto of_driver = [&](std::string_view state) { return error.sqlstate.starts_with(state); };
  constexpr std::string_view kOfDrivers[] = {"01", "08", "HY", "IM", "S1"};
  return !error.condition.empty() ||
         (!is_general(error.sqlstate) && std::none_of(std::begin(kOfDrivers), std::end(kOfDrivers), of_driver));
}

const Meaning& meaning_of(const SqlError& error, std::string_view text, Moment moment) {
  for (const ConditionRow& row : kConditions) {
    if (error.condition.starts_with(row.condition)) return row.meaning;
  }
  const std::string lower = lower_case(text);
  const int http = http_status(text);
  const bool words_count = moment == Moment::connecting || !said_by_server(error);
  for (const Row& row : kRows) {
    const Meaning* meaning = moment == Moment::connecting ? row.connecting : row.executing;
    if (row.state.empty() && !words_count) continue;
    if (meaning == nullptr || !error.sqlstate.starts_with(row.state) || (row.http != 0 && row.http != http)) continue;
    if (lower.find(row.text) == std::string::npos) continue;
    // Rows are missing, but the statement ran.
    return meaning == &kLost && moment == Moment::fetching ? kCut : *meaning;
  }
  if (moment == Moment::connecting) return kNotConnected;
  return words_count ? kUnexplained : kRefused;
}

std::string seconds_text(std::chrono::seconds seconds) {
  if (seconds.count() == 0) return "the time that the driver allows";
  return seconds.count() == 1 ? "1 second" : fmt::format("{} seconds", seconds.count());
}

/// All that the records say, each thing once.
std::string words_of(const std::vector<DiagnosticRecord>& records) {
  std::string words;
  for (const DiagnosticRecord& record : records) {
    const std::string said = sentence(record.message);
    if (said.empty() || words.find(said) != std::string::npos) continue;
    if (!words.empty()) words += "; ";
    words += said;
  }
  return words.empty() ? "the driver gives no reason" : words;
}

}  // namespace

SqlError classify(const std::vector<DiagnosticRecord>& records, const Circumstances& circumstances) {
  SqlError error;
  std::string all;
  for (const DiagnosticRecord& record : records) {
    if (error.sqlstate.empty()) error.sqlstate = record.sqlstate;
    all += record.message + '\n';
  }
  error.condition = error_condition(all);
  if (const std::string stated = stated_sqlstate(all); is_general(error.sqlstate) && !stated.empty()) {
    error.sqlstate = stated;
  }
  const Meaning& meaning = circumstances.interrupted ? kInterrupted : meaning_of(error, all, circumstances.moment);
  error.kind = meaning.kind;
  error.retryable = meaning.retryable;
  error.unknown_outcome = meaning.unknown_outcome && circumstances.moment == Moment::executing;
  if (meaning.kind == Kind::busy) error.retry_after = retry_after(all);
  const std::string words = mask(words_of(records), circumstances.secrets);
  error.message = fmt::format(fmt::runtime(meaning.message), fmt::arg("server", circumstances.server),
                              fmt::arg("words", words), fmt::arg("login", seconds_text(circumstances.login_timeout)),
                              fmt::arg("limit", seconds_text(circumstances.statement_timeout)));
  error.fix = meaning.fix;
  return error;
}

}  // namespace delta::odbc
