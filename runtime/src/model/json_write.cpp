#include <algorithm>
#include <type_traits>

#include "delta/model/json.hpp"
#include "model/json_builder.hpp"
#include "model/json_text.hpp"

namespace delta {
namespace {

constexpr std::string_view kFragmentFormat = "deltac.fragment/1";

/// Writes the model's values. What has its default value is left out.
class Writer : public json::Builder {
 public:
  /// `places`: where in the sources a thing stands is written too.
  explicit Writer(std::vector<std::string>& files, bool places = true) : files_(files), places_(places) {}

  using Builder::value;
  void value(const Identifier& name) { value(std::string_view(name.text())); }

  void value(const SourceSpan& span) {
    open('[');
    value(std::int64_t{file_index(span.file)});
    value(std::int64_t{span.line});
    value(std::int64_t{span.column});
    value(std::int64_t{span.length});
    close(']');
  }

  void value(const LocatedText& text) {
    if (!places_ || (text.runs.empty() && !worth_writing(text.span))) {
      value(std::string_view(text.value));
      return;
    }
    open('{');
    member("text", std::string_view(text.value));
    optional("at", text.span);
    if (!text.runs.empty()) {
      key("runs");
      open('[');
      for (const LocatedText::Run& run : text.runs) {
        open('[');
        value(static_cast<std::int64_t>(run.offset));
        value(std::int64_t{run.line});
        value(std::int64_t{run.column});
        close(']');
      }
      close(']');
    }
    close('}');
  }

  void value(const DataType& type);
  void value(const Field& field) {
    open('{');
    field_members(field);
    close('}');
  }
  void value(const Property& property) {
    open('{');
    member("key", property.key);
    member("value", property.value);
    close('}');
  }
  void value(const Check& check) {
    open('{');
    optional("name", check.name);
    member("expression", check.expression);
    close('}');
  }
  void value(const Identity& identity) {
    open('{');
    member("start", identity.start);
    member("step", identity.step);
    optional("allow_explicit_insert", identity.allow_explicit_insert);
    optional("at", identity.span);
    close('}');
  }
  void value(const Key& key) {
    open('{');
    optional("name", key.name);
    member("columns", key.columns);
    optional("at", key.span);
    close('}');
  }
  void value(const ForeignKey& key) {
    open('{');
    optional("name", key.name);
    member("columns", key.columns);
    optional("target_type", key.target_type);
    optional("target_columns", key.target_columns);
    optional("target", key.target);
    optional("at", key.span);
    close('}');
  }
  void value(const TableName& name) { list(name.parts); }
  void value(const SeenMember& seen) {
    open('[');
    value(seen.name);
    value(seen.type);
    close(']');
  }
  void value(const SeenStruct& seen) {
    open('{');
    member("type", seen.type);
    member("header", seen.header);
    member("members", seen.members);
    close('}');
  }
  void value(const Column& column);
  void table_members(const Table& table);
  void tombstone(const Tombstone& tombstone);

  template <class T>
  void value(const std::vector<T>& items) {
    list(items);
  }
  template <class T>
  void value(const Few<T>& items) {
    list<T>(items);
  }

  template <class T>
  void member(std::string_view name, const T& item) {
    key(name);
    value(item);
  }
  template <class T>
  void optional(std::string_view name, const T& item) {
    if (worth_writing(item)) member(name, item);
  }
  template <class T>
  void optional(std::string_view name, const Rare<T>& item) {
    if (item) member(name, *item);
  }

 private:
  static bool worth_writing(const std::string& text) { return !text.empty(); }
  bool worth_writing(const SourceSpan& span) const { return places_ && (span.known() || !span.file.empty()); }
  bool worth_writing(const LocatedText& text) const {
    return !text.empty() || (places_ && !text.runs.empty()) || worth_writing(text.span);
  }
  static bool worth_writing(bool truth) { return truth; }
  static bool worth_writing(const TableName& name) { return !name.empty(); }
  template <class T>
  static bool worth_writing(const std::vector<T>& items) {
    return !items.empty();
  }
  template <class T>
  static bool worth_writing(const Few<T>& items) {
    return !items.empty();
  }

  template <class T>
  void list(const std::vector<T>& items) {
    open('[');
    for (const T& item : items) value(item);
    close(']');
  }

  int file_index(const std::string& file) {
    if (last_ < files_.size() && files_[last_] == file) return static_cast<int>(last_);
    last_ = static_cast<std::size_t>(std::find(files_.begin(), files_.end(), file) - files_.begin());
    if (last_ == files_.size()) files_.push_back(file);
    return static_cast<int>(last_);
  }

  void field_members(const Field& field);

  std::vector<std::string>& files_;
  const bool places_;
  std::size_t last_ = 0;
};

void Writer::value(const DataType& type) {
  switch (type.kind) {
    case TypeKind::array:
    case TypeKind::map:
      open('{');
      member(type.kind == TypeKind::array ? "array" : "map", type.types);
      close('}');
      return;
    case TypeKind::structure:
      open('{');
      member("struct", type.fields);
      close('}');
      return;
    case TypeKind::other:
      open('{');
      member("other", type.name());
      close('}');
      return;
    case TypeKind::decimal:
      value("decimal(" + std::to_string(type.precision) + "," + std::to_string(type.scale) + ")");
      return;
    case TypeKind::varchar:
    case TypeKind::fixed_char:
      value(std::string(json::type_word(type.kind)) + "(" + std::to_string(type.precision) + ")");
      return;
    default: value(json::type_word(type.kind));
  }
}

void Writer::field_members(const Field& field) {
  member("name", field.name);
  member("type", field.type);
  if (!field.nullable) member("nullable", false);
  optional("comment", field.comment);
  optional("renamed_from", field.renamed_from);
  if (field.position.place == Position::Place::first) member("first", true);
  if (field.position.place == Position::Place::after) member("after", field.position.sibling());
  optional("at", field.span);
  optional("type_at", field.type_span);
}

void Writer::value(const Column& column) {
  open('{');
  field_members(column);
  optional("default", column.default_value);
  optional("generated", column.generated);
  optional("identity", column.identity);
  optional("tags", column.tags);
  close('}');
}

void Writer::table_members(const Table& table) {
  member("name", table.name);
  optional("declared_name", table.declared_name);
  optional("type_name", table.type_name);
  optional("library", table.library);
  optional("header", table.header);
  optional("at", table.span);
  optional("comment", table.comment);
  if (table.query) member("query", *table.query);
  line(3);
  key("columns");
  open('[');
  for (const Column& column : table.columns) {
    line(4);
    value(column);
  }
  close(']');
  line(3);
  member("owns_columns", table.owns_columns);
  optional("partition_by", table.partition_by);
  optional("cluster_by", table.cluster_by);
  optional("location", table.location);
  optional("properties", table.properties);
  optional("tags", table.tags);
  optional("checks", table.checks);
  optional("primary_key", table.primary_key);
  optional("unique", table.unique);
  optional("foreign_keys", table.foreign_keys);
  optional("renamed_from", table.renamed_from);
  optional("dropped", table.dropped);
}

void Writer::tombstone(const Tombstone& tombstone) {
  open('{');
  member("name", tombstone.name);
  optional("declared_name", tombstone.declared_name);
  optional("library", tombstone.library);
  optional("header", tombstone.header);
  close('}');
}

void write_lines(Writer& writer, const SourceLines& lines) {
  writer.open('{');
  const SourceFile* file = nullptr;
  for (const auto& [place, text] : lines) {
    if (!file || *file != place.first) {
      if (file) writer.close('}');
      file = &place.first;
      writer.line(2);
      writer.key(file->text());
      writer.open('{');
    }
    writer.line(3);
    writer.member(std::to_string(place.second), text);
  }
  if (file) writer.close('}');
  writer.close('}');
}

}  // namespace

std::string to_json(const Fragment& fragment) {
  // Spans name their file by number; which files there are is known once all has been written.
  std::vector<std::string> files;
  Writer body(files);
  body.line(1);
  body.key("tables");
  body.open('[');
  for (const Table& table : fragment.tables) {
    body.line(2);
    body.open('{');
    body.table_members(table);
    body.close('}');
  }
  body.close(']');
  body.line(1);
  body.key("tombstones");
  body.open('[');
  for (const Tombstone& tombstone : fragment.tombstones) {
    body.line(2);
    body.tombstone(tombstone);
  }
  body.close(']');
  body.line(1);
  body.key("structs");
  body.open('[');
  for (const SeenStruct& seen : fragment.structs) {
    body.line(2);
    body.value(seen);
  }
  body.close(']');
  body.line(1);
  body.key("lines");
  write_lines(body, fragment.lines);
  const std::string rest = body.take();

  Writer head(files);
  head.open('{');
  head.line(1);
  head.member("format", kFragmentFormat);
  head.line(1);
  head.member("library", fragment.library);
  head.line(1);
  head.member("headers", fragment.headers);
  head.line(1);
  head.member("files", std::vector<std::string>(files));
  return head.take() + "," + rest + "\n}\n";
}

std::string to_json(const Table& table) {
  std::vector<std::string> files;
  Writer body(files);
  body.table_members(table);
  const std::string rest = body.take();
  Writer head(files);
  head.open('{');
  if (!files.empty()) head.member("files", std::vector<std::string>(files));
  return head.take() + (files.empty() ? "" : ",") + rest + "}\n";
}

namespace {

template <class T>
std::string without_places(const T& value) {
  std::vector<std::string> files;
  Writer writer(files, false);
  if constexpr (std::is_same_v<T, Table>) {
    writer.open('{');
    writer.table_members(value);
    writer.close('}');
  } else {
    writer.value(value);
  }
  return writer.take();
}

}  // namespace

std::string json::text_of(const Table& table) { return without_places(table); }
std::string json::text_of(const Column& column) { return without_places(column); }
std::string json::text_of(const DataType& type) { return without_places(type); }
std::string json::text_of(const Key& key) { return without_places(key); }
std::string json::text_of(const ForeignKey& key) { return without_places(key); }

}  // namespace delta
