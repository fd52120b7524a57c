#include <algorithm>

#include "rules/subjects.hpp"
#include "rules/unknown_types.hpp"

/// Rules about types: what Delta can store, and where NOT NULL can stand.
namespace delta::rules {
namespace {

constexpr RuleInfo kDecimalDigits{
    .code = 201,
    .severity = Severity::error,
    .summary = "a DECIMAL has 1 to 38 digits, and no more of them behind the point than in all",
    .explanation =
        "decimal<P, S> stores P digits, S of them behind the point: 1 <= P <= 38 and 0 <= S <= P. Spark accepts "
        "DECIMAL(0,0), which holds nothing.",
    .example =
        "delta::decimal<39, 0> total;  // wrong\n"
        "delta::decimal<38, 0> total;",
    .prevents = "DECIMAL_PRECISION_EXCEEDS_MAX_PRECISION, 22003",
    .matrix = "V-TYPE-01",
};

constexpr RuleInfo kTextLength{
    .code = 202,
    .severity = Severity::error,
    .summary = "VARCHAR and CHAR need a length of at least 1",
    .explanation =
        "Spark accepts a length of 0, and then every write of a text fails. Give the length, or use std::string, "
        "which is STRING and has none.",
    .example =
        "delta::varchar<0> code;   // wrong\n"
        "delta::varchar<20> code;",
    .prevents = "DATATYPE_MISSING_SIZE, 42K01",
    .matrix = "V-TYPE-02",
};

constexpr RuleInfo kMapKey{
    .code = 206,
    .severity = Severity::error,
    .summary = "the key of a map can hold no map and no VARIANT",
    .explanation =
        "Such keys cannot be compared. Spark makes the table all the same, and then refuses every INSERT. Use a "
        "plain type or a struct of plain types as the key, or an array of structs in place of the map.",
    .example = "std::map<std::map<int, int>, int> counts;  // wrong",
    .prevents = "DATATYPE_MISMATCH.INVALID_MAP_KEY_TYPE, 42K09",
    .matrix = "V-TYPE-06",
};

constexpr RuleInfo kEmptyStruct{
    .code = 207,
    .severity = Severity::error,
    .summary = "a struct needs a field",
    .explanation =
        "Spark makes a table with STRUCT<>, and then refuses every write. Add a member, or mark the one that has "
        "the type with DELTA(ignore).",
    .example =
        "struct Extra {};\n"
        "Extra extra;                // wrong\n"
        "Extra extra DELTA(ignore);",
    .prevents = "DELTA_CANNOT_WRITE_EMPTY_SCHEMA.STRUCT_NO_FIELDS, 428GU",
    .matrix = "V-TYPE-07",
};

constexpr RuleInfo kNoColumns{
    .code = 213,
    .severity = Severity::error,
    .summary = "a table needs a column",
    .explanation = "Delta makes an empty table, and no write to it can work. Add a member that is a column.",
    .example = "struct Empty { DELTA_TABLE(\"{env}.silver.empty\"); };  // wrong",
    .prevents = "DELTA_CANNOT_WRITE_EMPTY_SCHEMA",
};

constexpr RuleInfo kNotNullInCollection{
    .code = 209,
    .severity = Severity::error,
    .summary = "NOT NULL cannot stand inside an array or a map",
    .explanation =
        "Delta enforces NOT NULL down to fields of structs, but not below an array or a map. Members of such structs "
        "are nullable in Delta whatever their C++ type is; a type that is written out must not say otherwise.",
    .example =
        "std::vector<Line> lines DELTA(type(\"ARRAY<STRUCT<sku: STRING NOT NULL>>\"));  // wrong\n"
        "std::vector<Line> lines;",
    .prevents = "DELTA_NESTED_NOT_NULL_CONSTRAINT, 0AKDC",
    .matrix = "V-TYPE-09",
};

constexpr RuleInfo kNotNullInNullable{
    .code = 210,
    .severity = Severity::warning,
    .summary = "a nullable struct has a field that is NOT NULL",
    .explanation =
        "Delta takes such a field to be NOT NULL in every row: a row whose struct is NULL is refused when it is "
        "written. Make the fields optional too, or the struct not.",
    .example =
        "struct Address { std::string city; };\n"
        "std::optional<Address> address;  // a row without an address cannot be written",
    .prevents = "DELTA_NOT_NULL_CONSTRAINT_VIOLATED",
    .matrix = "V-TYPE-10",
};

constexpr RuleInfo kTextBesideOddName{
    .code = 214,
    .severity = Severity::error,
    .summary = "a VARCHAR or CHAR stands in a struct with a field whose name is no plain word",
    .explanation =
        "Spark keeps the lengths of such texts in the type's own text, where it writes the names of fields without "
        "backticks, and cannot read it again if one has another character than letters, digits and underscores. Use "
        "std::string there, or give the field a plain name.",
    .example =
        "struct Address { delta::varchar<8> zip; std::string town DELTA(name(\"home-town\")); };  // wrong\n"
        "struct Address { delta::varchar<8> zip; std::string town DELTA(name(\"home_town\")); };",
    .prevents = "PARSE_SYNTAX_ERROR, 42601",
};

/// A type, and the nearest place in the source where it is written.
struct Place {
  const Field& field;  ///< the member that has the type, itself or around it
  const SourceSpan& where;
};

class TypeWalk {
 public:
  explicit TypeWalk(const TableFacts& facts) : facts_(facts) {}

  void column(const Column& column) {
    if (column.type.kind < TypeKind::decimal) return;  // the plain ones, which are most, have no rule
    check(column.type, {column, first_known(column.type_span, column.span)}, false);
    if (column.type.kind == TypeKind::structure && column.nullable) nullable_struct(column);
    if (!column.type.types.empty() || !column.type.fields.empty()) odd_names(column);
  }

 private:
  static bool holds_text_length(const DataType& type) {
    return type.kind == TypeKind::varchar || type.kind == TypeKind::fixed_char ||
           std::any_of(type.types.begin(), type.types.end(), holds_text_length) ||
           std::any_of(type.fields.begin(), type.fields.end(),
                       [](const Field& field) { return holds_text_length(field.type); });
  }

  static bool is_plain_word(std::string_view name) {
    return std::all_of(name.begin(), name.end(), [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    });
  }

  static const Field* odd_field(const DataType& type) {
    for (const DataType& inner : type.types) {
      if (const Field* found = odd_field(inner)) return found;
    }
    for (const Field& field : type.fields) {
      if (!is_plain_word(field.name.text())) return &field;
      if (const Field* found = odd_field(field.type)) return found;
    }
    return nullptr;
  }

  /// Spark keeps one text for the whole column.
  void odd_names(const Column& column) {
    const Field* odd = odd_field(column.type);
    if (odd == nullptr || odd->name.empty() || !holds_text_length(column.type)) return;
    facts_.add(kTextBesideOddName, first_known(odd->span, column.span),
               quoted(column.name.text()) +
                   " holds a VARCHAR or CHAR, and Spark cannot keep its length beside a field " + "named " +
                   quoted(odd->name.text()),
               "use std::string in it, or give the field a name of letters, digits and underscores");
  }

  void check(const DataType& type, const Place& place, bool in_collection) {
    switch (type.kind) {
      case TypeKind::decimal: decimal(type, place); return;
      case TypeKind::varchar:
      case TypeKind::fixed_char: text(type, place); return;
      case TypeKind::array:
      case TypeKind::map:
        if (type.kind == TypeKind::map && !type.types.empty() && holds_map(type.types.front())) map_key(place);
        for (const DataType& inner : type.types) check(inner, place, true);
        return;
      case TypeKind::structure: structure(type, place, in_collection); return;
      case TypeKind::other:
        if (type.name().empty()) return;  // its C++ type was refused while the header was read
        check_unknown_type(facts_, type, place.where);
        return;
      default: return;
    }
  }

  void decimal(const DataType& type, const Place& place) {
    const bool digits = type.precision >= 1 && type.precision <= 38;
    if (digits && type.scale >= 0 && type.scale <= type.precision) return;
    const std::string shown = "DECIMAL(" + std::to_string(type.precision) + "," + std::to_string(type.scale) + ")";
    if (!digits) {
      facts_.add(kDecimalDigits, place.where, shown + ": a DECIMAL has 1 to 38 digits",
                 type.precision > 38 ? "38 is the most" : "give it a digit");
    } else {
      facts_.add(kDecimalDigits, place.where,
                 shown + ": 0 to " + std::to_string(type.precision) + " of its digits can stand behind the point");
    }
  }

  void text(const DataType& type, const Place& place) {
    if (type.precision >= 1) return;
    facts_.add(kTextLength, place.where,
               std::string(type.kind == TypeKind::varchar ? "VARCHAR" : "CHAR") + " of length " +
                   std::to_string(type.precision) + " holds no text",
               "give a length of at least 1, or use std::string");
  }

  static bool holds_map(const DataType& type) {
    if (type.kind == TypeKind::map || type.kind == TypeKind::variant) return true;
    for (const DataType& inner : type.types) {
      if (holds_map(inner)) return true;
    }
    for (const Field& field : type.fields) {
      if (holds_map(field.type)) return true;
    }
    return false;
  }

  void map_key(const Place& place) {
    facts_.add(kMapKey, place.where, "the key of a map can hold no map and no VARIANT", "use a plain type as the key");
  }

  void structure(const DataType& type, const Place& place, bool in_collection) {
    if (type.fields.empty()) {
      facts_.add(kEmptyStruct, place.where, "the struct of " + quoted(place.field.name.text()) + " has no field",
                 "add one, or mark the member DELTA(ignore)");
    }
    for (const Field& field : type.fields) {
      const SourceSpan& where = first_known(field.type_span, field.span, place.where);
      if (in_collection && !field.nullable) {
        facts_.add(kNotNullInCollection, where, quoted(field.name.text()) + " is NOT NULL inside an array or a map",
                   "leave NOT NULL out");
      }
      check(field.type, {field, where}, in_collection);
      if (!in_collection && field.nullable && field.type.kind == TypeKind::structure) nullable_struct(field);
    }
  }

  /// One warning for the struct, not one for each of its fields.
  void nullable_struct(const Field& parent) {
    std::vector<std::string> fields;
    for (const Field& field : parent.type.fields) {
      if (!field.nullable) fields.push_back(quoted(field.name.text()));
    }
    if (fields.empty()) return;
    const bool one = fields.size() == 1;
    facts_.add(kNotNullInNullable, first_known(parent.type_span, parent.span),
               listed(fields) + (one ? " is" : " are") + " NOT NULL, so a row whose " + quoted(parent.name.text()) +
                   " is NULL cannot be written",
               std::string("make ") + (one ? "it" : "them") + " optional too");
  }

  const TableFacts& facts_;
};

}  // namespace

void check_types(const TableFacts& facts) {
  if (facts.table.columns.empty()) {
    facts.add(kNoColumns, facts.place(), facts.title() + " has no column", "add a member that is one");
  }
  TypeWalk walk(facts);
  for (const Column& column : facts.table.columns) walk.column(column);
}

Rows type_rows() {
  static constexpr const RuleInfo* rows[] = {&kDecimalDigits,     &kTextLength,       &kMapKey,
                                             &kEmptyStruct,       &kNoColumns,        &kNotNullInCollection,
                                             &kNotNullInNullable, &kTextBesideOddName};
  return rows;
}

}  // namespace delta::rules
