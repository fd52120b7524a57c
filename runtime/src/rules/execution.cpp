#include "delta/rules/changes.hpp"
#include "rules/subjects.hpp"

/// What can go wrong while a plan runs.
namespace delta::rules {

constinit const RuleInfo kConflict{
    .code = 801,
    .severity = Severity::error,
    .summary = "the table changed after it was planned",
    .explanation =
        "Another writer was faster, and the plan was made for what the table was before. Nothing of it was "
        "written to this table. Plan again: the new plan sees the new state.",
    .example = "shop-migrate plan --target lake:./lake --var env=dev",
    .prevents = "DELTA_METADATA_CHANGED",
};

constinit const RuleInfo kReadOnlyTarget{
    .code = 802,
    .severity = Severity::error,
    .summary = "the target can only be read",
    .explanation =
        "A snapshot is a picture of a target: plan and check work on it, apply does not. Name the target itself.",
    .example = "shop-migrate apply --target lake:./lake   # not snapshot:state.json",
    .prevents = "",
};

constinit const RuleInfo kWriteFailed{
    .code = 803,
    .severity = Severity::error,
    .summary = "a step did not run",
    .explanation =
        "The disk is full, the right to write is missing, or the server refused the statement; the message says which. "
        "A commit appears whole or not at all: what the report counts as done is done, and the rest is as it was. When "
        "the cause is gone, apply again.",
    .example = "",
    .prevents = "",
};

constinit const RuleInfo kNotAsPlanned{
    .code = 804,
    .severity = Severity::error,
    .summary = "the table was read back and is not what was planned",
    .explanation =
        "Someone else wrote to it at the same moment, or the target did something else than it was told. Look at "
        "the table with describe, then plan again.",
    .example = "shop-migrate describe dev.silver.orders",
    .prevents = "",
};

constinit const RuleInfo kLocked{
    .code = 805,
    .severity = Severity::error,
    .summary = "another run is at work on this target",
    .explanation =
        "Two runs at once would undo each other's work. Wait for the other one, which the message names, or have apply "
        "wait with --lock-timeout. A lock that a machine left behind which is gone is taken away by unlock; a killed "
        "process of the same machine leaves none.",
    .example = "shop-migrate apply --target lake:./lake --lock-timeout 5m",
    .prevents = "",
};

constinit const RuleInfo kDependencyFailed{
    .code = 806,
    .severity = Severity::error,
    .summary = "a table that must come first was not brought to its state",
    .explanation =
        "A table that others refer to, or whose name is to be freed, failed or was refused. Settle that one "
        "first; this one was left as it is.",
    .example = "",
    .prevents = "",
};

constinit const RuleInfo kInterrupted{
    .code = 807,
    .severity = Severity::error,
    .summary = "the run was interrupted",
    .explanation =
        "Every table is either as it was or as planned, since a table's commit is whole or absent. Plan again to "
        "see what is left.",
    .example = "shop-migrate plan --target lake:./lake --var env=dev",
    .prevents = "",
};

constinit const RuleInfo kFileSystemRefused{
    .code = 808,
    .severity = Severity::error,
    .summary = "this file system cannot commit atomically",
    .explanation =
        "A commit must appear whole and must never replace another one, which needs hard links or an exclusive "
        "rename. Use a local file system, or apply through an engine that has a commit service.",
    .example = "",
    .prevents = "",
};

constinit const RuleInfo kOthersAtWork{
    .code = 809,
    .severity = Severity::error,
    .summary = "another engine has just committed to the lake",
    .explanation =
        "Spark's log store for local folders looks whether a version exists and then renames its file over it: a "
        "commit of Spark's that races with one of deltac's may overwrite it. So nothing runs while the newest commit "
        "of a table in the plan is another engine's and younger than --quiet-for (one minute unless told otherwise), "
        "or dated in the future. Stop the writer and wait, or say with --exclusive that nobody else writes.",
    .example = "shop-migrate apply --target lake:./lake --exclusive",
    .prevents = "",
};

constinit const RuleInfo kCommitLost{
    .code = 810,
    .severity = Severity::error,
    .summary = "a commit of this run is gone at its end",
    .explanation =
        "Every commit of a run is looked at once more when everything has run. Another writer has replaced or removed "
        "this one, so what it said never was. Stop that writer, look at the table's history, and plan again.",
    .example = "shop-migrate describe dev.silver.orders",
    .prevents = "",
};

Rows execution_rows() {
  static constexpr const RuleInfo* rows[] = {
      &kConflict,         &kReadOnlyTarget, &kWriteFailed,       &kNotAsPlanned, &kLocked,
      &kDependencyFailed, &kInterrupted,    &kFileSystemRefused, &kOthersAtWork, &kCommitLost,
  };
  return rows;
}

}  // namespace delta::rules
