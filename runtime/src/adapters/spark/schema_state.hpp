#pragma once
#include <memory>

#include "adapters/odbc/sql_session.hpp"
#include "delta/execute/state_store.hpp"
#include "delta/model/identifier.hpp"

namespace delta::spark {

/// What runs did, remembered by the server: the table SCHEMA.deltac_state holds every run's plan, its journal, the
/// ledger and the snapshots, so that any machine reads them, and can finish a run whose machine is gone. A commit there
/// costs about a second, so a run writes to it when it begins, when it is over, and when it leaves its plan; the
/// journal of a run at work, line by line, is in `local`, which holds what the server does not have yet and nothing
/// else that counts. `more` opens a session of its own for what is written while others are at work; it may be empty.
std::unique_ptr<StateStore> open_schema_state(std::shared_ptr<SqlSession> session, MoreSessions more,
                                              const TableName& schema, std::unique_ptr<StateStore> local);

}  // namespace delta::spark
