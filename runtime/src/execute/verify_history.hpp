#pragma once
#include <string>
#include <vector>

#include "execute/run_store.hpp"

namespace delta {

/// Whether a target's history is as it was written.
struct HistoryCheck {
  std::size_t runs = 0;
  std::size_t versions = 0;           ///< of tables
  std::string head;                   ///< the hash of the ledger's newest line
  std::vector<std::string> problems;  ///< each in one sentence; none: it is whole
  std::vector<std::string> notes;     ///< what is left of a run that is not over
};

/// Reads everything that a store keeps and follows its hashes: the ledger's lines, each run's journal and plan, the
/// snapshots. `expect` is a head that was seen before and must be among the lines; empty: none is looked for.
///
/// What nobody can notice from the inside: that the newest runs were taken out together with the ledger's last lines,
/// or that everything was written anew. A head that is kept elsewhere tells of both.
Expected<HistoryCheck> verify_history(const RunStore& store, const std::string& expect = {});

}  // namespace delta
