#include "delta/rules/check.hpp"

#include "rules/subjects.hpp"

namespace delta::rules {
namespace {

/// The rules that look at one table at a time, subject by subject.
constexpr void (*kTableWalks[])(const TableFacts&) = {
    check_table_name, check_column_names, check_renames,  check_types,     check_keys,        check_references,
    check_layout,     check_properties,   check_defaults, check_generated, check_constraints,
};

}  // namespace

Findings check(const Registry& registry, Stage stage, const sql::Dialect* dialect) {
  Findings findings;
  const TableIndex tables(registry);
  check_table_names(registry, tables, stage, findings);
  check_table_renames(registry, tables, findings);
  check_locations(registry, stage, findings);
  ColumnIndex columns;
  for (const Table& table : registry.tables) {
    columns.build(table);
    const TableFacts facts{registry, table, stage, dialect, columns, tables, findings};
    for (const auto walk : kTableWalks) walk(facts);
  }
  sort_findings(findings);
  return findings;
}

}  // namespace delta::rules
