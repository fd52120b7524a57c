#include <array>
#include <charconv>
#include <initializer_list>

#include "delta/model/json.hpp"
#include "model/json_text.hpp"

namespace delta {
namespace {

using json::Failure;
using json::Value;

constexpr std::string_view kFragmentFormat = "deltac.fragment/1";

using Files = std::vector<SourceFile>;

[[noreturn]] void fail(const Value& value, std::string message) { throw Failure{value.offset, std::move(message)}; }

void expect(const Value& value, Value::Kind kind, std::string_view what) {
  if (value.kind == kind) return;
  fail(value, std::string(what) + " must be " + std::string(json::kind_text(kind)) + ", not " +
                  std::string(json::kind_text(value.kind)));
}

/// An object whose members are taken one by one, and of which none may be left over.
class Members {
 public:
  Members(const Value& object, std::string_view what, std::initializer_list<std::string_view> known)
      : object_(object), what_(what) {
    expect(object, Value::Kind::object, what);
    for (const auto& [name, value] : object.members) {
      bool found = false;
      for (const std::string_view one : known) found = found || one == name;
      if (!found) fail(value, what_ + " has no member '" + name + "' that this version knows");
    }
  }

  const Value* find(std::string_view name) const { return object_.find(name); }
  const Value& need(std::string_view name) const {
    if (const Value* value = find(name)) return *value;
    fail(object_, what_ + " lacks its member '" + std::string(name) + "'");
  }

 private:
  const Value& object_;
  std::string what_;
};

std::string quoted(std::string_view name) { return "member '" + std::string(name) + "'"; }

std::string read_text(const Value& value, std::string_view what) {
  expect(value, Value::Kind::string, what);
  return value.text;
}

bool read_truth(const Value& value, std::string_view what) {
  expect(value, Value::Kind::boolean, what);
  return value.boolean;
}

std::int64_t read_number(const Value& value, std::string_view what) {
  expect(value, Value::Kind::number, what);
  if (!value.whole) fail(value, std::string(what) + " must be a whole number of 64 bits");
  return value.number;
}

int read_int(const Value& value, std::string_view what) {
  const std::int64_t number = read_number(value, what);
  if (number < -2147483647 || number > 2147483647) fail(value, std::string(what) + " is too large");
  return static_cast<int>(number);
}

template <class Read>
auto read_list(const Value& value, std::string_view what, Read read) {
  expect(value, Value::Kind::array, what);
  std::vector<decltype(read(value))> out;
  out.reserve(value.items.size());
  for (const Value& item : value.items) out.push_back(read(item));
  return out;
}

/// Reads the parts of a table, with the files that its spans name by number.
class Reader {
 public:
  explicit Reader(Files files) : files_(std::move(files)) {}

  Table table(const Value& value, bool with_files) const;
  Tombstone tombstone(const Value& value) const;
  DataType type(const Value& value) const;
  Column column(const Value& value) const;

 private:
  SourceSpan span(const Value& value) const {
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

  LocatedText located(const Value& value, std::string_view what) const {
    if (value.kind == Value::Kind::string) return LocatedText(value.text);
    if (value.kind != Value::Kind::object) {
      fail(value, std::string(what) + " must be a string, or an object with 'text', not " +
                      std::string(json::kind_text(value.kind)));
    }
    const Members members(value, what, {"text", "at", "runs"});
    LocatedText out(read_text(members.need("text"), quoted("text")));
    if (const Value* at = members.find("at")) out.span = span(*at);
    if (const Value* runs = members.find("runs")) {
      out.runs = read_list(*runs, quoted("runs"), [](const Value& item) {
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

  std::vector<LocatedText> located_list(const Value& value, std::string_view what) const {
    return read_list(value, what, [&](const Value& item) { return located(item, what); });
  }

  std::vector<Property> properties(const Value& value, std::string_view what) const {
    return read_list(value, what, [&](const Value& item) {
      const Members members(item, "a property", {"key", "value"});
      return Property{located(members.need("key"), quoted("key")), located(members.need("value"), quoted("value"))};
    });
  }

  static TableName name(const Value& value, std::string_view what) {
    return TableName(read_list(value, what, [](const Value& item) { return Identifier(read_text(item, "a name")); }));
  }

  void read_field(const Members& members, Field& field) const;
  Field field(const Value& value) const;
  Identity identity(const Value& value) const;
  Key key(const Value& value) const;
  ForeignKey foreign_key(const Value& value) const;
  Check check(const Value& value) const;

  Files files_;
};

DataType scalar(const Value& value) {
  const std::string_view text = value.text;
  const std::size_t bracket = text.find('(');
  const std::string_view word = text.substr(0, bracket);
  for (int i = 0; i < static_cast<int>(TypeKind::array); ++i) {
    DataType out;
    out.kind = static_cast<TypeKind>(i);
    if (json::type_word(out.kind) != word) continue;
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

DataType Reader::type(const Value& value) const {
  if (value.kind == Value::Kind::string) return scalar(value);
  if (value.kind != Value::Kind::object || value.members.size() != 1) {
    fail(value, "a type must be its name, or an object with one of 'array', 'map', 'struct' and 'other'");
  }
  const auto& [name, inner] = value.members.front();
  DataType out;
  if (name == "other") {
    out.text = read_text(inner, quoted(name));
  } else if (name == "array" || name == "map") {
    out.kind = name == "array" ? TypeKind::array : TypeKind::map;
    out.types = read_list(inner, quoted(name), [this](const Value& item) { return type(item); });
    if (out.types.size() != (name == "array" ? 1u : 2u)) {
      fail(inner, name == "array" ? "an array has one element type" : "a map has a key type and a value type");
    }
  } else if (name == "struct") {
    out.kind = TypeKind::structure;
    out.fields = read_list(inner, quoted(name), [this](const Value& item) { return field(item); });
  } else {
    fail(inner, "'" + name + "' is no kind of type; 'array', 'map', 'struct' and 'other' are");
  }
  return out;
}

void Reader::read_field(const Members& members, Field& field) const {
  field.name = Identifier(read_text(members.need("name"), quoted("name")));
  field.type = type(members.need("type"));
  if (const Value* v = members.find("nullable")) field.nullable = read_truth(*v, quoted("nullable"));
  if (const Value* v = members.find("comment")) field.comment = read_text(*v, quoted("comment"));
  if (const Value* v = members.find("renamed_from")) field.renamed_from = located_list(*v, quoted("renamed_from"));
  if (const Value* v = members.find("first"); v && read_truth(*v, quoted("first"))) {
    field.position.place = Position::Place::first;
  }
  if (const Value* v = members.find("after")) field.position = {Position::Place::after, located(*v, quoted("after"))};
  if (const Value* v = members.find("at")) field.span = span(*v);
  if (const Value* v = members.find("type_at")) field.type_span = span(*v);
}

Field Reader::field(const Value& value) const {
  const Members members(value, "a field",
                        {"name", "type", "nullable", "comment", "renamed_from", "first", "after", "at", "type_at"});
  Field out;
  read_field(members, out);
  return out;
}

Column Reader::column(const Value& value) const {
  const Members members(value, "a column",
                        {"name", "type", "nullable", "comment", "renamed_from", "first", "after", "at", "type_at",
                         "default", "generated", "identity", "tags"});
  Column out;
  read_field(members, out);
  if (const Value* v = members.find("default")) out.default_value = located(*v, quoted("default"));
  if (const Value* v = members.find("generated")) out.generated = located(*v, quoted("generated"));
  if (const Value* v = members.find("identity")) out.identity = identity(*v);
  if (const Value* v = members.find("tags")) out.tags = properties(*v, quoted("tags"));
  return out;
}

Identity Reader::identity(const Value& value) const {
  const Members members(value, "an identity", {"start", "step", "allow_explicit_insert", "at"});
  Identity out;
  out.start = read_number(members.need("start"), quoted("start"));
  out.step = read_number(members.need("step"), quoted("step"));
  if (const Value* v = members.find("allow_explicit_insert")) {
    out.allow_explicit_insert = read_truth(*v, quoted("allow_explicit_insert"));
  }
  if (const Value* v = members.find("at")) out.span = span(*v);
  return out;
}

Key Reader::key(const Value& value) const {
  const Members members(value, "a key", {"name", "columns", "at"});
  Key out;
  if (const Value* v = members.find("name")) out.name = located(*v, quoted("name"));
  out.columns = located_list(members.need("columns"), quoted("columns"));
  if (const Value* v = members.find("at")) out.span = span(*v);
  return out;
}

ForeignKey Reader::foreign_key(const Value& value) const {
  const Members members(value, "a foreign key", {"name", "columns", "target_type", "target_columns", "target", "at"});
  ForeignKey out;
  if (const Value* v = members.find("name")) out.name = located(*v, quoted("name"));
  out.columns = located_list(members.need("columns"), quoted("columns"));
  if (const Value* v = members.find("target_type")) out.target_type = read_text(*v, quoted("target_type"));
  if (const Value* v = members.find("target_columns")) out.target_columns = located_list(*v, quoted("target_columns"));
  if (const Value* v = members.find("target")) out.target = name(*v, quoted("target"));
  if (const Value* v = members.find("at")) out.span = span(*v);
  return out;
}

Check Reader::check(const Value& value) const {
  const Members members(value, "a check", {"name", "expression"});
  Check out;
  if (const Value* v = members.find("name")) out.name = located(*v, quoted("name"));
  out.expression = located(members.need("expression"), quoted("expression"));
  return out;
}

Table Reader::table(const Value& value, bool with_files) const {
  const Members members(
      value, "a table",
      {"name",         "declared_name", "type_name",
       "library",      "header",        "at",
       "comment",      "columns",       "owns_columns",
       "partition_by", "cluster_by",    "location",
       "properties",   "tags",          "checks",
       "primary_key",  "unique",        "foreign_keys",
       "renamed_from", "dropped",       "query",
       with_files ? std::string_view("files") : std::string_view("name")});
  Table out;
  out.name = name(members.need("name"), quoted("name"));
  out.columns = read_list(members.need("columns"), quoted("columns"), [this](const Value& v) { return column(v); });
  const auto text = [&](std::string_view member, std::string& into) {
    if (const Value* v = members.find(member)) into = read_text(*v, quoted(member));
  };
  const auto names = [&](std::string_view member, std::vector<LocatedText>& into) {
    if (const Value* v = members.find(member)) into = located_list(*v, quoted(member));
  };
  text("type_name", out.type_name);
  text("library", out.library);
  text("header", out.header);
  text("comment", out.comment);
  names("partition_by", out.partition_by);
  names("cluster_by", out.cluster_by);
  names("renamed_from", out.renamed_from);
  names("dropped", out.dropped);
  if (const Value* v = members.find("declared_name")) out.declared_name = located(*v, quoted("declared_name"));
  if (const Value* v = members.find("at")) out.span = span(*v);
  if (const Value* v = members.find("query")) out.query = located(*v, quoted("query"));
  if (const Value* v = members.find("owns_columns")) out.owns_columns = read_truth(*v, quoted("owns_columns"));
  if (const Value* v = members.find("location")) out.location = located(*v, quoted("location"));
  if (const Value* v = members.find("properties")) out.properties = properties(*v, quoted("properties"));
  if (const Value* v = members.find("tags")) out.tags = properties(*v, quoted("tags"));
  if (const Value* v = members.find("primary_key")) out.primary_key = key(*v);
  if (const Value* v = members.find("checks")) {
    out.checks = read_list(*v, quoted("checks"), [this](const Value& item) { return check(item); });
  }
  if (const Value* v = members.find("unique")) {
    out.unique = read_list(*v, quoted("unique"), [this](const Value& item) { return key(item); });
  }
  if (const Value* v = members.find("foreign_keys")) {
    out.foreign_keys = read_list(*v, quoted("foreign_keys"), [this](const Value& item) { return foreign_key(item); });
  }
  return out;
}

Tombstone Reader::tombstone(const Value& value) const {
  const Members members(value, "a tombstone", {"name", "declared_name", "library", "header"});
  Tombstone out;
  out.name = name(members.need("name"), quoted("name"));
  if (const Value* v = members.find("declared_name")) out.declared_name = located(*v, quoted("declared_name"));
  if (const Value* v = members.find("library")) out.library = read_text(*v, quoted("library"));
  if (const Value* v = members.find("header")) out.header = read_text(*v, quoted("header"));
  return out;
}

SourceLines read_lines(const Value& value) {
  expect(value, Value::Kind::object, quoted("lines"));
  SourceLines out;
  for (const auto& [file, lines] : value.members) {
    expect(lines, Value::Kind::object, "a file's lines");
    for (const auto& [number, text] : lines.members) {
      int line = 0;
      const char* const end = number.data() + number.size();
      const auto result = std::from_chars(number.data(), end, line);
      if (result.ec != std::errc() || result.ptr != end) fail(text, "'" + number + "' is no line number");
      out[{file, line}] = read_text(text, "a source line");
    }
  }
  return out;
}

SeenStruct read_struct(const Value& value) {
  const Members members(value, "a struct", {"type", "header", "members"});
  SeenStruct out;
  out.type = read_text(members.need("type"), quoted("type"));
  out.header = read_text(members.need("header"), quoted("header"));
  out.members = read_list(members.need("members"), quoted("members"), [](const Value& item) {
    expect(item, Value::Kind::array, "a struct's member");
    if (item.items.size() != 2) fail(item, "a struct's member must be [name, type]");
    return SeenMember{read_text(item.items[0], "a member's name"), read_text(item.items[1], "a member's type")};
  });
  return out;
}

Files read_files(const Value& value) {
  return read_list(value, quoted("files"),
                   [](const Value& item) { return SourceFile(read_text(item, "a file's name")); });
}

Fragment read_fragment(const Value& value) {
  expect(value, Value::Kind::object, "a fragment");
  // The format first: of another one nothing else is known.
  const Value* format = value.find("format");
  if (!format) fail(value, "this is no schema fragment: it lacks its member 'format'");
  if (const std::string text = read_text(*format, quoted("format")); text != kFragmentFormat) {
    fail(*format, "the format is '" + text + "', and this version reads '" + std::string(kFragmentFormat) + "'");
  }
  const Members members(value, "a fragment",
                        {"format", "library", "headers", "files", "tables", "tombstones", "structs", "lines"});
  Fragment out;
  out.library = read_text(members.need("library"), quoted("library"));
  out.headers = read_list(members.need("headers"), quoted("headers"),
                          [](const Value& item) { return read_text(item, "a header"); });
  const Reader reader(read_files(members.need("files")));
  out.tables =
      read_list(members.need("tables"), quoted("tables"), [&](const Value& item) { return reader.table(item, false); });
  out.tombstones = read_list(members.need("tombstones"), quoted("tombstones"),
                             [&](const Value& item) { return reader.tombstone(item); });
  out.structs = read_list(members.need("structs"), quoted("structs"), read_struct);
  out.lines = read_lines(members.need("lines"));
  return out;
}

/// Runs `read` on the parsed text and says where it failed, if it did.
template <class T, class Read>
Expected<T> read_whole(std::string_view text, std::string_view origin, std::string_view fix, Read read) {
  try {
    return read(json::parse(text));
  } catch (const Failure& failure) {
    return Error{json::place(text, failure.offset, origin) + ": " + failure.message, std::string(fix)};
  }
}

}  // namespace

Expected<Fragment> fragment_from_json(std::string_view text, std::string_view origin) {
  return read_whole<Fragment>(text, origin, "make it again with deltac compile, of the same version", read_fragment);
}

Expected<Table> table_from_json(std::string_view text, std::string_view origin) {
  return read_whole<Table>(text, origin, "", json::table_of);
}

Table json::table_of(const Value& value) {
  expect(value, Value::Kind::object, "a table");
  const Value* files = value.find("files");
  return Reader(files ? read_files(*files) : Files()).table(value, true);
}

Column json::column_of(const Value& value) { return Reader(Files()).column(value); }
DataType json::type_of(const Value& value) { return Reader(Files()).type(value); }

}  // namespace delta
