#include <algorithm>

#include "delta/sql/type_text.hpp"
#include "rules/subjects.hpp"

/// Rules about references from one table to another.
namespace delta::rules {
namespace {

constexpr RuleInfo kUnknownTarget{
    .code = 321,
    .severity = Severity::error,
    .summary = "a reference points at a struct that is no table",
    .explanation =
        "references<T> needs a T that has a DELTA_TABLE in one of the libraries that are linked. Which libraries "
        "those are is known at link only.",
    .example = "std::int64_t customer DELTA(references<Customer>);  // wrong: Customer has no DELTA_TABLE",
    .prevents = "",
    .matrix = "V-KEY-03",
};

constexpr RuleInfo kTargetWithoutKey{
    .code = 322,
    .severity = Severity::error,
    .summary = "a reference needs a primary key to point at",
    .explanation =
        "references<T> without a column means T's primary key. Give T one, or name a column that is a key of its "
        "own: references<T>(\"number\").",
    .example = "std::int64_t customer DELTA(references<Customer>);  // wrong: Customer has no primary key",
    .prevents = "",
    .matrix = "V-KEY-03",
};

constexpr RuleInfo kTargetColumn{
    .code = 323,
    .severity = Severity::error,
    .summary = "a reference names a column that the other table lacks, or that is no key there",
    .explanation =
        "What is referred to must identify one row: it is the other table's primary key, or columns that are "
        "unique there.",
    .example =
        "std::int64_t customer DELTA(references<Customer>(\"ids\"));   // wrong: the column is id\n"
        "std::string customer DELTA(references<Customer>(\"name\"));  // wrong: name is no key",
    .prevents = "",
    .matrix = "V-KEY-03",
};

constexpr RuleInfo kColumnCount{
    .code = 324,
    .severity = Severity::error,
    .summary = "a reference has as many columns as the key that it points at",
    .explanation = "For a key of several columns use foreign_key<T>(\"a\", \"b\") on the table.",
    .example =
        "std::int64_t order DELTA(references<Order>);  // wrong if Order's primary key has two columns\n"
        "DELTA_TABLE(\"{env}.silver.lines\", foreign_key<Order>(\"shop\", \"order\"));",
    .prevents = "",
    .matrix = "V-KEY-03",
};

constexpr RuleInfo kReferenceType{
    .code = 325,
    .severity = Severity::error,
    .summary = "a reference and the key that it points at have one type",
    .explanation =
        "A value that the key cannot have points at nothing. Give both columns the same type; the reference may "
        "be optional.",
    .example = "std::int32_t customer DELTA(references<Customer>);  // wrong if Customer's id is std::int64_t",
    .prevents = "",
    .matrix = "V-KEY-03",
};

constexpr RuleInfo kUnknownReferenceColumn{
    .code = 326,
    .severity = Severity::error,
    .summary = "foreign_key names no column",
    .explanation = "It names columns of the table itself, as the table has them, ignoring case.",
    .example = "foreign_key<Customer>(\"custmer\")  // wrong: the column is customer",
    .prevents = "",
};

const std::vector<LocatedText>* key_of(const Table& target) {
  return target.primary_key ? &target.primary_key->columns : nullptr;
}

const Column* column_of(const Table& table, const std::string& name) { return find_column(table, Identifier(name)); }

std::string name_of(const Table& target) {
  const std::size_t colon = target.type_name.rfind(':');
  return target.type_name.empty() ? target.name.text()
                                  : target.type_name.substr(colon == std::string::npos ? 0 : colon + 1);
}

bool same_names(const std::vector<LocatedText>& a, const std::vector<LocatedText>& b) {
  std::vector<std::string> left, right;
  for (const LocatedText& name : a) left.push_back(fold_case(name.value));
  for (const LocatedText& name : b) right.push_back(fold_case(name.value));
  std::sort(left.begin(), left.end());
  std::sort(right.begin(), right.end());
  return left == right;
}

bool is_key(const Table& target, const std::vector<LocatedText>& columns) {
  if (target.primary_key && same_names(columns, target.primary_key->columns)) return true;
  return std::any_of(target.unique.begin(), target.unique.end(),
                     [&](const Key& key) { return same_names(columns, key.columns); });
}

class ReferenceWalk {
 public:
  ReferenceWalk(const TableFacts& facts, const ForeignKey& key) : facts_(facts), key_(key) {}

  void check() {
    bool known = true;
    for (const LocatedText& name : key_.columns) known = own_column(name) && known;
    const Table* target = find_target();
    if (!target) return;
    const std::vector<LocatedText>* wanted = key_.target_columns.empty() ? key_of(*target) : &key_.target_columns;
    if (!wanted) {
      note(facts_.add(kTargetWithoutKey, place(), name_of(*target) + " has no primary key to refer to",
                      "give it one, or name the column: references<" + name_of(*target) + ">(\"…\")"),
           target->span, "declared here");
      return;
    }
    if (!target_columns(*target, *wanted)) return;
    if (wanted->size() != key_.columns.size()) {
      note(facts_.add(kColumnCount, place(),
                      "the reference has " + counted(key_.columns.size()) + ", and the key of " + name_of(*target) +
                          " has " + counted(wanted->size()),
                      "name all of them: foreign_key<" + name_of(*target) + ">(…)"),
           target->span, "declared here");
      return;
    }
    if (known) types(*target, *wanted);
  }

 private:
  static std::string counted(std::size_t columns) {
    return std::to_string(columns) + (columns == 1 ? " column" : " columns");
  }

  const SourceSpan& place() const {
    if (key_.span.known() || key_.columns.empty()) return key_.span;
    if (key_.columns.front().span.known()) return key_.columns.front().span;
    const Column* column = facts_.column(key_.columns.front().value);
    return column ? column->span : key_.span;
  }

  bool own_column(const LocatedText& name) const {
    if (facts_.column(name.value)) return true;
    facts_.add(kUnknownReferenceColumn, first_known(name.span, key_.span),
               "foreign_key names no column of " + facts_.title(), did_you_mean(name.value, facts_.column_names()));
    return false;
  }

  /// Nothing, without a finding, if another library may still declare it.
  const Table* find_target() const {
    if (!key_.target.empty()) {
      const auto found = facts_.tables.by_name.find(fold_case(key_.target.text()));
      if (found != facts_.tables.by_name.end()) return found->second;
    }
    const auto found = facts_.tables.by_type.find(key_.target_type);
    if (found != facts_.tables.by_type.end()) return found->second;
    if (facts_.stage == Stage::compile) return nullptr;
    const std::string& shown = key_.target_type.empty() ? key_.target.text() : key_.target_type;
    facts_.add(kUnknownTarget, place(), shown + " is no table of any library that is linked",
               "give it a DELTA_TABLE, or link its library");
    return nullptr;
  }

  bool target_columns(const Table& target, const std::vector<LocatedText>& wanted) const {
    if (key_.target_columns.empty()) return true;  // faults of a primary key are found where it is declared
    std::vector<std::string> names;
    for (const Column& column : target.columns) names.push_back(column.name.text());
    for (const LocatedText& name : wanted) {
      if (column_of(target, name.value)) continue;
      note(facts_.add(kTargetColumn, first_known(name.span, place()),
                      name_of(target) + " has no column " + quoted(name.value), did_you_mean(name.value, names)),
           target.span, "declared here");
      return false;
    }
    if (is_key(target, wanted)) return true;
    std::vector<std::string> shown;
    for (const LocatedText& name : wanted) shown.push_back(quoted(name.value));
    note(facts_.add(kTargetColumn, first_known(wanted.front().span, place()),
                    listed(shown) + (shown.size() == 1 ? " is" : " are") + " no key of " + name_of(target),
                    "mark it unique there"),
         target.span, "declared here");
    return false;
  }

  void types(const Table& target, const std::vector<LocatedText>& wanted) const {
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      const Column* theirs = column_of(target, wanted[i].value);
      const Column* ours = facts_.column(key_.columns[i].value);
      if (!theirs || theirs->type == ours->type) continue;
      if (theirs->type.kind == TypeKind::other || ours->type.kind == TypeKind::other) continue;
      Finding& added = facts_.add(kReferenceType, first_known(ours->type_span, ours->span, place()),
                                  quoted(ours->name.text()) + " is " + sql::short_type_text(ours->type) + ", and " +
                                      name_of(target) + "'s " + quoted(theirs->name.text()) + " is " +
                                      sql::short_type_text(theirs->type),
                                  "give both one type");
      note(added, theirs->span, "the key is declared here");
    }
  }

  const TableFacts& facts_;
  const ForeignKey& key_;
};

}  // namespace

void check_references(const TableFacts& facts) {
  for (const ForeignKey& key : facts.table.foreign_keys) ReferenceWalk(facts, key).check();
}

Rows reference_rows() {
  static constexpr const RuleInfo* rows[] = {&kUnknownTarget, &kTargetWithoutKey, &kTargetColumn,
                                             &kColumnCount,   &kReferenceType,    &kUnknownReferenceColumn};
  return rows;
}

}  // namespace delta::rules
