#pragma once
#include <span>

#include "delta/rules/rule.hpp"
#include "rules/table_facts.hpp"

/// One block per subject: its rows, and the walks that find what they speak of. `catalogue()` joins the rows and
/// `check` runs the walks; there is no other register.
namespace delta::rules {

using Rows = std::span<const RuleInfo* const>;

extern const RuleInfo kSubstitution;  ///< `${` in a name or an expression

Rows table_name_rows();
/// Across tables.
void check_table_names(const Registry& registry, const TableIndex& tables, Stage stage, Findings& findings);
void check_table_name(const TableFacts& facts);

Rows column_name_rows();
void check_column_names(const TableFacts& facts);

Rows rename_rows();
void check_renames(const TableFacts& facts);
void check_table_renames(const Registry& registry, const TableIndex& tables, Findings& findings);

Rows type_rows();
Rows unknown_type_rows();
void check_types(const TableFacts& facts);

Rows key_rows();
void check_keys(const TableFacts& facts);
Rows reference_rows();
void check_references(const TableFacts& facts);

Rows catalog_limit_rows();
void check_tags(const TableFacts& facts);
void check_key_names_of_schemas(const Registry& registry, Findings& findings);

Rows layout_rows();
void check_layout(const TableFacts& facts);
Rows location_rows();
void check_locations(const Registry& registry, Stage stage, Findings& findings);

Rows property_rows();
void check_properties(const TableFacts& facts);

Rows expression_rows();
Rows default_rows();
void check_defaults(const TableFacts& facts);
Rows generated_rows();
void check_generated(const TableFacts& facts);
Rows check_constraint_rows();
void check_constraints(const TableFacts& facts);

Rows view_rows();
void check_view(const TableFacts& facts);

Rows change_rows();
Rows key_change_rows();
Rows table_change_rows();
Rows server_rows();
Rows execution_rows();
Rows undoing_rows();
Rows policy_rows();

}  // namespace delta::rules
