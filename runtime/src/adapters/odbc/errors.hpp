#pragma once
#include <chrono>
#include <span>
#include <string>
#include <vector>

#include "adapters/odbc/diagnostics.hpp"
#include "adapters/odbc/sql_session.hpp"

namespace delta::odbc {

/// Where a call failed, as far as it decides what the failure means.
struct Circumstances {
  enum class Moment {
    connecting,  ///< no statement was sent
    executing,   ///< the statement was sent, as far as anyone can know
    fetching,    ///< the statement ran; its rows did not all arrive
  };
  Moment moment = Moment::executing;
  std::string server;                        ///< what messages call it: "DSN=prod"
  bool interrupted = false;                  ///< the user asked to stop
  std::chrono::seconds login_timeout{};      ///< 0 is none
  std::chrono::seconds statement_timeout{};  ///< 0 is none
  std::span<const std::string> secrets{};    ///< of the connection, for `mask`
};

/// What the records of a failed call mean. No records is an error too: a driver that fails without a word.
SqlError classify(const std::vector<DiagnosticRecord>& records, const Circumstances& circumstances);

}  // namespace delta::odbc
