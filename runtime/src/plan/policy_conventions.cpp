#include <algorithm>
#include <functional>

#include "delta/plan/planner.hpp"
#include "delta/rules/policies.hpp"
#include "plan/name_pattern.hpp"

namespace delta {
namespace {

using FieldVisit = std::function<void(const Field&, const ColumnPath&)>;

/// The fields of structs inside a type, at any depth.
void visit_fields(const DataType& type, const ColumnPath& path, const FieldVisit& visit) {
  for (const Field& field : type.fields) {
    const ColumnPath inner = path.child(field.name);
    visit(field, inner);
    visit_fields(field.type, inner, visit);
  }
  for (const DataType& part : type.types) visit_fields(part, path, visit);
}

class ConventionJudge {
 public:
  ConventionJudge(const Table& table, const Policy::Convention& asked, Findings& findings)
      : table_(table), asked_(asked), findings_(findings) {}

  void run() {
    names();
    comments();
    if (!table_.query) tags();  // a view has none
  }

 private:
  void each_field(const FieldVisit& visit) const {
    for (const Column& column : table_.columns) {
      visit(column, column.name);
      visit_fields(column.type, column.name, visit);
    }
  }

  void names() {
    if (const auto form = pattern(asked_.table_names)) {
      const std::string& name = table_.name.last().text();
      if (!form->fits(name)) {
        add(rules::kNameConvention, declared(),
            "the table's name '" + name + "' is not of the form " + asked_.table_names.value, "rename it",
            asked_.table_names.span);
      }
    }
    if (const auto form = pattern(asked_.column_names)) {
      each_field([&](const Field& field, const ColumnPath& path) {
        if (form->fits(field.name.text())) return;
        add(rules::kNameConvention, field.span,
            "the column name '" + path.text() + "' is not of the form " + asked_.column_names.value, "rename it",
            asked_.column_names.span);
      });
    }
  }

  void comments() {
    if (asked_.table_comments && table_.comment.empty()) {
      add(rules::kCommentRequired, declared(),
          "the policy asks for a comment on every table, and " + table_.name.text() + " has none",
          "write a doc comment before the struct", *asked_.table_comments);
    }
    if (!asked_.column_comments) return;
    each_field([&](const Field& field, const ColumnPath& path) {
      if (!field.comment.empty()) return;
      add(rules::kCommentRequired, field.span,
          "the policy asks for a comment on every column, and " + path.text() + " has none",
          "write a doc comment before the member", *asked_.column_comments);
    });
  }

  void tags() {
    const auto has = [](const auto& tags, const std::string& key) {
      return std::any_of(tags.begin(), tags.end(), [&](const Property& each) { return each.key.value == key; });
    };
    for (const LocatedText& tag : asked_.table_tags) {
      if (has(table_.tags, tag.value)) continue;
      add(rules::kTagRequired, declared(),
          "the policy asks for the tag '" + tag.value + "' on every table, and " + table_.name.text() + " has none",
          "add tag(\"" + tag.value + "\", \"…\")", tag.span);
    }
    for (const LocatedText& tag : asked_.column_tags) {
      for (const Column& column : table_.columns) {
        if (has(column.tags, tag.value)) continue;
        add(rules::kTagRequired, column.span,
            "the policy asks for the tag '" + tag.value + "' on every column, and " + column.name.text() + " has none",
            "add tag(\"" + tag.value + "\", \"…\")", tag.span);
      }
    }
  }

  /// A pattern was tried when the file was read.
  static std::optional<NamePattern> pattern(const LocatedText& text) {
    if (text.empty()) return std::nullopt;
    auto made = NamePattern::make(text.value);
    return made ? std::optional<NamePattern>(*std::move(made)) : std::nullopt;
  }

  const SourceSpan& declared() const { return table_.declared_name.span; }

  void add(const rules::RuleInfo& rule, const SourceSpan& where, std::string text, std::string fix,
           const SourceSpan& asked) {
    Finding& found = findings_.emplace_back(
        rules::finding(rule, where.known() ? where : table_.span, std::move(text), std::move(fix)));
    found.table = table_.name.text();
    if (asked.known()) found.notes.push_back({asked, "asked for here"});
  }

  const Table& table_;
  const Policy::Convention& asked_;
  Findings& findings_;
};

}  // namespace

Findings judge_conventions(const Policy& policy, const Table& table) {
  Findings findings;
  for (const Policy::Convention& asked : policy.conventions) {
    if (glob_match(asked.tables.value, table.name.text())) ConventionJudge(table, asked, findings).run();
  }
  apply_severities(policy, findings);
  return findings;
}

}  // namespace delta
