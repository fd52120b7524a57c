#pragma once
#include "delta/rules/rule.hpp"

/// What can be wrong with a change, rather than with a schema: found by `diff`, the planner and the adapters, which
/// know both what the code declares and what the target holds. The rows only; who finds them makes the finding.
namespace delta::rules {

// Columns and their types.
extern const RuleInfo kNotNullColumnAdded;  ///< 601 a NOT NULL column, or nested field, is new in an existing table
extern const RuleInfo
    kNoGeneratedColumns;  ///< 613 a new table has generated or identity columns, which the engine makes none of
extern const RuleInfo kExpressionRefused;  ///< 641 the server does not take a CHECK, DEFAULT or generation expression
extern const RuleInfo kViewColumns;        ///< 663 a view's struct does not have the columns of its query
extern const RuleInfo kViewRefused;        ///< 664 the server does not take a view's query
extern const RuleInfo kTypeChangeUnsupported;  ///< 701 a type change that widening does not cover
extern const RuleInfo kNestedTypeReplaced;     ///< 702 a struct, array or map becomes something else as a whole
extern const RuleInfo kNullabilityTightened;   ///< 703 a nullable column becomes NOT NULL
extern const RuleInfo kGeneratedColumnAdded;   ///< 704 a generated or identity column is new in an existing table
extern const RuleInfo kGeneratedChanged;       ///< 705 a generation expression is added, removed or changed
extern const RuleInfo kIdentityChanged;        ///< 706 an identity is added, removed or changed, or its column retyped
extern const RuleInfo kLastFieldDropped;  ///< 707 the last field of a table or struct, or all but the partition columns
extern const RuleInfo kGeneratedColumnDepends;  ///< 708 a generated column reads the column that is to change
extern const RuleInfo kCheckDepends;            ///< 709 a CHECK that is not declared reads the column that is to change
extern const RuleInfo kNestedPartDropped;       ///< 710 the element of an array, the key or value of a map
extern const RuleInfo kPositionUnknown;         ///< 711 after(…) names no column at the same level of the table
extern const RuleInfo kNestedTextLost;       ///< 713 Spark alters a column with a VARCHAR or CHAR inside, and loses it
extern const RuleInfo kBackfillNeedsEngine;  ///< 714 rows are to be filled on a target without an engine

// Keys, masks and row filters of the catalogue.
extern const RuleInfo kKeyDepends;     ///< 715 a key that is not declared has the column that is to change
extern const RuleInfo kKeyReferred;    ///< 716 a key changes that an unknown reference points at
extern const RuleInfo kPolicyDepends;  ///< 717 a row filter or a mask reads the column that is to be dropped

// Renames.
extern const RuleInfo kRenameAmbiguous;  ///< 720 the old and the new name both exist
extern const RuleInfo
    kRenameSourceMissing;  ///< 721 (warning) the old name does not exist: an add, with --allow missing-source
extern const RuleInfo kRenamedByOthers;              ///< 722 the same physical column has another name now
extern const RuleInfo kTableRenameAcrossNamespaces;  ///< 723 a table's rename leaves its namespace
extern const RuleInfo kTableRenameAmbiguous;         ///< 724 the old and the new table both exist

// Layout.
extern const RuleInfo kPartitioningChanged;     ///< 730 the list of partition columns changes
extern const RuleInfo kPartitionColumnDropped;  ///< 731
extern const RuleInfo kClusterColumnDropped;    ///< 732
extern const RuleInfo kClusterParentDropped;    ///< 733 the struct that holds a nested cluster column
extern const RuleInfo kClusteringNeedsRows;  ///< 734 clustering on a table with rows, on a target that cannot see them
extern const RuleInfo
    kClusteringLosesStatistics;          ///< 735 (warning) a change leaves a cluster column without statistics
extern const RuleInfo kLocationRefused;  ///< 736 the target keeps tables where it decides
extern const RuleInfo kLocationChanged;  ///< 737 the table lives elsewhere

// Constraints, features and properties.
extern const RuleInfo kCheckNeedsRows;        ///< 740 a CHECK on a table with rows, on a target that cannot see them
extern const RuleInfo kCheckViolated;         ///< 741 rows that are there break the CHECK
extern const RuleInfo kMappingModeChanged;    ///< 742 none → id, name → id, or back to none
extern const RuleInfo kSeveralCommits;        ///< 743 a property that costs several commits on an existing table
extern const RuleInfo kUnknownFeature;        ///< 744 the table uses a feature that this version does not know
extern const RuleInfo kFeatureNotWritable;    ///< 745 the change needs a feature that the target cannot switch on
extern const RuleInfo kAppendOnly;            ///< 746 delta.appendOnly forbids what the plan needs
extern const RuleInfo kNeedsAnotherProperty;  ///< 747 the property's prerequisite is not there

// The table as a whole.
extern const RuleInfo kForeignMark;       ///< 750 another registry manages the table
extern const RuleInfo kNotDelta;          ///< 751 a view, or a table of another format
extern const RuleInfo kUnreadable;        ///< 752 the target holds something that cannot be read
extern const RuleInfo kNotVisible;        ///< 753 the target cannot tell whether the table is there
extern const RuleInfo kNamespaceMissing;  ///< 754
extern const RuleInfo kLocationOccupied;  ///< 755 files lie where the table is to be made
extern const RuleInfo kNoPlace;           ///< 756 the target has no directory for a table of this name

// Execution.
extern const RuleInfo kConflict;           ///< 801 the table changed after it was planned
extern const RuleInfo kReadOnlyTarget;     ///< 802
extern const RuleInfo kWriteFailed;        ///< 803 disk full, no permission, …
extern const RuleInfo kNotAsPlanned;       ///< 804 read back, and not equal to what was planned
extern const RuleInfo kLocked;             ///< 805 another run is at work on the target
extern const RuleInfo kDependencyFailed;   ///< 806 a table that must come first failed
extern const RuleInfo kInterrupted;        ///< 807
extern const RuleInfo kFileSystemRefused;  ///< 808 a file system that cannot commit atomically
extern const RuleInfo kOthersAtWork;       ///< 809 another engine's newest commit is too young
extern const RuleInfo kCommitLost;         ///< 810 a commit of the run was replaced or removed by its end

// Taking back what ran.
extern const RuleInfo kOneWay;        ///< 811 a step has no inverse, and one is asked for
extern const RuleInfo kChangedSince;  ///< 812 a table is not what the run left that is to be taken back

}  // namespace delta::rules
