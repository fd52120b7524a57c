#include <unordered_map>

#include "delta/sql/dialect.hpp"
#include "model/utf8.hpp"
#include "rules/subjects.hpp"

/// Rules about what Unity Catalog keeps beside a table, judged where the target stores it.
///
/// Sources, as read in 2026; nothing was run against a workspace. Names of keys: Databricks' "CONSTRAINT clause" (the
/// name must be unique within the schema; "ADD CONSTRAINT clause" says of a CHECK: within the table). Tags: "Apply tags
/// to Unity Catalog securable objects", section Constraints (50 tags to an object, keys of 255 and values of 1,000
/// characters, and the characters that a key cannot have).
namespace delta::rules {
namespace {

constexpr std::size_t kMostTags = 50;
constexpr std::size_t kMostKeyCharacters = 255;
constexpr std::size_t kMostValueCharacters = 1000;
constexpr std::string_view kNotInTagKeys = ".,-=/:";

constexpr RuleInfo kKeyNameTwice{
    .code = 312,
    .severity = Severity::error,
    .summary = "keys of two tables of a schema have one name",
    .explanation =
        "Unity Catalog keeps the names of primary and foreign keys by schema, not by table, and a key is called by its "
        "table and columns: fk_orders_a_b for the columns a_b of orders, and for b of orders_a. Call a table or a "
        "column "
        "otherwise. CHECKs are by table.",
    .example =
        "DELTA_TABLE(\"{env}.silver.orders\");    std::int64_t a_b DELTA(references<Customer>);\n"
        "DELTA_TABLE(\"{env}.silver.orders_a\");  std::int64_t b DELTA(references<Customer>);  // wrong: fk_orders_a_b "
        "too",
    .prevents = "",
    .matrix = "V-KEY-04",
};

constexpr RuleInfo kTagLimit{
    .code = 511,
    .severity = Severity::error,
    .summary = "a tag is not what Unity Catalog takes",
    .explanation =
        "A table and a column have at most 50 tags each; a tag's key has at most 255 characters and none of . , - = / "
        ":, "
        "its value at most 1000. A target that does not store tags does not care.",
    .example = "std::string email DELTA(tag(\"data-class\", \"pii\"));  // wrong: write data_class",
    .prevents = "",
};

std::size_t characters(std::string_view text) {
  std::size_t count = 0;
  for (; !text.empty(); ++count) utf8::take(text);
  return count;
}

template <class Tags>
void check_tags_of(const TableFacts& facts, const Tags& tags, const std::string& what, const SourceSpan& where) {
  if (tags.size() > kMostTags) {
    facts.add(kTagLimit, where, what + " has " + std::to_string(tags.size()) + " tags, and Unity Catalog takes 50",
              "leave some out");
  }
  for (const Property& tag : tags) {
    const std::string& key = tag.key.value;
    if (const std::size_t wrong = key.find_first_of(kNotInTagKeys); wrong != std::string::npos) {
      facts.add(kTagLimit, first_known(tag.key.span, where),
                "a tag's key cannot have " + quoted(std::string(1, key[wrong])), "use letters, digits and _");
    }
    if (characters(key) > kMostKeyCharacters) {
      facts.add(kTagLimit, first_known(tag.key.span, where),
                "a tag's key has " + std::to_string(characters(key)) + " characters, and Unity Catalog takes 255",
                "shorten it");
    }
    if (characters(tag.value.value) > kMostValueCharacters) {
      facts.add(kTagLimit, first_known(tag.value.span, where),
                "the value of tag " + quoted(key) + " has " + std::to_string(characters(tag.value.value)) +
                    " characters, and Unity Catalog takes 1000",
                "shorten it");
    }
  }
}

/// A key's name, and where it is written or, without one, what it is the name of.
struct NamedKey {
  const Table* table;
  const SourceSpan* where;
};

}  // namespace

void check_tags(const TableFacts& facts) {
  if (facts.dialect == nullptr || !facts.dialect->stores_tags) return;
  check_tags_of(facts, facts.table.tags, facts.title(), facts.place());
  for (const Column& column : facts.table.columns) {
    check_tags_of(facts, column.tags, "column " + column.name.text(), column.span);
  }
}

void check_key_names_of_schemas(const Registry& registry, Findings& findings) {
  std::unordered_map<std::string, NamedKey> known;
  const auto add = [&](const Table& table, const std::string& name, const SourceSpan& where) {
    const auto [place, fresh] =
        known.emplace(fold_case(table.name.name_space().text() + '\n' + name), NamedKey{&table, &where});
    const NamedKey& first = place->second;
    if (fresh || first.table == &table) return;  // within a table it is a rule of its own
    Finding& added = findings.emplace_back(finding(kKeyNameTwice, where,
                                                   "a key of " + table.name.text() + " is called " + quoted(name) +
                                                       ", and so is one of " + first.table->name.text(),
                                                   "call the table or a column otherwise"));
    added.table = table.name.text();
    note(added, *first.where, "the other one is here");
  };
  for (const Table& table : registry.tables) {
    const SourceSpan& declared = table.declared_name.span;
    if (const auto& key = table.primary_key) {
      add(table, key_name(table, *key, true), first_known(key->name.span, key->span, declared));
    }
    for (const ForeignKey& key : table.foreign_keys) {
      add(table, foreign_key_name(table, key), first_known(key.name.span, key.span, declared));
    }
  }
}

Rows catalog_limit_rows() {
  static constexpr const RuleInfo* rows[] = {&kKeyNameTwice, &kTagLimit};
  return rows;
}

}  // namespace delta::rules
