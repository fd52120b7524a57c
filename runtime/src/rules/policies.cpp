#include "delta/rules/policies.hpp"

#include "rules/subjects.hpp"

/// Rules about a policy file: what it forbids, and how it is written.
namespace delta::rules {

constinit const RuleInfo kTableFrozen{
    .code = 760,
    .severity = Severity::error,
    .summary = "the policy protects a table from what is to be done to it",
    .explanation =
        "The policy file names tables that no step may change (\"frozen\"), or of which no step may lose data "
        "(\"keep-data\"). Take the change out of the code for this environment, or let those who own the policy change "
        "it. Steps that would lose data of a table that keeps it are skipped in a new plan, and refused in one that "
        "was "
        "saved.",
    .example = "# deltac.policy.toml\n[protect]\n\"prod.gold.*\" = \"frozen\"\n\"prod.*\" = \"keep-data\"",
    .prevents = "",
};

constinit const RuleInfo kNameConvention{
    .code = 761,
    .severity = Severity::error,
    .summary = "a name is not as the policy asks for",
    .explanation =
        "The policy file gives the form of the names of tables (their last part) or columns (fields inside them too) "
        "as "
        "a regular expression, which the whole name must fit. It is a convention: the policy may make it a warning or "
        "switch it off.",
    .example =
        "# deltac.policy.toml\n[[convention]]\ntable_names = \"[a-z][a-z0-9_]*\"\ncolumn_names = \"[a-z][a-z0-9_]*\"",
    .prevents = "",
    .convention = true,
};

constinit const RuleInfo kCommentRequired{
    .code = 762,
    .severity = Severity::error,
    .summary = "the policy asks for a comment",
    .explanation =
        "The policy file asks for a comment on every table, or on every column and the fields inside them. A doc "
        "comment "
        "before the struct or the member is one. It is a convention: the policy may make it a warning or switch it "
        "off.",
    .example = "# deltac.policy.toml\n[[convention]]\ntables = \"*.gold.*\"\ncomments = [\"tables\", \"columns\"]",
    .prevents = "",
    .convention = true,
};

constinit const RuleInfo kTagRequired{
    .code = 763,
    .severity = Severity::error,
    .summary = "the policy asks for a tag",
    .explanation =
        "The policy file names tags that every table, or every column, must declare. It is a convention: the policy "
        "may "
        "make it a warning or switch it off.",
    .example = "# deltac.policy.toml\n[[convention]]\ntable_tags = [\"owner\"]\ncolumn_tags = [\"class\"]",
    .prevents = "",
    .convention = true,
};

constinit const RuleInfo kKindNotAllowed{
    .code = 764,
    .severity = Severity::error,
    .summary = "the policy does not allow steps of this kind",
    .explanation =
        "allow in the policy file is the most that --allow may let through: what it does not name cannot be allowed on "
        "a "
        "command line either. A new plan shows such steps as not allowed and skips them; a plan that was saved before "
        "is "
        "refused, and so is a kind that is allowed on no table at all.",
    .example = "# deltac.policy.toml\nallow = [\"protocol-upgrade\", \"drop-column:dev.*\"]",
    .prevents = "",
};

constinit const RuleInfo kOutOfScope{
    .code = 765,
    .severity = Severity::error,
    .summary = "a saved plan changes what the policy leaves to others",
    .explanation =
        "The policy file may leave a part of a table to others: \"columns\" manages nothing but its columns, "
        "\"metadata\" all but the existence and types of them, \"none\" nothing. A plan that is made under it has no "
        "such step. This one was made without the policy, or before it said so: make it again.",
    .example = "# deltac.policy.toml\n[scope]\n\"*.landing.*\" = \"none\"\n\"*.bronze.*\" = \"columns\"",
    .prevents = "",
};

constinit const RuleInfo kPolicyNotUnderstood{
    .code = 766,
    .severity = Severity::error,
    .summary = "the policy file is not understood",
    .explanation =
        "A policy is a TOML file, named by --policy or called deltac.policy.toml in the directory of the migration "
        "binary. Its keys: allow, a list of KIND or KIND:GLOB; [protect], GLOB = \"frozen\" or \"keep-data\"; [scope], "
        "GLOB = \"full\", \"columns\", \"metadata\" or \"none\", of which the first that fits counts; [[convention]] "
        "with "
        "tables (a GLOB), table_names, column_names, comments, table_tags and column_tags; [severity], CODE = "
        "\"error\", "
        "\"warning\" or \"off\", where errors that guard safety cannot be lowered; [targets.NAME] with target (a GLOB "
        "over "
        "the target's text) and protected. In a GLOB * stands for any text and ? for one character. Nothing runs under "
        "a "
        "policy that is not understood.",
    .example = "# deltac.policy.toml\nallow = [\"drop-column:dev.*\"]\n\n[severity]\nDLT761 = \"warning\"",
    .prevents = "",
};

constinit const RuleInfo kTargetProtected{
    .code = 767,
    .severity = Severity::error,
    .summary = "the target is protected: its name must be given",
    .explanation =
        "The policy file marks the target as protected, so that nobody changes it by habit. On a terminal apply asks "
        "for "
        "its name to be typed; elsewhere --yes-really=NAME gives it, and --yes alone does not do.",
    .example =
        "# deltac.policy.toml\n[targets.production]\ntarget = \"odbc:DSN=prod*\"\nprotected = true\n\n"
        "shop-migrate apply --target odbc:DSN=prod --yes-really=production",
    .prevents = "",
};

Rows policy_rows() {
  static constexpr const RuleInfo* rows[] = {
      &kTableFrozen,    &kNameConvention, &kCommentRequired,     &kTagRequired,
      &kKindNotAllowed, &kOutOfScope,     &kPolicyNotUnderstood, &kTargetProtected,
  };
  return rows;
}

}  // namespace delta::rules
