#pragma once
#include "delta/rules/check.hpp"
#include "rules/table_facts.hpp"

namespace delta::rules {

/// `check`, table by table: for a planner that compares each table with its target right after it was judged, while it
/// is at hand. What it does all at once, `across`, speaks of tables side by side.
class TableCheck {
 public:
  TableCheck(const Registry& registry, Stage stage, const sql::Dialect* dialect);

  /// What two tables, or a table and a tombstone, do to each other. Not sorted.
  Findings across() const;
  /// What is wrong with one of the registry's tables by itself, into `findings`. Not sorted.
  void table(const Table& table, Findings& findings);

 private:
  const Registry& registry_;
  Stage stage_;
  const sql::Dialect* dialect_;
  TableIndex tables_;
  ColumnIndex columns_;
};

}  // namespace delta::rules
