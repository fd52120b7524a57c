#include <algorithm>

#include "plan/judge_parts.hpp"

namespace delta {
namespace {

void judge_stuck(const Alteration& alteration, const KeyChanges::Stuck& stuck, Findings& findings) {
  const std::string column = alteration.before(stuck.removed->path).text();
  if (stuck.policy) {
    findings.push_back(change_finding(rules::kPolicyDepends, alteration.desired, stuck.removed->span,
                                      column + " is to be dropped, and " + stuck.what + " reads it",
                                      "change " + stuck.what + " so that it does without the column, then plan again"));
    return;
  }
  findings.push_back(
      change_finding(rules::kKeyDepends, alteration.desired, stuck.removed->span,
                     column + " is to be dropped, and " + stuck.what + ", which the code does not declare, has it",
                     "drop the key yourself, or declare one without the column"));
}

void judge_relaxed(const Alteration& alteration, const change::NullabilityChanged& change, Findings& findings) {
  const Rare<Key>& key = alteration.observed.table.primary_key;
  if (!change.to_nullable || !key || alteration.keys.primary_key.gone) return;
  const ColumnPath before = alteration.before(change.path);
  const bool in_key = std::any_of(key->columns.begin(), key->columns.end(), [&](const LocatedText& column) {
    return ColumnPath(Identifier(column.value)) == before;
  });
  if (!in_key) return;
  findings.push_back(change_finding(rules::kKeyDepends, alteration.desired, change.span,
                                    change.path.text() + " is to allow NULL, and the primary key " + key->name.value +
                                        ", which the code does not declare, has it",
                                    "drop the key yourself, or make the column NOT NULL"));
}

}  // namespace

void judge_keys(const Alteration& alteration, Findings& findings) {
  for (const KeyChanges::Stuck& stuck : alteration.keys.stuck) judge_stuck(alteration, stuck, findings);
  for (const auto* each : alteration.nullabilities) judge_relaxed(alteration, *each, findings);
  for (const ReferenceInTheWay& each : alteration.keys.references) {
    if (each.settled) continue;
    findings.push_back(change_finding(
        rules::kKeyReferred, alteration.desired, alteration.keys.primary_key.span,
        "the primary key " + alteration.keys.primary_key.gone->name.value + " is to change, and " +
            each.referrer.table.text() + " refers to it by " + each.referrer.key.name.value +
            ", which this plan knows nothing of",
        "declare that reference, plan its table in the same run, or drop it yourself: ALTER TABLE … DROP CONSTRAINT " +
            each.referrer.key.name.value));
  }
}

}  // namespace delta
