#include "diff/column_differ.hpp"

#include <algorithm>
#include <type_traits>

#include "delta/sql/tokens.hpp"
#include "diff/change_finding.hpp"

namespace delta {
namespace {

const std::string kElement = "element";
const std::string kKey = "key";
const std::string kValue = "value";

std::optional<std::string> text_of(const Rare<LocatedText>& text) {
  return text ? std::optional(text->value) : std::nullopt;
}

bool same_expression(const Rare<LocatedText>& a, const Rare<LocatedText>& b) {
  return a.has_value() == b.has_value() && (!a || same_sql(a->value, b->value));
}

const LocatedText* tombstone(const Table& table, const ColumnPath& path) {
  for (const LocatedText& each : table.dropped) {
    if (ColumnPath::parse(each.value) == path) return &each;
  }
  return nullptr;
}

}  // namespace

bool same_name(const std::string& a, const std::string& b) { return compare_folded(a, b) == 0; }

bool same_sql(const std::string& a, const std::string& b) { return a == b || sql::same_expression(a, b); }

ColumnDiffer::ColumnDiffer(const Table& desired, const ObservedTable& observed, const ManagedMark* mark, Diff& out)
    : desired_(desired), observed_(observed), mark_(mark), out_(out) {}

void ColumnDiffer::run() { level(desired_.columns, observed_.table.columns); }

template <class Members>
void ColumnDiffer::level(const Members& desired, const Members& observed) {
  if (!aligned(desired, observed)) return unaligned_level(desired, observed);
  for (std::size_t i = 0; i < desired.size(); ++i) compare(desired[i], observed[i]);
}

template <class Members>
void ColumnDiffer::unaligned_level(const Members& desired, const Members& observed) {
  const NameIndex index(observed);
  // A table that cannot tell which trades of names it has seen is not made to trade again: `untold_trades`.
  const bool tells = mark_ != nullptr && !blind(Aspect::properties);
  const std::string all = tells ? std::string() : declared_renames(desired_);
  const Match found = match(desired, observed, index, now_path(), tells ? observed_.property(kRenamesKey) : &all);
  std::vector<const Field*> unclaimed;
  for (std::size_t i = 0; i < observed.size(); ++i) {
    if (found.owner[i] == kNoPartner) unclaimed.push_back(&observed[i]);
  }
  for (std::size_t i = 0; i < desired.size(); ++i) {
    if (found.partner[i] == kNoPartner) {
      added(desired[i], unclaimed);
      continue;
    }
    const auto& partner = observed[static_cast<std::size_t>(found.partner[i])];
    if (found.renamed[i]) {
      const auto hint = std::find_if(desired[i].renamed_from.begin(), desired[i].renamed_from.end(),
                                     [&](const LocatedText& each) { return Identifier(each.value) == partner.name; });
      out_.changes.push_back(
          change::ColumnRenamed{now_path_of(partner.name), desired[i].name,
                                hint == desired[i].renamed_from.end() ? desired[i].span : hint->span});
    }
    compare(desired[i], partner);
  }
  ambiguous_hints(desired, found, index);
  if (!tells) untold_trades(desired, found);
  for (std::size_t i = 0; i < observed.size(); ++i) {
    if (found.owner[i] == kNoPartner) removed(observed[i]);
  }
}

template <class Member>
void ColumnDiffer::compare(const Member& desired, const Member& observed) {
  enter(desired.name.text(), observed.name.text());
  compare_field(desired, observed);
  if constexpr (std::is_same_v<Member, Column>) compare_column(desired, observed);
  leave();
}

void ColumnDiffer::compare_field(const Field& desired, const Field& observed) {
  compare_types(desired.type, observed.type, desired.type_span.known() ? desired.type_span : desired.span);
  if (desired.nullable != observed.nullable && nullability_counts()) {
    out_.changes.push_back(change::NullabilityChanged{now_path(), desired.nullable, desired.span});
  }
  compare_comment(desired, observed);
}

void ColumnDiffer::compare_types(const DataType& desired, const DataType& observed, const SourceSpan& span) {
  const bool sized = desired.kind == TypeKind::varchar || desired.kind == TypeKind::fixed_char;
  if (sized && observed.kind == TypeKind::string && blind(Aspect::text_lengths)) return;
  if (desired.kind != observed.kind) {
    out_.changes.push_back(change::TypeChanged{now_path(), observed, desired, span});
    return;
  }
  const auto inner = [&](std::size_t which, const std::string& step) {
    ++containers_;
    enter(step, step);
    compare_types(desired.types[which], observed.types[which], span);
    leave();
    --containers_;
  };
  switch (desired.kind) {
    case TypeKind::structure: level(desired.fields, observed.fields); return;
    case TypeKind::array:
      if (desired.types.size() == 1 && observed.types.size() == 1) inner(0, kElement);
      return;
    case TypeKind::map:
      if (desired.types.size() != 2 || observed.types.size() != 2) return;
      inner(0, kKey);
      inner(1, kValue);
      return;
    default:
      if (desired.precision != observed.precision || desired.scale != observed.scale ||
          (desired.kind == TypeKind::other && !same_name(desired.name(), observed.name()))) {
        out_.changes.push_back(change::TypeChanged{now_path(), observed, desired, span});
      }
  }
}

void ColumnDiffer::compare_comment(const Field& desired, const Field& observed) {
  if (desired.comment == observed.comment || blind(Aspect::comments)) return;
  if (desired.comment.empty() && !managed("comment")) return unmanaged("comment of " + now_path().text());
  out_.changes.push_back(change::CommentChanged{now_path(), observed.comment, desired.comment, desired.span});
}

void ColumnDiffer::compare_column(const Column& desired, const Column& observed) {
  if (desired.default_value || observed.default_value) compare_default(desired, observed);
  if (desired.generated || observed.generated) compare_generated(desired, observed);
  if (desired.identity || observed.identity) compare_identity(desired, observed);
}

void ColumnDiffer::compare_default(const Column& desired, const Column& observed) {
  if (same_expression(desired.default_value, observed.default_value) || blind(Aspect::defaults)) return;
  if (!desired.default_value && !managed("default")) return unmanaged("default of " + now_path().text());
  out_.changes.push_back(change::DefaultChanged{now_path(), text_of(observed.default_value),
                                                text_of(desired.default_value),
                                                desired.default_value ? desired.default_value->span : desired.span});
}

void ColumnDiffer::compare_generated(const Column& desired, const Column& observed) {
  if (same_expression(desired.generated, observed.generated) || blind(Aspect::generated)) return;
  if (!desired.generated && !managed("generated")) return unmanaged("generated column " + now_path().text());
  out_.changes.push_back(change::GeneratedChanged{now_path(), text_of(observed.generated), text_of(desired.generated),
                                                  desired.generated ? desired.generated->span : desired.span});
}

void ColumnDiffer::compare_identity(const Column& desired, const Column& observed) {
  if (desired.identity == observed.identity || blind(Aspect::identity)) return;
  if (!desired.identity && !managed("identity")) return unmanaged("identity of " + now_path().text());
  out_.changes.push_back(change::IdentityChanged{now_path(), observed.identity, desired.identity,
                                                 desired.identity ? desired.identity->span : desired.span});
}

template <class Member>
void ColumnDiffer::added(const Member& member, const std::vector<const Field*>& unclaimed) {
  if (renamed_elsewhere(member, unclaimed)) return;
  change::ColumnAdded change;
  change.path = now_path_of(member.name);
  if constexpr (std::is_same_v<Member, Column>) {
    change.column = member;
  } else {
    static_cast<Field&>(change.column) = member;
  }
  if (containers_ > 0) change.column.nullable = true;
  if (!member.renamed_from.empty()) change.missing_source = member.renamed_from.front().value;
  out_.changes.push_back(std::move(change));
}

/// Under column mapping a column keeps its physical name when it is renamed. An observed column that nobody declares,
/// and that bears the missing column's name physically, is that column: adding it anew would leave its data behind. A
/// table that was born with column mapping has physical names that tell nothing: there a column that was ours and is
/// gone may be one that is nobody's and has its type.
bool ColumnDiffer::renamed_elsewhere(const Field& member, const std::vector<const Field*>& unclaimed) {
  if (observed_.physical_names.empty()) return false;
  const std::string wanted = fold_case(member.name.text());
  const bool was_ours = mark_ != nullptr && mark_->holds("column", seen_path().child(member.name).text());
  const Field* likely = nullptr;
  for (const Field* field : unclaimed) {
    const ColumnPath seen = seen_path().child(field->name);
    if (tombstone(desired_, now_path_of(field->name)) != nullptr) continue;
    const auto physical = observed_.physical_names.find(fold_case(seen.text()));
    if (physical != observed_.physical_names.end() && fold_case(physical->second) == wanted) {
      report_renamed(member, field->name, " is called " + field->name.text() + " on the target: ");
      return true;
    }
    const bool theirs = was_ours && !mark_->holds("column", seen.text());
    if (likely == nullptr && theirs && field->type == member.type) likely = field;
  }
  if (likely == nullptr) return false;
  report_renamed(member, likely->name,
                 " is gone from the target, and " + likely->name.text() + ", which nobody declared, may be it: ");
  return true;
}

void ColumnDiffer::report_renamed(const Field& member, const Identifier& name, const std::string& what) {
  out_.findings.push_back(change_finding(
      rules::kRenamedByOthers, desired_, member.span,
      now_path_of(member.name).text() + what + "to add it again would leave its data behind",
      "to take the new name over, rename the member to " + name.text() + "; to rename it back, write renamed_from(\"" +
          name.text() + "\"); to begin anew, write dropped(\"" + now_path_of(name).text() + "\")"));
}

template <class Members>
void ColumnDiffer::ambiguous_hints(const Members& desired, const Match& match, const NameIndex& index) {
  for (std::size_t i = 0; i < desired.size(); ++i) {
    if (match.renamed[i] || match.partner[i] == kNoPartner) continue;
    for (const LocatedText& hint : desired[i].renamed_from) {
      const int theirs = index.find(hint.value);
      if (theirs == kNoPartner || match.owner[static_cast<std::size_t>(theirs)] != kNoPartner) continue;
      if (tombstone(desired_, now_path_of(hint.value)) != nullptr) continue;
      const std::string now = now_path_of(desired[i].name).text();
      out_.findings.push_back(
          change_finding(rules::kRenameAmbiguous, desired_, hint.span,
                         now + " is renamed from " + hint.value +
                             ", and the table has both: the old one may hold data that is not in the new one",
                         "copy what is needed, then take the hint away and write dropped(\"" +
                             now_path_of(hint.value).text() + "\")"));
    }
  }
}

template <class Members>
void ColumnDiffer::untold_trades(const Members& desired, const Match& match) {
  for (const auto& cycle : rename_cycles(desired)) {
    if (holds_cycle(observed_.property(kRenamesKey), cycle_key(now_path(), desired, cycle))) continue;
    const auto lacks = [&](std::size_t index) { return match.partner[index] == kNoPartner || match.renamed[index]; };
    if (std::any_of(cycle.begin(), cycle.end(), lacks)) continue;
    const auto& first = desired[cycle[0]];
    const auto& second = desired[cycle[1]];
    out_.findings.push_back(change_finding(
        rules::kRenameAmbiguous, desired_, first.renamed_from.front().span,
        now_path_of(first.name).text() + " and " + second.name.text() +
            " trade their names, and the table does not remember whether they have: it carries no mark of ours",
        "take the hints away if they have; else apply --adopt with the code as it was, then this code"));
  }
}

template <class Member>
void ColumnDiffer::removed(const Member& member) {
  enter(member.name.text(), member.name.text());
  const LocatedText* dropped = tombstone(desired_, now_path());
  if (dropped != nullptr) {
    out_.changes.push_back(
        change::ColumnRemoved{now_path(), member.type, change::RemovalReason::tombstone, dropped->span});
  } else if (managed("column")) {
    out_.changes.push_back(
        change::ColumnRemoved{now_path(), member.type, change::RemovalReason::was_managed, desired_.span});
  } else if (desired_.owns_columns) {
    out_.changes.push_back(change::ColumnRemoved{now_path(), member.type, change::RemovalReason::owned, desired_.span});
  } else {
    unmanaged("column " + now_path().text());
  }
  leave();
}

void ColumnDiffer::unmanaged(std::string subject) {
  out_.unmanaged.push_back({std::move(subject), std::string(kUnmanagedReason)});
}

ColumnPath ColumnDiffer::path(const std::string* Place::* name) const {
  ColumnPath path;
  for (const Place& step : steps_) path.steps.emplace_back(*(step.*name));
  return path;
}

}  // namespace delta
