#include <algorithm>

#include "plan/judge_parts.hpp"

/// What Spark does to a column that holds a VARCHAR or CHAR inside it, seen with Delta 4.0.1 and 4.4.0
/// (tests/spark/changes looks again): it keeps the lengths in one text of the column's whole type, makes the column
/// anew from that text when it alters it, and so loses all that the text does not tell of the fields inside: comments,
/// NOT NULL, and under column mapping their data.
namespace delta {
namespace {

bool is_text(const DataType& type) { return type.kind == TypeKind::varchar || type.kind == TypeKind::fixed_char; }

bool holds_text(const DataType& type) {
  return is_text(type) || std::any_of(type.types.begin(), type.types.end(), holds_text) ||
         std::any_of(type.fields.begin(), type.fields.end(), [](const Field& field) { return holds_text(field.type); });
}

bool holds_struct(const DataType& type) {
  return type.kind == TypeKind::structure || std::any_of(type.types.begin(), type.types.end(), holds_struct);
}

/// A type of which Spark's text tells too little.
bool is_frail(const DataType& type) { return holds_struct(type) && holds_text(type); }

class NestedTextJudge {
 public:
  NestedTextJudge(const Alteration& alteration, Findings& findings) : alteration_(alteration), findings_(findings) {}

  void run() {
    for (const change::ColumnRenamed& each : alteration_.renames) renamed(each);
    for (const auto* each : alteration_.comments) altered(each->path, "its comment is changed", each->span);
    for (const auto* each : alteration_.nullabilities) altered(each->path, "it is made nullable", each->span);
    for (const auto* each : alteration_.defaults) altered(each->path, "its DEFAULT is changed", each->span);
    for (const auto* each : alteration_.added) added(*each);
    for (const auto* each : alteration_.types) retyped(*each);
  }

 private:
  void add(const SourceSpan& span, std::string text) {
    findings_.push_back(change_finding(rules::kNestedTextLost, alteration_.desired, span, std::move(text),
                                       "leave it as it is; or add a column with std::string in place of VARCHAR and "
                                       "CHAR, fill it, and drop this one"));
  }

  const DataType* observed_type(const ColumnPath& path) const {
    return path.steps.empty() ? nullptr : find_type(alteration_.observed.table, alteration_.before(path));
  }

  void altered(const ColumnPath& path, const std::string& what, const SourceSpan& span) {
    if (!path.top_level()) return;
    const DataType* type = observed_type(path);
    if (type == nullptr || !is_frail(*type)) return;
    add(span, path.text() + " holds a VARCHAR or CHAR in a struct, and Spark loses what is inside when " + what);
  }

  void renamed(const change::ColumnRenamed& rename) {
    const DataType* type =
        find_type(alteration_.observed.table, alteration_.before(rename.from.parent()).child(rename.from.last()));
    if (type == nullptr) return;
    const std::string name = rename.from.text();
    if (rename.from.top_level() && is_frail(*type)) {
      add(rename.span,
          name + " holds a VARCHAR or CHAR in a struct, and Spark loses what is inside when it is renamed");
    } else if (!rename.from.top_level() && holds_text(*type)) {
      add(rename.span, name + " is or holds a VARCHAR or CHAR, and Spark loses the length when it is renamed");
    }
  }

  void added(const change::ColumnAdded& added) {
    if (added.path.top_level()) {
      if (!added.column.default_value || !is_frail(added.column.type)) return;
      return add(added.column.span, added.path.text() +
                                        " holds a VARCHAR or CHAR in a struct, and Spark loses what is inside when its "
                                        "DEFAULT is set");
    }
    const DataType* around = observed_type(ColumnPath(added.path.steps.front()));
    if (around == nullptr || !holds_text(*around) || !holds_text(added.column.type)) return;
    add(added.column.span, added.path.text() + " holds a VARCHAR or CHAR, and Spark loses the lengths of those that " +
                               added.path.steps.front().text() + " has already when it is added");
  }

  void retyped(const change::TypeChanged& change) {
    if (change.path.top_level() || !is_text(change.from)) return;
    add(change.span, change.path.text() + " is inside a column, where Spark changes the length of no VARCHAR or CHAR");
  }

  const Alteration& alteration_;
  Findings& findings_;
};

}  // namespace

void judge_nested_text(const Alteration& alteration, Findings& findings) {
  // A lake writes the schema itself, and whole.
  if (!alteration.capabilities.atomic_table_commit) NestedTextJudge(alteration, findings).run();
}

}  // namespace delta
