#include <algorithm>

#include "delta/model/widening.hpp"
#include "delta/rules/rule.hpp"
#include "delta/sql/type_text.hpp"
#include "plan/judge_parts.hpp"

namespace delta {
namespace {

/// The C++ type that a user writes for a nullable column of this type.
std::string optional_type(const DataType& type) {
  const auto optional = [](std::string inner) { return "std::optional<" + std::move(inner) + '>'; };
  switch (type.kind) {
    case TypeKind::boolean: return optional("bool");
    case TypeKind::tinyint: return optional("std::int8_t");
    case TypeKind::smallint: return optional("std::int16_t");
    case TypeKind::integer: return optional("std::int32_t");
    case TypeKind::bigint: return optional("std::int64_t");
    case TypeKind::float32: return optional("float");
    case TypeKind::float64: return optional("double");
    case TypeKind::string: return optional("std::string");
    case TypeKind::decimal:
      return optional("delta::decimal<" + std::to_string(type.precision) + ", " + std::to_string(type.scale) + '>');
    case TypeKind::varchar: return optional("delta::varchar<" + std::to_string(type.precision) + '>');
    case TypeKind::fixed_char: return optional("delta::fixed_char<" + std::to_string(type.precision) + '>');
    case TypeKind::date: return optional("delta::date");
    case TypeKind::timestamp: return optional("delta::timestamp");
    case TypeKind::timestamp_ntz: return optional("delta::timestamp_ntz");
    case TypeKind::binary: return optional("delta::binary");
    case TypeKind::variant: return optional("delta::variant");
    default: return "a std::optional";
  }
}

/// `check("remark_present", "remark IS NOT NULL")`, which stands in for NOT NULL.
std::string presence_check(const ColumnPath& path) {
  std::string name;
  for (const Identifier& step : path.steps) name += step.text() + '_';
  return "check(\"" + name + "present\", \"" + path.text() + " IS NOT NULL\")";
}

struct NotNullField {
  ColumnPath path;
  const Field* field;
};

/// The first NOT NULL below a new column; Delta knows none below arrays and maps.
std::optional<NotNullField> first_not_null(const Field& field, const ColumnPath& path) {
  if (!field.nullable) return NotNullField{path, &field};
  if (field.type.kind != TypeKind::structure) return std::nullopt;
  for (const Field& inner : field.type.fields) {
    if (auto found = first_not_null(inner, path.child(inner.name))) return found;
  }
  return std::nullopt;
}

std::string not_null_ways_out(const Alteration& alteration, const NotNullField& found) {
  const std::string optional = "make it " + optional_type(found.field->type);
  if (!alteration.capabilities.validates_rows) {
    return optional + ", fill it, and let an engine that can see the rows check it: add " + presence_check(found.path) +
           ", emit, then run on Spark";
  }
  if (alteration.capabilities.sets_not_null && found.path.top_level()) {
    return optional +
           "; or give it a default_value(…): with --allow backfill the rows that are there are filled, and the "
           "column is made NOT NULL then";
  }
  return optional + "; with default_value(…), --allow backfill fills the rows that are there; then " +
         presence_check(found.path) + " lets no NULL in again";
}

/// "did you mean 'note'? Otherwise …" or `otherwise`, for a name that the table has not at this level. Declared columns
/// are left out if `undeclared` ones alone can be meant.
std::string meant(const Alteration& alteration, const ColumnPath& wanted, bool undeclared,
                  const std::string& otherwise) {
  std::vector<std::string> names;
  const auto take = [&](const auto& members) {
    for (const auto& member : members) {
      const ColumnPath path = wanted.parent().child(member.name);
      if (!undeclared || find_type(alteration.desired, path) == nullptr) names.push_back(member.name.text());
    }
  };
  const ColumnPath parent = alteration.before(wanted.parent());
  if (parent.steps.empty()) {
    take(alteration.observed.table.columns);
  } else if (const DataType* type = find_type(alteration.observed.table, parent)) {
    take(type->fields);
  }
  const std::string nearest = rules::nearest_name(wanted.last().text(), names);
  return nearest.empty() ? otherwise : "did you mean '" + nearest + "'? Otherwise " + otherwise;
}

bool sibling_exists(const Alteration& alteration, const ColumnPath& sibling) {
  const bool added = std::any_of(alteration.added.begin(), alteration.added.end(),
                                 [&](const change::ColumnAdded* each) { return each->path == sibling; });
  const ColumnPath before = alteration.before(sibling);
  return added || find_field(alteration.observed.table, before) != nullptr;
}

/// With a default for the rows that are there, the column is added as nullable, filled, and made NOT NULL.
bool filled_and_tightened(const Alteration& alteration, const change::ColumnAdded& added) {
  return alteration.capabilities.sets_not_null && alteration.backfills && added.path.top_level() &&
         added.column.default_value && added.column.type.kind != TypeKind::structure;
}

void judge_addition(const Alteration& alteration, const change::ColumnAdded& added, Findings& findings) {
  const Table& table = alteration.desired;
  const Column& column = added.column;
  const std::string name = added.path.text();
  if (column.generated || column.identity) {
    findings.push_back(change_finding(
        rules::kGeneratedColumnAdded, table, column.span,
        name + " is " + (column.identity ? "an identity" : "a generated") +
            " column, and Delta makes those only together with their table",
        "add it as a plain std::optional column and let the writers fill it, or write the table anew with an engine"));
    return;
  }
  if (const auto found = first_not_null(column, added.path); found && !filled_and_tightened(alteration, added)) {
    findings.push_back(
        change_finding(rules::kNotNullColumnAdded, table, found->field->span,
                       found->path.text() + " is NOT NULL, and Delta cannot add such a column to an existing table",
                       not_null_ways_out(alteration, *found)));
  }
  if (column.position.place == Position::Place::after) {
    const ColumnPath sibling = added.path.parent().child(column.position.sibling().value);
    if (!sibling_exists(alteration, sibling)) {
      findings.push_back(
          change_finding(rules::kPositionUnknown, table, column.position.sibling().span,
                         name + " is to stand after " + sibling.text() + ", which the table does not have",
                         meant(alteration, sibling, false,
                               "name a column beside it, or leave after(…) away: a new column comes last")));
    }
  }
  if (!added.missing_source.empty()) {
    findings.push_back(change_finding(rules::kRenameSourceMissing, table, column.span,
                                      name + " is renamed from " + added.missing_source +
                                          ", and the table has neither: it would be added without values",
                                      meant(alteration, added.path.parent().child(Identifier(added.missing_source)),
                                            true, "if this target never had it, --allow missing-source adds it")));
  }
}

bool nested(const DataType& type) {
  return type.kind == TypeKind::structure || type.kind == TypeKind::array || type.kind == TypeKind::map;
}

/// A column that Delta computes keeps its type for ever.
const Column* computed_column(const Alteration& alteration, const ColumnPath& path) {
  if (!path.top_level()) return nullptr;
  const Column* column = find_column(alteration.observed.table, alteration.before(path).last());
  return column != nullptr && (column->generated || column->identity) ? column : nullptr;
}

void judge_type(const Alteration& alteration, const change::TypeChanged& change, Findings& findings) {
  const Table& table = alteration.desired;
  const std::string name = change.path.text();
  const std::string from = sql::short_type_text(change.from);
  const std::string to = sql::short_type_text(change.to);
  if (const Column* column = computed_column(alteration, change.path)) {
    const rules::RuleInfo& rule = column->identity ? rules::kIdentityChanged : rules::kGeneratedChanged;
    findings.push_back(change_finding(
        rule, table, change.span,
        name + " is " + (column->identity ? "an identity" : "a generated") + " column: its type stays " + from,
        "keep " + from + ", or write the table anew with an engine"));
    return;
  }
  if (nested(change.from) || nested(change.to)) {
    findings.push_back(change_finding(
        rules::kNestedTypeReplaced, table, change.span,
        name + " is " + from + " on the target, and Delta cannot turn it into " + to,
        "add a member of the new type under another name, fill it, and drop the old one with dropped(\"" + name +
            "\")"));
    return;
  }
  if (find_widening(change.from, change.to) != nullptr) return;
  const std::string targets = widening_targets(change.from);
  std::string reason = targets.empty() ? "a " + from + " never changes in place" : from + " can become " + targets;
  std::string fix =
      "keep " + from + "; or add a member of the new type under another name, fill it and drop the old one";
  if (change.path.top_level()) fix += "; or write the table anew with an engine";
  findings.push_back(change_finding(rules::kTypeChangeUnsupported, table, change.span,
                                    name + " is " + from + " on the target, and Delta cannot make it " + to +
                                        " without writing its data anew: " + reason,
                                    std::move(fix)));
}

void judge_nullability(const Alteration& alteration, const change::NullabilityChanged& change, Findings& findings) {
  const std::string name = change.path.text();
  if (change.to_nullable) {
    // Seen on Spark 4.2 with Delta 4.4: DELTA_IDENTITY_COLUMNS_ALTER_COLUMN_NOT_SUPPORTED. A lake writes the schema
    // itself.
    const Column* column = computed_column(alteration, change.path);
    if (column == nullptr || !column->identity || alteration.capabilities.atomic_table_commit) return;
    findings.push_back(change_finding(rules::kIdentityChanged, alteration.desired, change.span,
                                      name + " is an identity column: it stays NOT NULL",
                                      "make it a plain std::int64_t, or write the table anew with an engine"));
    return;
  }
  if (alteration.capabilities.sets_not_null) return;
  const DataType* type = find_type(alteration.desired, change.path);
  findings.push_back(
      change_finding(rules::kNullabilityTightened, alteration.desired, change.span,
                     name + " may be NULL on the target, and Delta cannot make an existing column NOT NULL",
                     "make it " + (type == nullptr ? "a std::optional" : optional_type(*type)) + " and add " +
                         presence_check(change.path) + ", which an engine that can see the rows enforces"));
}

void judge_computed(const Alteration& alteration, Findings& findings) {
  const Table& table = alteration.desired;
  const auto shown = [](const std::optional<std::string>& text) {
    return text ? "'" + *text + "'" : std::string("none");
  };
  for (const auto* each : alteration.generated) {
    findings.push_back(change_finding(rules::kGeneratedChanged, table, each->span,
                                      each->path.text() + " is generated by " + shown(each->from) +
                                          " on the target and by " + shown(each->to) +
                                          " in the code; Delta never changes how a column is generated",
                                      "keep the expression, or write the table anew with an engine"));
  }
  const auto words = [](const Rare<Identity>& identity) {
    if (!identity) return std::string("no identity");
    return "an identity from " + std::to_string(identity->start) + " by " + std::to_string(identity->step) +
           (identity->allow_explicit_insert ? ", explicit values allowed" : "");
  };
  for (const auto* each : alteration.identities) {
    findings.push_back(change_finding(rules::kIdentityChanged, table, each->span,
                                      each->path.text() + " is " + words(each->from) + " on the target and " +
                                          words(each->to) + " in the code; Delta never changes a column's identity",
                                      "declare it as the target has it, or write the table anew with an engine"));
  }
}

/// Filling rows needs an engine, and a table whose rows may change.
void judge_backfill(const Alteration& alteration, const ColumnPath& path, const SourceSpan& span, Findings& findings) {
  if (!alteration.capabilities.validates_rows) {
    findings.push_back(change_finding(
        rules::kBackfillNeedsEngine, alteration.desired, span,
        "--allow backfill asks to fill " + path.text() + " in the rows that are there, and this target has no engine",
        "plan without --allow backfill, or emit with it and run that on Spark"));
  }
  const std::string* append_only = alteration.observed.property("delta.appendOnly");
  if (append_only != nullptr && *append_only == "true") {
    findings.push_back(
        change_finding(rules::kAppendOnly, alteration.desired, span,
                       "--allow backfill asks to fill " + path.text() + ", and delta.appendOnly forbids to change rows",
                       "plan without --allow backfill, or unset delta.appendOnly first"));
  }
}

void judge_backfills(const Alteration& alteration, Findings& findings) {
  if (!alteration.backfills) return;
  for (const auto* each : alteration.added) {
    const auto& value = each->column.default_value;
    if (value) judge_backfill(alteration, each->path, value->span, findings);
  }
  for (const auto* each : alteration.defaults) {
    if (!each->from && each->to) judge_backfill(alteration, each->path, each->span, findings);
  }
}

}  // namespace

void judge_additions(const Alteration& alteration, Findings& findings) {
  judge_backfills(alteration, findings);
  for (const auto* each : alteration.added) judge_addition(alteration, *each, findings);
}

void judge_columns(const Alteration& alteration, Findings& findings) {
  for (const auto* each : alteration.types) judge_type(alteration, *each, findings);
  for (const auto* each : alteration.nullabilities) judge_nullability(alteration, *each, findings);
  judge_computed(alteration, findings);
}

}  // namespace delta
