#pragma once
#include <string>
#include <vector>

#include "execute/verify_history.hpp"

/// What was kept of runs, for people and as JSON, format "deltac.history/1".
namespace delta::app {

/// A run as it is remembered.
struct PastRun {
  StoredRun run;
  std::string status;               ///< how it ended; empty while it is not over
  std::vector<LedgerEntry> tables;  ///< what it made of them
  std::string rolls_back{};         ///< the run that its plan takes back, as far as the plan was read
};

/// Puts the statements of the plan with the records of the units that were begun.
void add_statements(const Plan& plan, PastRun& past);

std::string runs_text(const std::vector<PastRun>& runs);
std::string run_text(const PastRun& past);
std::string versions_text(const std::string& table, const std::vector<LedgerEntry>& versions);
std::string check_text(const HistoryCheck& check, const std::string& place);

std::string runs_json(const std::vector<PastRun>& runs);
std::string run_json(const PastRun& past);
std::string versions_json(const std::string& table, const std::vector<LedgerEntry>& versions);
std::string check_json(const HistoryCheck& check);

}  // namespace delta::app
