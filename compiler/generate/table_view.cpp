#include "generate/table_view.hpp"

#include <optional>
#include <span>
#include <vector>

#include "delta/sql/type_text.hpp"

namespace deltac {
namespace {

using delta::Column;
using delta::DataType;
using delta::Field;
using delta::LocatedText;
using delta::SourceSpan;
using delta::Table;
using delta::TypeKind;

/// `{14, 48, 5}`; a place that is not known has no initialiser.
std::string place_initialiser(const SourceSpan& span, std::string_view header) {
  if (!span.known()) return "{}";
  std::string out =
      "{" + std::to_string(span.line) + ", " + std::to_string(span.column) + ", " + std::to_string(span.length);
  if (span.file.text() != header) out += ", " + cpp_string(span.file.text());
  return out + "}";
}

std::optional<std::string> known_place(const SourceSpan& span, std::string_view header) {
  return span.known() ? std::optional(place_initialiser(span, header)) : std::nullopt;
}

std::optional<std::string> non_empty(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

/// The arrays and single constants of one table, collected in the order in which they must stand. Names of those made
/// so far are what their users refer to.
class Constants {
 public:
  Constants(std::string_view header, std::string stem, IdentifierScope& scope)
      : header_(header), stem_(std::move(stem)), scope_(scope) {}

  std::string_view header() const { return header_; }

  /// An array of `type`, one initialiser per line; no name when there is nothing to hold.
  std::optional<std::string> array(const std::string& type, const std::string& what, std::vector<View> items) {
    if (items.empty()) return std::nullopt;
    return add(type, what, true, std::move(items));
  }

  std::optional<std::string> texts(const std::string& what, std::span<const LocatedText> values) {
    std::vector<View> items;
    for (const LocatedText& value : values) items.push_back(raw(text_initialiser(value, header_)));
    return array("Text", what, std::move(items));
  }

  std::optional<std::string> text(const std::string& what, const LocatedText* value) {
    if (!value) return std::nullopt;
    return add("Text", what, false, {raw(text_initialiser(*value, header_))});
  }

  std::optional<std::string> pairs(const std::string& what, std::span<const delta::Property> values) {
    std::vector<View> items;
    for (const delta::Property& value : values) items.push_back(pair(value.key, value.value));
    return array("Pair", what, std::move(items));
  }

  std::optional<std::string> checks(std::span<const delta::Check> values) {
    std::vector<View> items;
    for (const delta::Check& value : values) items.push_back(pair(value.name, value.expression));
    return array("Pair", "checks", std::move(items));
  }

  std::string one(const std::string& type, const std::string& what, const std::string& initialiser) {
    return add(type, what, false, {raw(initialiser)});
  }

  View::List take() { return std::move(made_); }

 private:
  static View raw(std::string initialiser) {
    View item;
    item.set("raw", std::move(initialiser)).set("field", false).set("key", false);
    return item;
  }

  View pair(const LocatedText& key, const LocatedText& value) const {
    return raw("{" + cpp_string(key.value) + ", " + cpp_string(value.value) + ", " +
               place_initialiser(key.span, header_) + ", " + place_initialiser(value.span, header_) + "}");
  }

  std::string add(const std::string& type, const std::string& what, bool many, std::vector<View> items) {
    std::string name = scope_.unique(stem_, what);
    View constant;
    constant.set("type", type).set("name", name).set("many", many).set("items", std::move(items));
    made_.push_back(std::move(constant));
    return name;
  }

  std::string_view header_;
  std::string stem_;
  IdentifierScope& scope_;
  View::List made_;
};

std::optional<std::string> children(const DataType& type, const std::string& what, Constants& constants);

std::string type_word(const DataType& type) {
  switch (type.kind) {
    case TypeKind::array: return "ARRAY";
    case TypeKind::map: return "MAP";
    case TypeKind::structure: return "STRUCT";
    default: return delta::sql::type_text(type);
  }
}

/// What every field has; the members that only a column has are absent.
View field_view(const Field& field, const std::string& what, Constants& constants) {
  const auto header = constants.header();
  const delta::Position& position = field.position;
  const bool after = position.place == delta::Position::Place::after;

  View view;
  view.set("name", field.name.text()).set("sql_type", type_word(field.type)).set("required", !field.nullable);
  view.set("comment", non_empty(field.comment)).set("first", position.place == delta::Position::Place::first);
  view.set("after", constants.text(what + "_after", after ? &position.sibling() : nullptr));
  view.set("renamed_from", constants.texts(what + "_renamed_from", field.renamed_from));
  view.set("children", children(field.type, what, constants));
  for (const char* name : {"default_value", "generated", "identity", "tags"}) view.set(name, false);
  view.set("place", known_place(field.span, header)).set("type_place", known_place(field.type_span, header));
  return view;
}

View as_item(View field) {
  View item;
  item.set("raw", false).set("field", View::List{std::move(field)}).set("key", false);
  return item;
}

std::optional<std::string> children(const DataType& type, const std::string& what, Constants& constants) {
  std::vector<View> items;
  const auto part = [&](const char* name, const DataType& inner) {
    Field field;
    field.name = name;
    field.type = inner;
    items.push_back(as_item(field_view(field, what + "_" + name, constants)));
  };
  switch (type.kind) {
    case TypeKind::array:
      part("element", type.types.at(0));
      return constants.array("Field", what + "_array", std::move(items));
    case TypeKind::map:
      part("key", type.types.at(0));
      part("value", type.types.at(1));
      return constants.array("Field", what + "_map", std::move(items));
    case TypeKind::structure:
      for (const Field& field : type.fields) {
        items.push_back(as_item(field_view(field, what + "_" + field.name.text(), constants)));
      }
      return constants.array("Field", what + "_fields", std::move(items));
    default: return std::nullopt;
  }
}

View column_view(const Column& column, Constants& constants) {
  const std::string& what = column.name.text();
  View view = field_view(column, what, constants);
  view.set("default_value", constants.text(what + "_default", column.default_value.get()));
  view.set("generated", constants.text(what + "_generated", column.generated.get()));
  view.set("tags", constants.pairs(what + "_tags", column.tags));
  if (column.identity) {
    const std::string initialiser = "{" + std::to_string(column.identity->start) + ", " +
                                    std::to_string(column.identity->step) + ", " +
                                    (column.identity->allow_explicit_insert ? "true" : "false") + ", " +
                                    place_initialiser(column.identity->span, constants.header()) + "}";
    view.set("identity", constants.one("Identity", what + "_identity", initialiser));
  }
  return view;
}

/// A primary, unique or foreign key; `target` is null for the first two.
View key_view(const LocatedText& name, const std::string& columns, const delta::ForeignKey* target,
              const std::optional<std::string>& target_columns, const SourceSpan& span, std::string_view header) {
  View key;
  key.set("key_name", non_empty(name.value)).set("columns", columns).set("place", known_place(span, header));
  key.set("target", target == nullptr ? std::nullopt : non_empty(target->target.text()));
  key.set("target_type", target == nullptr ? std::nullopt : std::optional(target->target_type));
  key.set("target_columns", target_columns);
  View item;
  item.set("raw", false).set("field", false).set("key", View::List{std::move(key)});
  return item;
}

/// Keys whose columns are no array cannot be written; the rules refuse them before.
std::optional<std::string> keys(const std::string& what, std::span<const delta::Key> values, Constants& constants) {
  std::vector<View> items;
  for (const delta::Key& key : values) {
    const auto columns = constants.texts(what + "_columns", key.columns);
    items.push_back(key_view(key.name, columns.value_or("{}"), nullptr, std::nullopt, key.span, constants.header()));
  }
  return constants.array("Key", what, std::move(items));
}

std::optional<std::string> foreign_keys(const Table& table, Constants& constants) {
  std::vector<View> items;
  for (const delta::ForeignKey& key : table.foreign_keys) {
    const auto columns = constants.texts("foreign_key_columns", key.columns);
    const auto targets = constants.texts("foreign_key_target_columns", key.target_columns);
    items.push_back(key_view(key.name, columns.value_or("{}"), &key, targets, key.span, constants.header()));
  }
  return constants.array("ForeignKey", "foreign_keys", std::move(items));
}

std::string_view unqualified(std::string_view type_name) {
  const std::size_t colon = type_name.rfind("::");
  return colon == std::string_view::npos ? type_name : type_name.substr(colon + 2);
}

}  // namespace

std::string text_initialiser(const LocatedText& text, std::string_view header) {
  std::string out = "{" + cpp_string(text.value);
  if (text.span.known()) out += ", " + place_initialiser(text.span, header);
  return out + "}";
}

View table_view(const Table& table, std::string_view header, IdentifierScope& scope) {
  Constants constants(header, std::string(unqualified(table.type_name)), scope);
  std::vector<View> columns;
  for (const Column& column : table.columns) columns.push_back(as_item(column_view(column, constants)));

  View view;
  view.set("title", cpp_comment(table.type_name + " is the table " + table.name.text()));
  view.set("columns", constants.array("Field", "columns", std::move(columns)));
  LocatedText name = table.declared_name;
  name.value = table.name.text();
  view.set("table_name", text_initialiser(name, header)).set("type_name", table.type_name);
  view.set("comment", non_empty(table.comment));
  view.set("partition_by", constants.texts("partition_by", table.partition_by));
  view.set("cluster_by", constants.texts("cluster_by", table.cluster_by));
  view.set("query", constants.text("query", table.query.get()));
  view.set("location", constants.text("location", table.location ? &*table.location : nullptr));
  view.set("properties", constants.pairs("properties", table.properties));
  view.set("tags", constants.pairs("tags", table.tags));
  view.set("checks", constants.checks(table.checks));
  const auto primary =
      keys("primary_key", std::span(table.primary_key ? &*table.primary_key : nullptr, table.primary_key ? 1 : 0),
           constants);
  view.set("primary_key", primary);
  view.set("unique", keys("unique", table.unique, constants));
  view.set("foreign_keys", foreign_keys(table, constants));
  view.set("renamed_from", constants.texts("renamed_from", table.renamed_from));
  view.set("dropped", constants.texts("dropped", table.dropped));
  view.set("owns_columns", table.owns_columns).set("place", known_place(table.span, header));
  view.set("constants", constants.take());
  return view;
}

}  // namespace deltac
