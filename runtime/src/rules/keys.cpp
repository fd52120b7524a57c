#include "delta/sql/type_text.hpp"
#include "rules/paths.hpp"
#include "rules/repeats.hpp"
#include "rules/subjects.hpp"

/// Rules about primary keys, unique keys and the names of constraints.
namespace delta::rules {
namespace {

constexpr RuleInfo kUnknownKeyColumn{
    .code = 301,
    .severity = Severity::error,
    .summary = "a key names no column",
    .explanation =
        "A key names columns of the table itself, as the table has them, ignoring case. Fields inside structs "
        "cannot be keys.",
    .example = "DELTA_TABLE(\"{env}.silver.orders\", primary_key(\"ids\"));  // wrong: the column is id",
    .prevents = "",
    .matrix = "V-KEY-02",
};

constexpr RuleInfo kKeyColumnTwice{
    .code = 302,
    .severity = Severity::error,
    .summary = "a key names a column twice",
    .explanation = "Names ignore case. Leave one of them out.",
    .example = "primary_key(\"id\", \"ID\")  // wrong",
    .prevents = "",
};

constexpr RuleInfo kKeyColumnType{
    .code = 303,
    .severity = Severity::error,
    .summary = "a column of this type cannot be a key",
    .explanation = "Keys are compared, which arrays, maps, structs and VARIANT are not. Use a column of a plain type.",
    .example = "std::vector<int> id DELTA(primary_key);  // wrong",
    .prevents = "",
};

constexpr RuleInfo kNullableKey{
    .code = 305,
    .severity = Severity::error,
    .summary = "a primary key column must not be nullable",
    .explanation =
        "A key says which row is meant, and NULL says nothing. Use the plain type in place of std::optional. On a "
        "table that has the column as nullable already, Delta cannot tighten it: choose another key.",
    .example =
        "std::optional<std::int64_t> id DELTA(primary_key);  // wrong\n"
        "std::int64_t id DELTA(primary_key);",
    .prevents = "",
    .matrix = "V-KEY-02",
};

constexpr RuleInfo kConstraintNameTwice{
    .code = 311,
    .severity = Severity::error,
    .summary = "two constraints of a table have one name",
    .explanation = "Primary keys, unique keys, references and checks share their names, which ignore case.",
    .example = "check(\"positive\", \"total >= 0\"), check(\"Positive\", \"tax >= 0\")  // wrong",
    .prevents = "DELTA_CONSTRAINT_ALREADY_EXISTS, 42710",
};

bool comparable(TypeKind kind) {
  return kind != TypeKind::array && kind != TypeKind::map && kind != TypeKind::structure && kind != TypeKind::variant;
}

/// The C++ type inside std::optional<…>, read from the source; empty when it is not written so.
std::string plain_type(const Registry& registry, const Field& field) {
  const SourceSpan& span = field.type_span;
  const auto line = registry.lines.find({span.file, span.line});
  if (!span.known() || line == registry.lines.end()) return "";
  const auto begin = static_cast<std::size_t>(span.column - 1);
  if (begin >= line->second.size()) return "";
  std::string_view text = std::string_view(line->second).substr(begin, static_cast<std::size_t>(span.length));
  while (text.ends_with(' ')) text.remove_suffix(1);
  for (const std::string_view prefix : {"::std::optional<", "std::optional<", "optional<"}) {
    if (text.starts_with(prefix) && text.ends_with('>')) {
      return std::string(text.substr(prefix.size(), text.size() - prefix.size() - 1));
    }
  }
  return "";
}

void check_nullable(const TableFacts& facts, const Column& column, const SourceSpan& key) {
  if (!column.nullable) return;
  const std::string plain = plain_type(facts.registry, column);
  Finding& added = facts.add(kNullableKey, first_known(column.span, key), "a primary key column must not be nullable",
                             plain.empty() ? "make it NOT NULL" : "use " + plain);
  if (column.type_span.known() && column.span.known()) added.notes.push_back({column.type_span, ""});
}

bool same_name(const LocatedText& a, const LocatedText& b) { return same_folded(a.value, b.value); }

void check_key(const TableFacts& facts, const Key& key, bool primary) {
  const std::string_view what = primary ? "primary_key" : "unique";
  for (std::size_t i = 0; i < key.columns.size(); ++i) {
    const LocatedText& name = key.columns[i];
    const Column* column = facts.column(name.value);
    const SourceSpan& where = first_known(name.span, key.span);
    if (!column) {
      const bool nested = ColumnPath::parse(name.value).steps.size() > 1 && !path_fault(facts, name);
      facts.add(kUnknownKeyColumn, where,
                nested ? std::string("a field inside a struct cannot be a key")
                       : std::string(what) + " names no column of " + facts.title(),
                nested ? "" : did_you_mean(name.value, facts.column_names()));
      continue;
    }
    if (const LocatedText* first = first_alike(key.columns, i, same_name)) {
      note(facts.add(kKeyColumnTwice, where, std::string(what) + " names " + quoted(name.value) + " twice",
                     "leave one out"),
           first->span, "first named here");
      continue;
    }
    if (!comparable(column->type.kind)) {
      facts.add(
          kKeyColumnType, where,
          "column " + quoted(name.value) + " is " + sql::short_type_text(column->type) + ", which cannot be a key",
          "use a column of a plain type");
    } else if (primary) {
      check_nullable(facts, *column, where);
    }
  }
}

void check_constraint_names(const TableFacts& facts) {
  const Table& table = facts.table;
  const std::size_t count = table.unique.size() + table.foreign_keys.size() + (table.primary_key ? 1 : 0);
  if (count == 0) return;  // checks among themselves are a rule of their own
  struct Named {
    std::string text;
    const SourceSpan* where;
  };
  std::vector<Named> names;
  names.reserve(table.checks.size() + count);
  for (const Check& check : table.checks) names.push_back({check.name.value, &check.name.span});
  const auto name = [&](std::string text, const LocatedText& written, const SourceSpan& otherwise) {
    names.push_back({std::move(text), &first_known(written.span, otherwise)});
    const Named* first = first_alike(names, names.size() - 1,
                                     [](const Named& a, const Named& b) { return same_folded(a.text, b.text); });
    if (first == nullptr) return;
    note(facts.add(kConstraintNameTwice, *names.back().where,
                   "two constraints of " + facts.title() + " are called " + quoted(names.back().text)),
         *first->where, "the other one is here");
  };
  if (table.primary_key)
    name(key_name(table, *table.primary_key, true), table.primary_key->name, table.primary_key->span);
  for (const Key& key : table.unique) name(key_name(table, key, false), key.name, key.span);
  for (const ForeignKey& key : table.foreign_keys) name(foreign_key_name(table, key), key.name, key.span);
}

}  // namespace

void check_keys(const TableFacts& facts) {
  if (facts.table.primary_key) check_key(facts, *facts.table.primary_key, true);
  for (const Key& key : facts.table.unique) check_key(facts, key, false);
  check_constraint_names(facts);
}

Rows key_rows() {
  static constexpr const RuleInfo* rows[] = {&kUnknownKeyColumn, &kKeyColumnTwice, &kKeyColumnType, &kNullableKey,
                                             &kConstraintNameTwice};
  return rows;
}

}  // namespace delta::rules
