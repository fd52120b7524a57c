#include "delta/rules/check.hpp"

#include "rules/subjects.hpp"
#include "rules/table_check.hpp"

namespace delta::rules {
namespace {

/// The rules that look at one table at a time, subject by subject.
constexpr void (*kTableWalks[])(const TableFacts&) = {
    check_table_name, check_column_names, check_renames,  check_types,     check_keys,        check_references,
    check_layout,     check_properties,   check_defaults, check_generated, check_constraints, check_tags,
};

/// A view has names and types; everything else belongs to tables.
constexpr void (*kViewWalks[])(const TableFacts&) = {check_table_name, check_column_names, check_types, check_view};

}  // namespace

TableCheck::TableCheck(const Registry& registry, Stage stage, const sql::Dialect* dialect)
    : registry_(registry), stage_(stage), dialect_(dialect), tables_(registry) {}

Findings TableCheck::across() const {
  Findings findings;
  check_table_names(registry_, tables_, stage_, findings);
  check_table_renames(registry_, tables_, findings);
  check_locations(registry_, stage_, findings);
  if (dialect_ != nullptr && dialect_->stores_keys) check_key_names_of_schemas(registry_, findings);
  return findings;
}

void TableCheck::table(const Table& table, Findings& findings) {
  columns_.build(table);
  const TableFacts facts{registry_, table, stage_, dialect_, columns_, tables_, findings};
  if (table.query) {
    for (const auto walk : kViewWalks) walk(facts);
    return;
  }
  for (const auto walk : kTableWalks) walk(facts);
}

Findings check(const Registry& registry, Stage stage, const sql::Dialect* dialect) {
  TableCheck rules(registry, stage, dialect);
  Findings findings = rules.across();
  for (const Table& table : registry.tables) rules.table(table, findings);
  sort_findings(findings);
  return findings;
}

}  // namespace delta::rules
