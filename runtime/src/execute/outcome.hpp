#pragma once
#include <functional>
#include <string>

#include "delta/catalog/catalog_reader.hpp"
#include "delta/execute/plan_executor.hpp"

namespace delta {

/// True if `now` is what the table was to be once `unit` ran, as far as both the reading that the plan was made from
/// and this one can tell. One that shows less, as DESCRIBE does, is no reason to call a table another one.
bool is_after(const TablePlan& table, const Unit& unit, const ObservedTable& now);
/// The same of what it was before.
bool is_before(const TablePlan& table, const Unit& unit, const ObservedTable& now);

/// Where a table is once the units before `boundary` ran.
const TableName& name_at(const TablePlan& table, std::size_t boundary);

/// While it lives, the target is read though the user had statements cancelled: what a cancelled one did is to be told.
class SparedReading {
 public:
  explicit SparedReading(const RunConditions& conditions) : conditions_(conditions) { tell(true); }
  ~SparedReading() { tell(false); }
  SparedReading(const SparedReading&) = delete;
  SparedReading& operator=(const SparedReading&) = delete;

 private:
  void tell(bool begins) const {
    if (conditions_.spare_reading) conditions_.spare_reading(begins);
  }

  const RunConditions& conditions_;
};

/// Told of an attempt before the wait for the next one; an error breaks off.
using AttemptLog = std::function<Expected<void>(const ExecutionError&)>;

/// Runs a unit of `table`. If its answer never comes, or another client changed the table meanwhile, the target is read
/// before anything else: a unit that ran is taken for done, and one of which nothing ran is tried again where that may
/// help, after growing waits, within the conditions' budget. One that the user had cancelled is read back too.
Expected<UnitResult, ExecutionError> run_unit(PlanExecutor& executor, CatalogReader& reader, const TablePlan& table,
                                              std::size_t unit, const RunConditions& conditions, const AttemptLog& log);

}  // namespace delta
