#pragma once
#include "delta/rules/finding.hpp"
#include "diff/change_finding.hpp"
#include "plan/alteration.hpp"

namespace delta {

/// New columns: NOT NULL, generated, identity, a place behind a column that is not there.
void judge_additions(const Alteration& alteration, Findings& findings);
/// Types, nullability, generation expressions and identities that Delta cannot change in place.
void judge_columns(const Alteration& alteration, Findings& findings);
/// Changes on which an engine loses what a column with a VARCHAR or CHAR inside it holds.
void judge_nested_text(const Alteration& alteration, Findings& findings);
/// Generated columns and undeclared CHECKs that read a column which is renamed, retyped or dropped.
void judge_dependents(const Alteration& alteration, Findings& findings);
/// Columns that must not be dropped: the last one, partition and cluster columns.
void judge_removals(const Alteration& alteration, Findings& findings);
/// Keys, masks and row filters that nobody declares and a dropped column is part of; references to a primary key that
/// changes.
void judge_keys(const Alteration& alteration, Findings& findings);
/// Partitioning and location, which never change in place.
void judge_layout(const Alteration& alteration, Findings& findings);
/// What needs a look at the rows, on a target that cannot look at them.
void judge_rows(const Alteration& alteration, Findings& findings);
/// Properties that cost several commits or cannot be taken back, features that the target cannot switch on.
void judge_properties(const Alteration& alteration, Findings& findings);
/// Properties that need others which the table will not have.
void judge_needs(const Alteration& alteration, Findings& findings);
/// The same of a new table, which gets what is not declared by itself: only a declaration against it is wrong.
void judge_needs_of_creation(const Table& desired, Findings& findings);

}  // namespace delta
