#include "delta/rules/changes.hpp"
#include "rules/subjects.hpp"

/// Rules about taking back what ran.
namespace delta::rules {

constinit const RuleInfo kOneWay{
    .code = 811,
    .severity = Severity::error,
    .summary = "a step cannot be undone",
    .explanation =
        "Most steps have an inverse: a column that was added is dropped again, a name, a property, a comment or a "
        "CHECK "
        "becomes what it was. Some have none: dropped columns and tables lose their rows, types are widened and never "
        "narrowed, table features are switched on for good, filled rows are not told from others. With "
        "--require-reversible a table of which such a step would run is refused before anything runs; a rollback says "
        "what it cannot bring back. Where an engine keeps the table and nobody has written since, --allow restore "
        "makes the way back one RESTORE, which brings back all but table features.",
    .example = "shop-migrate apply --target lake:./lake --require-reversible",
    .prevents = "",
};

constinit const RuleInfo kChangedSince{
    .code = 812,
    .severity = Severity::error,
    .summary = "a table is no longer what the run left that is to be taken back",
    .explanation =
        "A rollback is made from what the run did and from what the tables are now. Somebody else, or a later run, has "
        "changed this one meanwhile, and to undo the older change under the newer one would be a guess. Take the later "
        "run back first, newest first, or change the table in the code from here on.",
    .example = "shop-migrate plan --rollback last --target lake:./lake --out back.json",
    .prevents = "",
};

Rows undoing_rows() {
  static constexpr const RuleInfo* rows[] = {&kOneWay, &kChangedSince};
  return rows;
}

}  // namespace delta::rules
