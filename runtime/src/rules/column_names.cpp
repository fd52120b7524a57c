#include <algorithm>
#include <array>
#include <unordered_map>

#include "rules/subjects.hpp"

/// Rules about the names of columns and of the fields inside them.
namespace delta::rules {
namespace {

constexpr RuleInfo kColumnTwice{
    .code = 111,
    .severity = Severity::error,
    .summary = "two columns of a table, or two fields of a struct, have one name",
    .explanation =
        "Spark finds columns ignoring case, so names that differ in case alone are one. Columns of base classes "
        "count too. Give one of the members another column name with DELTA(name(\"…\")).",
    .example =
        "std::string id;\n"
        "std::string ID;                          // wrong\n"
        "std::string ID DELTA(name(\"external_id\"));",
    .prevents = "COLUMN_ALREADY_EXISTS, 42711",
    .matrix = "V-NAME-01",
};

constexpr RuleInfo kColumnCharacter{
    .code = 112,
    .severity = Severity::error,
    .summary = "a column's name holds a character that needs column mapping",
    .explanation =
        "Without column mapping the name is a Parquet field's name, which takes no space and none of , ; { } ( ) "
        "= tab and newline. Choose another name, or declare "
        "property(\"delta.columnMapping.mode\", \"name\"), which asks for newer readers.",
    .example =
        "std::string city DELTA(name(\"home town\"));  // wrong\n"
        "std::string city DELTA(name(\"home_town\"));",
    .prevents = "DELTA_INVALID_CHARACTERS_IN_COLUMN_NAMES, 42K05",
    .matrix = "V-NAME-02",
};

constexpr RuleInfo kEmptyColumn{
    .code = 113,
    .severity = Severity::error,
    .summary = "a column needs a name",
    .explanation = "Spark accepts an empty name and no other tool can then read the column.",
    .example = "std::string city DELTA(name(\"\"));  // wrong",
    .prevents = "",
    .matrix = "V-NAME-03",
};

constexpr RuleInfo kChangeFeedColumn{
    .code = 114,
    .severity = Severity::error,
    .summary = "a column has a name that the change data feed keeps for itself",
    .explanation =
        "_change_type, _commit_version and _commit_timestamp are columns that Delta adds to the feed of a table "
        "with delta.enableChangeDataFeed. Choose another name, or do without the feed.",
    .example =
        "std::string kind DELTA(name(\"_change_type\"));  // wrong with property(\"delta.enableChangeDataFeed\", "
        "\"true\")",
    .prevents = "DELTA_TABLE_ALREADY_CONTAINS_CDC_COLUMNS, 42711",
    .matrix = "V-NAME-07",
};

constexpr RuleInfo kMetadataColumn{
    .code = 115,
    .severity = Severity::warning,
    .summary = "a column named _metadata hides the file metadata that Spark offers under this name",
    .explanation =
        "Spark accepts it; queries can then no longer read a row's file path, size or time. Choose another name.",
    .example = "std::string _metadata;  // hides Spark's own",
    .prevents = "",
    .matrix = "V-NAME-08",
};

constexpr std::string_view kMappingOnly = " ,;{}()\n\t=";

/// The characters that some rule looks at: most names have none, and there may be hundreds of thousands of names.
constexpr std::array<bool, 256> kLookedAt = [] {
  std::array<bool, 256> table{};
  for (const char c : kMappingOnly) table[static_cast<unsigned char>(c)] = true;
  table['$'] = true;
  return table;
}();

bool is_plain(std::string_view name) {
  bool found = false;
  for (const char c : name) found |= kLookedAt[static_cast<unsigned char>(c)];
  return !found && !name.empty();
}

std::string shown(char c) {
  return c == ' ' ? "a space" : c == '\t' ? "a tab" : c == '\n' ? "a newline" : quoted(std::string_view(&c, 1));
}

class NameWalk {
  static constexpr std::size_t kFew = 8;

 public:
  explicit NameWalk(const TableFacts& facts) : facts_(facts) {
    const Property* mode = facts.property("delta.columnMapping.mode");
    mapped_ = mode && fold_case(mode->value.value) != "none";
  }

  void check(const Field& field) {
    const std::string& name = field.name.text();
    if (!is_plain(name)) check_text(field, name);
    if (!field.type.types.empty() || !field.type.fields.empty()) inside(field.type, name);
  }

 private:
  void check_text(const Field& field, const std::string& name) {
    if (name.empty()) {
      facts_.add(kEmptyColumn, field.span, "a column has an empty name", "give it a name");
    } else if (name.find("${") != name.npos) {
      facts_.add(kSubstitution, field.span, "Spark would replace '${' in a column's name", "choose another name");
    } else if (!mapped_ && name.find_first_of(kMappingOnly) != name.npos) {
      const char refused = name[name.find_first_of(kMappingOnly)];
      facts_.add(kColumnCharacter, field.span,
                 "column " + quoted(name) + " holds " + shown(refused) + ", which needs column mapping",
                 "choose another name, or add property(\"delta.columnMapping.mode\", \"name\")");
    }
  }

  void inside(const DataType& type, const std::string& path) {
    for (const DataType& inner : type.types) inside(inner, path);
    for (const Field& field : type.fields) check(field);
    if (type.fields.size() <= kFew) {
      // Each with each: for few names that is less work than a table of them.
      for (std::size_t i = 1; i < type.fields.size(); ++i) {
        const auto end = type.fields.begin() + static_cast<std::ptrdiff_t>(i);
        const auto first = std::find_if(type.fields.begin(), end,
                                        [&](const Field& other) { return other.name == type.fields[i].name; });
        if (first != end && !first->name.empty()) repeated(type.fields[i], *first, "field", quoted(path));
      }
      return;
    }
    std::unordered_map<std::string, const Field*> seen;
    for (const Field& field : type.fields) {
      const auto [found, fresh] = seen.try_emplace(fold_case(field.name.text()), &field);
      if (!fresh && !field.name.empty()) repeated(field, *found->second, "field", quoted(path));
    }
  }

 public:
  void repeated(const Field& field, const Field& first, std::string_view what, const std::string& where) {
    if (is_told(field)) return;
    const bool same = field.name.text() == first.name.text();
    Finding& added = facts_.add(kColumnTwice, field.span,
                                std::string(what) + " " + quoted(field.name.text()) + " is declared twice in " + where +
                                    (same ? "" : " (names ignore case)"));
    if (first.span.known()) added.notes.push_back({first.span, "first declared here"});
  }

 private:
  /// A struct may be nested in many places and tables: while headers are read, what is wrong with it is said once.
  bool is_told(const Field& field) const {
    return facts_.stage == Stage::compile && field.span.known() &&
           std::any_of(facts_.findings.begin(), facts_.findings.end(), [&](const Finding& told) {
             return told.code == kColumnTwice.code && told.span.file == field.span.file &&
                    told.span.line == field.span.line && told.span.column == field.span.column;
           });
  }

  const TableFacts& facts_;
  bool mapped_ = false;
};

bool is_change_feed_name(std::string_view folded) {
  return folded == "_change_type" || folded == "_commit_version" || folded == "_commit_timestamp";
}

}  // namespace

void check_column_names(const TableFacts& facts) {
  NameWalk walk(facts);
  const std::vector<Column>& columns = facts.table.columns;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    walk.check(columns[i]);
    if (!columns[i].name.text().starts_with('_')) continue;
    const std::string folded = fold_case(columns[i].name.text());
    if (folded == "_metadata") {
      facts.add(kMetadataColumn, columns[i].span,
                "column '_metadata' hides the file metadata that Spark offers under this name", "choose another name");
    } else if (is_change_feed_name(folded) && facts.property_is("delta.enableChangeDataFeed", "true")) {
      Finding& added =
          facts.add(kChangeFeedColumn, columns[i].span,
                    "the change data feed keeps the name " + quoted(folded) + " for itself", "choose another name");
      const SourceSpan& feed = facts.property("delta.enableChangeDataFeed")->key.span;
      if (feed.known()) added.notes.push_back({feed, "the feed is switched on here"});
    }
  }
  for (const ColumnIndex::Repeat& repeat : facts.columns.repeats()) {
    if (!columns[repeat.column].name.empty()) {
      walk.repeated(columns[repeat.column], columns[repeat.first], "column", facts.title());
    }
  }
}

Rows column_name_rows() {
  static constexpr const RuleInfo* rows[] = {&kColumnTwice, &kColumnCharacter, &kEmptyColumn, &kChangeFeedColumn,
                                             &kMetadataColumn};
  return rows;
}

}  // namespace delta::rules
