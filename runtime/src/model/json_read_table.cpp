#include "model/json_read_table.hpp"

#include <charconv>

namespace delta::json {
namespace {

TableName read_name(const Value& value, std::string_view what) {
  return TableName(read_list(value, what, [](const Value& item) { return Identifier(read_text(item, "a name")); }));
}

DataType scalar(const Value& value) {
  const std::string_view text = value.text;
  const std::size_t bracket = text.find('(');
  const std::string_view word = text.substr(0, bracket);
  for (int i = 0; i < static_cast<int>(TypeKind::array); ++i) {
    DataType out;
    out.kind = static_cast<TypeKind>(i);
    if (type_word(out.kind) != word) continue;
    const int wanted = out.kind == TypeKind::decimal                                       ? 2
                       : out.kind == TypeKind::varchar || out.kind == TypeKind::fixed_char ? 1
                                                                                           : 0;
    if (wanted == 0 && bracket == text.npos) return out;
    if (wanted == 0 || bracket == text.npos) break;
    const char* at = text.data() + bracket + 1;
    const char* const end = text.data() + text.size();
    const auto number = [&](int& into, char closing) {
      const auto result = std::from_chars(at, end, into);
      if (result.ec != std::errc() || result.ptr == end || *result.ptr != closing) return false;
      at = result.ptr + 1;
      return true;
    };
    const bool read = wanted == 2 ? number(out.precision, ',') && number(out.scale, ')') : number(out.precision, ')');
    if (read && at == end) return out;
    break;
  }
  fail(value, "'" + value.text + "' is no type");
}

}  // namespace

Files read_files(const Value& value) {
  return read_list(value, member_named("files"),
                   [](const Value& item) { return SourceFile(read_text(item, "a file's name")); });
}

SourceSpan TableReader::span(const Value& value) const {
  expect(value, Value::Kind::array, "a place");
  if (value.items.size() != 4) fail(value, "a place must be [file, line, column, length]");
  const std::int64_t file = read_number(value.items[0], "a file's number");
  if (file < 0 || static_cast<std::size_t>(file) >= files_.size()) fail(value.items[0], "'files' has no such number");
  SourceSpan out;
  out.file = files_[static_cast<std::size_t>(file)];
  out.line = read_int(value.items[1], "a line");
  out.column = read_int(value.items[2], "a column");
  out.length = read_int(value.items[3], "a length");
  return out;
}

LocatedText TableReader::located(const Value& value, std::string_view what) const {
  if (value.kind == Value::Kind::string) return LocatedText(value.text);
  if (value.kind != Value::Kind::object) {
    fail(value,
         std::string(what) + " must be a string, or an object with 'text', not " + std::string(kind_text(value.kind)));
  }
  const Members members(value, what, {"text", "at", "runs"});
  LocatedText out(read_text(members.need("text"), member_named("text")));
  if (const Value* at = members.find("at")) out.span = span(*at);
  if (const Value* runs = members.find("runs")) {
    out.runs = read_list(*runs, member_named("runs"), [](const Value& item) {
      expect(item, Value::Kind::array, "a run");
      if (item.items.size() != 3) fail(item, "a run must be [offset, line, column]");
      const std::int64_t offset = read_number(item.items[0], "an offset");
      if (offset < 0) fail(item.items[0], "an offset cannot be negative");
      return LocatedText::Run{static_cast<std::size_t>(offset), read_int(item.items[1], "a line"),
                              read_int(item.items[2], "a column")};
    });
  }
  return out;
}

std::vector<LocatedText> TableReader::located_list(const Value& value, std::string_view what) const {
  return read_list(value, what, [&](const Value& item) { return located(item, what); });
}

std::vector<Property> TableReader::properties(const Value& value, std::string_view what) const {
  return read_list(value, what, [&](const Value& item) {
    const Members members(item, "a property", {"key", "value"});
    return Property{located(members.need("key"), member_named("key")),
                    located(members.need("value"), member_named("value"))};
  });
}

DataType TableReader::type(const Value& value) const {
  if (value.kind == Value::Kind::string) return scalar(value);
  if (value.kind != Value::Kind::object || value.members.size() != 1) {
    fail(value, "a type must be its name, or an object with one of 'array', 'map', 'struct' and 'other'");
  }
  const auto& [name, inner] = value.members.front();
  DataType out;
  if (name == "other") {
    out.text = read_text(inner, member_named(name));
  } else if (name == "array" || name == "map") {
    out.kind = name == "array" ? TypeKind::array : TypeKind::map;
    out.types = read_list(inner, member_named(name), [this](const Value& item) { return type(item); });
    if (out.types.size() != (name == "array" ? 1u : 2u)) {
      fail(inner, name == "array" ? "an array has one element type" : "a map has a key type and a value type");
    }
  } else if (name == "struct") {
    out.kind = TypeKind::structure;
    out.fields = read_list(inner, member_named(name), [this](const Value& item) { return field(item); });
  } else {
    fail(inner, "'" + name + "' is no kind of type; 'array', 'map', 'struct' and 'other' are");
  }
  return out;
}

void TableReader::read_field(const Members& members, Field& field) const {
  field.name = Identifier(read_text(members.need("name"), member_named("name")));
  field.type = type(members.need("type"));
  if (const Value* v = members.find("nullable")) field.nullable = read_truth(*v, member_named("nullable"));
  if (const Value* v = members.find("comment")) field.comment = read_text(*v, member_named("comment"));
  if (const Value* v = members.find("renamed_from"))
    field.renamed_from = located_list(*v, member_named("renamed_from"));
  if (const Value* v = members.find("first"); v && read_truth(*v, member_named("first"))) {
    field.position.place = Position::Place::first;
  }
  if (const Value* v = members.find("after"))
    field.position = {Position::Place::after, located(*v, member_named("after"))};
  if (const Value* v = members.find("at")) field.span = span(*v);
  if (const Value* v = members.find("type_at")) field.type_span = span(*v);
}

Field TableReader::field(const Value& value) const {
  const Members members(value, "a field",
                        {"name", "type", "nullable", "comment", "renamed_from", "first", "after", "at", "type_at"});
  Field out;
  read_field(members, out);
  return out;
}

Column TableReader::column(const Value& value) const {
  const Members members(value, "a column",
                        {"name", "type", "nullable", "comment", "renamed_from", "first", "after", "at", "type_at",
                         "default", "generated", "identity", "tags"});
  Column out;
  read_field(members, out);
  if (const Value* v = members.find("default")) out.default_value = located(*v, member_named("default"));
  if (const Value* v = members.find("generated")) out.generated = located(*v, member_named("generated"));
  if (const Value* v = members.find("identity")) out.identity = identity(*v);
  if (const Value* v = members.find("tags")) out.tags = properties(*v, member_named("tags"));
  return out;
}

Identity TableReader::identity(const Value& value) const {
  const Members members(value, "an identity", {"start", "step", "allow_explicit_insert", "at"});
  Identity out;
  out.start = read_number(members.need("start"), member_named("start"));
  out.step = read_number(members.need("step"), member_named("step"));
  if (const Value* v = members.find("allow_explicit_insert")) {
    out.allow_explicit_insert = read_truth(*v, member_named("allow_explicit_insert"));
  }
  if (const Value* v = members.find("at")) out.span = span(*v);
  return out;
}

Key TableReader::key(const Value& value) const {
  const Members members(value, "a key", {"name", "columns", "at"});
  Key out;
  if (const Value* v = members.find("name")) out.name = located(*v, member_named("name"));
  out.columns = located_list(members.need("columns"), member_named("columns"));
  if (const Value* v = members.find("at")) out.span = span(*v);
  return out;
}

ForeignKey TableReader::foreign_key(const Value& value) const {
  const Members members(value, "a foreign key", {"name", "columns", "target_type", "target_columns", "target", "at"});
  ForeignKey out;
  if (const Value* v = members.find("name")) out.name = located(*v, member_named("name"));
  out.columns = located_list(members.need("columns"), member_named("columns"));
  if (const Value* v = members.find("target_type")) out.target_type = read_text(*v, member_named("target_type"));
  if (const Value* v = members.find("target_columns"))
    out.target_columns = located_list(*v, member_named("target_columns"));
  if (const Value* v = members.find("target")) out.target = read_name(*v, member_named("target"));
  if (const Value* v = members.find("at")) out.span = span(*v);
  return out;
}

Check TableReader::check(const Value& value) const {
  const Members members(value, "a check", {"name", "expression"});
  Check out;
  if (const Value* v = members.find("name")) out.name = located(*v, member_named("name"));
  out.expression = located(members.need("expression"), member_named("expression"));
  return out;
}

Table TableReader::table(const Value& value, bool with_files) const {
  const Members members(value, "a table",
                        {"name",         "declared_name",
                         "type_name",    "library",
                         "header",       "at",
                         "comment",      "columns",
                         "owns_columns", "partition_by",
                         "cluster_by",   "location",
                         "properties",   "tags",
                         "checks",       "primary_key",
                         "unique",       "foreign_keys",
                         "renamed_from", "dropped",
                         "query",        with_files ? std::string_view("files") : std::string_view("name")});
  Table out;
  out.name = read_name(members.need("name"), member_named("name"));
  out.columns =
      read_list(members.need("columns"), member_named("columns"), [this](const Value& v) { return column(v); });
  const auto text = [&](std::string_view member, std::string& into) {
    if (const Value* v = members.find(member)) into = read_text(*v, member_named(member));
  };
  const auto names = [&](std::string_view member, std::vector<LocatedText>& into) {
    if (const Value* v = members.find(member)) into = located_list(*v, member_named(member));
  };
  text("type_name", out.type_name);
  text("library", out.library);
  text("header", out.header);
  text("comment", out.comment);
  names("partition_by", out.partition_by);
  names("cluster_by", out.cluster_by);
  names("renamed_from", out.renamed_from);
  names("dropped", out.dropped);
  if (const Value* v = members.find("declared_name")) out.declared_name = located(*v, member_named("declared_name"));
  if (const Value* v = members.find("at")) out.span = span(*v);
  if (const Value* v = members.find("query")) out.query = located(*v, member_named("query"));
  if (const Value* v = members.find("owns_columns")) out.owns_columns = read_truth(*v, member_named("owns_columns"));
  if (const Value* v = members.find("location")) out.location = located(*v, member_named("location"));
  if (const Value* v = members.find("properties")) out.properties = properties(*v, member_named("properties"));
  if (const Value* v = members.find("tags")) out.tags = properties(*v, member_named("tags"));
  if (const Value* v = members.find("primary_key")) out.primary_key = key(*v);
  if (const Value* v = members.find("checks")) {
    out.checks = read_list(*v, member_named("checks"), [this](const Value& item) { return check(item); });
  }
  if (const Value* v = members.find("unique")) {
    out.unique = read_list(*v, member_named("unique"), [this](const Value& item) { return key(item); });
  }
  if (const Value* v = members.find("foreign_keys")) {
    out.foreign_keys =
        read_list(*v, member_named("foreign_keys"), [this](const Value& item) { return foreign_key(item); });
  }
  return out;
}

Tombstone TableReader::tombstone(const Value& value) const {
  const Members members(value, "a tombstone", {"name", "declared_name", "library", "header"});
  Tombstone out;
  out.name = read_name(members.need("name"), member_named("name"));
  if (const Value* v = members.find("declared_name")) out.declared_name = located(*v, member_named("declared_name"));
  if (const Value* v = members.find("library")) out.library = read_text(*v, member_named("library"));
  if (const Value* v = members.find("header")) out.header = read_text(*v, member_named("header"));
  return out;
}

Table table_of(const Value& value) {
  expect(value, Value::Kind::object, "a table");
  const Value* files = value.find("files");
  return TableReader(files ? read_files(*files) : Files()).table(value, true);
}

Column column_of(const Value& value) { return TableReader(Files()).column(value); }
DataType type_of(const Value& value) { return TableReader(Files()).type(value); }
Key key_of(const Value& value) { return TableReader(Files()).key(value); }
ForeignKey foreign_key_of(const Value& value) { return TableReader(Files()).foreign_key(value); }

}  // namespace delta::json
