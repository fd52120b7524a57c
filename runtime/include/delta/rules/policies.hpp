#pragma once
#include "delta/rules/rule.hpp"

/// What a policy file can find wrong, and what can be wrong with one. The rows only; who finds them makes the finding.
namespace delta::rules {

extern const RuleInfo kTableFrozen;          ///< 760 a step would change a table that the policy protects
extern const RuleInfo kNameConvention;       ///< 761 the name of a table or column does not fit
extern const RuleInfo kCommentRequired;      ///< 762
extern const RuleInfo kTagRequired;          ///< 763
extern const RuleInfo kKindNotAllowed;       ///< 764 a kind of step that the policy does not let through
extern const RuleInfo kOutOfScope;           ///< 765 a step changes what the policy leaves to others
extern const RuleInfo kPolicyNotUnderstood;  ///< 766
extern const RuleInfo kTargetProtected;      ///< 767 an apply to a protected target without its name

}  // namespace delta::rules
