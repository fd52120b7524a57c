#include "delta/app/registry.hpp"

#include <algorithm>
#include <iterator>
#include <span>
#include <string_view>

#include "delta/sql/type_text.hpp"

namespace delta::app {
namespace {

template <class T>
std::span<const T> items(const generated::List<T>& list) {
  return {list.data, static_cast<std::size_t>(list.size)};
}

/// Reads what one header declares; its path stands where places name no file.
class HeaderReader {
 public:
  explicit HeaderReader(const generated::Header& header) : header_(header), path_(header.path) {}

  void add_to(Registry& registry) const {
    for (const generated::Table& each : items(header_.tables)) registry.tables.push_back(table(each));
    for (const generated::Text& each : items(header_.tombstones)) {
      registry.tombstones.push_back({TableName::parse(each.value), text(each), header_.library, header_.path});
    }
    auto next = registry.lines.end();
    for (const generated::Line& line : items(header_.lines)) {
      // The next line nearly always stands behind the last one.
      next = std::next(registry.lines.emplace_hint(next, std::pair(file(line.file), line.number), line.text));
    }
  }

 private:
  SourceFile file(const char* named) const { return named == nullptr ? path_ : SourceFile(named); }

  SourceSpan span(const generated::Place& place) const {
    if (place.line == 0) return {};
    return {file(place.file), place.line, place.column, place.length};
  }

  LocatedText text(const generated::Text& value) const { return {value.value, span(value.place)}; }

  std::optional<LocatedText> text(const generated::Text* value) const {
    return value == nullptr ? std::nullopt : std::optional(text(*value));
  }

  std::vector<LocatedText> texts(const generated::List<generated::Text>& values) const {
    std::vector<LocatedText> out;
    out.reserve(items(values).size());
    for (const generated::Text& value : items(values)) out.push_back(text(value));
    return out;
  }

  std::vector<Property> pairs(const generated::List<generated::Pair>& values) const {
    std::vector<Property> out;
    for (const generated::Pair& value : items(values)) {
      out.push_back({{value.key, span(value.key_place)}, {value.value, span(value.value_place)}});
    }
    return out;
  }

  DataType type(const generated::Field& field) const {
    const std::string_view word = field.type;
    const auto inner = items(field.children);
    if (word == "ARRAY" && inner.size() == 1) return DataType::array(type(inner[0]));
    if (word == "MAP" && inner.size() == 2) return DataType::map(type(inner[0]), type(inner[1]));
    if (word == "STRUCT") {
      std::vector<Field> fields;
      for (const generated::Field& each : inner) fields.push_back(plain_field(each));
      return DataType::structure(std::move(fields));
    }
    if (auto parsed = sql::parse_type(word)) return *std::move(parsed);
    DataType unknown;
    unknown.text = std::string(word);
    return unknown;
  }

  Field plain_field(const generated::Field& value) const {
    Field field;
    fill(field, value);
    return field;
  }

  void fill(Field& field, const generated::Field& value) const {
    field.name = value.name;
    field.type = type(value);
    field.nullable = value.nullable;
    field.comment = value.comment;
    field.renamed_from = texts(value.renamed_from);
    if (value.first) field.position.place = Position::Place::first;
    if (value.after != nullptr) field.position = {Position::Place::after, text(*value.after)};
    field.span = span(value.place);
    field.type_span = span(value.type_place);
  }

  Column column(const generated::Field& value) const {
    Column column;
    fill(column, value);
    column.default_value = text(value.default_value);
    column.generated = text(value.generated);
    if (value.identity != nullptr) {
      const generated::Identity& identity = *value.identity;
      column.identity = Identity{identity.start, identity.step, identity.by_default, span(identity.place)};
    }
    column.tags = pairs(value.tags);
    return column;
  }

  Key key(const generated::Key& value) const { return {value.name, texts(value.columns), span(value.place)}; }

  ForeignKey foreign_key(const generated::ForeignKey& value) const {
    ForeignKey key;
    key.name = value.name;
    key.columns = texts(value.columns);
    key.target_type = value.target_type;
    key.target_columns = texts(value.target_columns);
    if (*value.target != '\0') key.target = TableName::parse(value.target);
    key.span = span(value.place);
    return key;
  }

  Table table(const generated::Table& value) const {
    Table table;
    table.name = TableName::parse(value.name.value);
    table.declared_name = text(value.name);
    table.query = text(value.query);
    table.type_name = value.type_name;
    table.library = header_.library;
    table.header = header_.path;
    table.comment = value.comment;
    table.columns.reserve(items(value.columns).size());
    for (const generated::Field& each : items(value.columns)) table.columns.push_back(column(each));
    table.partition_by = texts(value.partition_by);
    table.cluster_by = texts(value.cluster_by);
    table.location = text(value.location);
    table.properties = pairs(value.properties);
    table.tags = pairs(value.tags);
    for (Property& each : pairs(value.checks)) table.checks.push_back({std::move(each.key), std::move(each.value)});
    if (value.primary_key != nullptr) table.primary_key = key(*value.primary_key);
    for (const generated::Key& each : items(value.unique)) table.unique.push_back(key(each));
    for (const generated::ForeignKey& each : items(value.foreign_keys)) table.foreign_keys.push_back(foreign_key(each));
    table.renamed_from = texts(value.renamed_from);
    table.dropped = texts(value.dropped);
    table.owns_columns = value.owns_columns;
    table.span = span(value.place);
    return table;
  }

  const generated::Header& header_;
  const SourceFile path_;  // looked up once: tens of thousands of places are in it
};

}  // namespace

Registry from_generated(const generated::Registry& registry) {
  Registry out;
  out.name = registry.name;
  std::size_t tables = 0;
  for (const generated::Header* header : items(registry.headers)) tables += items(header->tables).size();
  out.tables.reserve(tables);
  for (const generated::Header* header : items(registry.headers)) HeaderReader(*header).add_to(out);
  std::ranges::stable_sort(out.tables, {}, &Table::name);
  std::ranges::stable_sort(out.tombstones, {}, &Tombstone::name);
  for (const generated::Text& policy : items(registry.namespace_policy)) {
    out.namespace_policy.emplace_back(policy.value);
  }
  for (const generated::Pair& variable : items(registry.variables)) out.variables.emplace(variable.key, variable.value);
  return out;
}

}  // namespace delta::app
