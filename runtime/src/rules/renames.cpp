#include <unordered_map>

#include "delta/rules/changes.hpp"
#include "delta/rules/check.hpp"
#include "rules/paths.hpp"
#include "rules/subjects.hpp"

/// Rules about what the code says of earlier versions: renamed_from, dropped, and where a new column goes.
namespace delta::rules {
namespace {

constexpr RuleInfo kRenamedFromDeclared{
    .code = 120,
    .severity = Severity::error,
    .summary = "renamed_from() names a column that is still declared",
    .explanation =
        "A column cannot have been renamed and still be there under its old name, unless the member that has the old "
        "name was itself renamed: columns may hand their names on, or trade them. Remove renamed_from(), or the member "
        "that has the old name.",
    .example =
        "std::string note;\n"
        "std::string remark DELTA(renamed_from(\"note\"));  // wrong",
    .prevents = "FIELD_ALREADY_EXISTS, 42710",
};

constexpr RuleInfo kRenamedFromTwice{
    .code = 121,
    .severity = Severity::error,
    .summary = "an earlier name is given more than once",
    .explanation =
        "One column cannot have become two, and a column's own name is no earlier one; another spelling of it is.",
    .example =
        "std::string remark DELTA(renamed_from(\"note\"));\n"
        "std::string hint DELTA(renamed_from(\"note\"));  // wrong",
    .prevents = "",
};

constexpr RuleInfo kDroppedDeclared{
    .code = 122,
    .severity = Severity::error,
    .summary = "dropped() names a column that is declared, or that another one was renamed from",
    .explanation =
        "dropped() removes a column for good, whoever made it. Remove it if the column is to live, or the member "
        "if it is to go; a column that was renamed is gone by that.",
    .example =
        "DELTA_TABLE(\"{env}.silver.orders\", dropped(\"note\"));\n"
        "std::string note;  // wrong",
    .prevents = "",
};

constexpr RuleInfo kPathThroughNoStruct{
    .code = 123,
    .severity = Severity::error,
    .summary = "a path to a nested field goes through something that has no such field",
    .explanation =
        "Fields lie in structs only. Below an array the next step is called element, below a map key or value: "
        "lines.element.sku.",
    .example =
        "dropped(\"lines.sku\")          // wrong if lines is a std::vector<Line>\n"
        "dropped(\"lines.element.sku\")",
    .prevents = "INVALID_FIELD_NAME, 42000",
    .matrix = "V-COL-05",
};

constexpr RuleInfo kAfterUndeclared{
    .code = 124,
    .severity = Severity::warning,
    .summary = "after() names no column that is declared beside the new one",
    .explanation =
        "A new column can follow one that others added to the table, which is why this is a warning; more often "
        "the name is misspelt, or belongs to another struct.",
    .example =
        "std::int64_t price;\n"
        "std::optional<int> discount DELTA(after(\"prices\"));  // did you mean 'price'?",
    .prevents = "FIELD_NOT_FOUND, 42704",
};

}  // namespace

constinit const RuleInfo kTableRenamedFrom{
    .code = 125,
    .severity = Severity::error,
    .summary = "renamed_from() on a table names one that is declared, dropped, or claimed by another table",
    .explanation =
        "A table that was renamed has left its old name. Remove renamed_from(), or what still uses the old name.",
    .example =
        "struct Order { DELTA_TABLE(\"{env}.silver.orders\", renamed_from(\"{env}.silver.sales\")); … };\n"
        "struct Sale { DELTA_TABLE(\"{env}.silver.sales\"); … };  // wrong",
    .prevents = "TABLE_OR_VIEW_ALREADY_EXISTS, 42P07",
};

namespace {

/// The siblings of one level: a table's columns, or a struct's fields.
template <class Siblings>
class RenameWalk {
 public:
  RenameWalk(const TableFacts& facts, const Siblings& siblings) : facts_(facts), siblings_(siblings) {}

  void check() {
    for (const auto& field : siblings_) {
      for (const LocatedText& earlier : field.renamed_from) renamed(field, earlier);
      if (field.position.place == Position::Place::after) after(field);
    }
  }

  const std::unordered_map<std::string, const LocatedText*>& earlier_names() const { return claimed_; }

 private:
  const Field* sibling(const LocatedText& name) const {
    for (const auto& field : siblings_) {
      if (field.name == Identifier(name.value)) return &field;
    }
    return nullptr;
  }

  void renamed(const Field& field, const LocatedText& earlier) {
    const SourceSpan& where = first_known(earlier.span, field.span);
    const Field* declared = sibling(earlier);
    if (field.name.text() == earlier.value) {
      facts_.add(kRenamedFromTwice, where, quoted(earlier.value) + " is the column's own name", "remove renamed_from");
    } else if (declared != nullptr && declared != &field && declared->renamed_from.empty()) {
      note(facts_.add(kRenamedFromDeclared, where, "column " + quoted(earlier.value) + " is still declared",
                      "remove one of the two"),
           declared->span, "declared here");
    } else if (const auto [found, fresh] = claimed_.try_emplace(fold_case(earlier.value), &earlier); !fresh) {
      note(facts_.add(kRenamedFromTwice, where, "the earlier name " + quoted(earlier.value) + " is given twice"),
           found->second->span, "first given here");
    }
  }

  void after(const Field& field) {
    const LocatedText& wanted = field.position.sibling();
    const SourceSpan& where = first_known(wanted.span, field.span);
    if (field.name == Identifier(wanted.value)) {
      facts_.add(kAfterUndeclared, where, "a column cannot follow itself", "remove after");
    } else if (!sibling(wanted)) {
      std::vector<std::string> names;
      for (const auto& one : siblings_) names.push_back(one.name.text());
      facts_.add(kAfterUndeclared, where, "after names no column that is declared beside " + quoted(field.name.text()),
                 did_you_mean(wanted.value, names));
    }
  }

  const TableFacts& facts_;
  const Siblings& siblings_;
  std::unordered_map<std::string, const LocatedText*> claimed_;
};

bool has_hints(const Field& field) {
  return !field.renamed_from.empty() || field.position.place == Position::Place::after;
}

void check_inside(const TableFacts& facts, const DataType& type) {
  for (const DataType& inner : type.types) check_inside(facts, inner);
  if (type.fields.empty()) return;
  for (const Field& field : type.fields) {
    if (has_hints(field)) {
      RenameWalk(facts, type.fields).check();
      break;
    }
  }
  for (const Field& field : type.fields) check_inside(facts, field.type);
}

void check_dropped(const TableFacts& facts, const std::unordered_map<std::string, const LocatedText*>& earlier) {
  std::unordered_map<std::string, const LocatedText*> seen;
  for (const LocatedText& dropped : facts.table.dropped) {
    const SourceSpan& where = first_known(dropped.span, facts.place());
    const ColumnPath path = ColumnPath::parse(dropped.value);
    if (const Field* declared = find_field(facts.table, path)) {
      note(facts.add(kDroppedDeclared, where, "column " + quoted(dropped.value) + " is declared and dropped",
                     "remove one of the two"),
           declared->span, "declared here");
    } else if (const auto renamed = earlier.find(fold_case(dropped.value)); renamed != earlier.end()) {
      note(facts.add(kDroppedDeclared, where, "column " + quoted(dropped.value) + " was renamed and is dropped",
                     "remove one of the two"),
           renamed->second->span, "renamed from here");
    } else if (const auto [found, fresh] = seen.try_emplace(fold_case(dropped.value), &dropped); !fresh) {
      note(facts.add(kDroppedDeclared, where, "column " + quoted(dropped.value) + " is dropped twice",
                     "remove one of the two"),
           found->second->span, "first dropped here");
    } else if (const auto fault = path_fault(facts, dropped); fault && fault->step > 0 && !fault->missing_field) {
      facts.add(kPathThroughNoStruct, place_of(dropped, *fault), fault->text, fault->fix);
    } else if (!fault) {
      facts.add(kNestedPartDropped, where, quoted(dropped.value) + " is no field: it is a part of an array or a map",
                "drop the whole column, " + quoted(path.parent().text()) + ", or a field of a struct in it");
    }
  }
}

}  // namespace

void check_renames(const TableFacts& facts) {
  bool hints = false;
  for (const Column& column : facts.table.columns) {
    hints = hints || has_hints(column);
    if (!column.type.types.empty() || !column.type.fields.empty()) check_inside(facts, column.type);
  }
  if (!hints && facts.table.dropped.empty()) return;
  RenameWalk walk(facts, facts.table.columns);
  walk.check();
  check_dropped(facts, walk.earlier_names());
}

void check_table_renames(const Registry& registry, const TableIndex& tables, Findings& findings) {
  std::unordered_map<std::string, const LocatedText*> claimed;
  for (const Table& table : registry.tables) {
    for (const LocatedText& earlier : table.renamed_from) {
      const auto add = [&](std::string text, const SourceSpan& other, std::string_view what) {
        Finding& added =
            findings.emplace_back(finding(kTableRenamedFrom, first_known(earlier.span, table.declared_name.span),
                                          std::move(text), "remove one of the two"));
        added.table = table.name.text();
        note(added, other, std::string(what));
      };
      const std::string folded = fold_case(earlier.value);
      if (const auto other = tables.by_name.find(folded); other != tables.by_name.end()) {
        if (other->second == &table) {
          add(quoted(earlier.value) + " is the table's own name (names ignore case)", {}, "");
        } else {
          add("table " + quoted(earlier.value) + " is still declared", other->second->declared_name.span,
              "declared here");
        }
        continue;
      }
      for (const Tombstone& tombstone : registry.tombstones) {
        if (fold_case(tombstone.name.text()) == folded) {
          add("table " + quoted(earlier.value) + " was renamed and is dropped", tombstone.declared_name.span,
              "dropped here");
        }
      }
      if (const auto [found, fresh] = claimed.try_emplace(folded, &earlier); !fresh) {
        add("the earlier name " + quoted(earlier.value) + " is given twice", found->second->span, "first given here");
      }
    }
  }
}

Rows rename_rows() {
  static constexpr const RuleInfo* rows[] = {&kRenamedFromDeclared, &kRenamedFromTwice, &kDroppedDeclared,
                                             &kPathThroughNoStruct, &kAfterUndeclared,  &kTableRenamedFrom};
  return rows;
}

}  // namespace delta::rules
