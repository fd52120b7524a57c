#include <charconv>

#include "delta/model/json.hpp"
#include "model/json_read_table.hpp"

namespace delta {
namespace {

using namespace json;

constexpr std::string_view kFragmentFormat = "deltac.fragment/1";

SourceLines read_lines(const Value& value) {
  expect(value, Value::Kind::object, member_named("lines"));
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
  out.type = read_text(members.need("type"), member_named("type"));
  out.header = read_text(members.need("header"), member_named("header"));
  out.members = read_list(members.need("members"), member_named("members"), [](const Value& item) {
    expect(item, Value::Kind::array, "a struct's member");
    if (item.items.size() != 2) fail(item, "a struct's member must be [name, type]");
    return SeenMember{read_text(item.items[0], "a member's name"), read_text(item.items[1], "a member's type")};
  });
  return out;
}

Fragment read_fragment(const Value& value) {
  expect(value, Value::Kind::object, "a fragment");
  // The format first: of another one nothing else is known.
  const Value* format = value.find("format");
  if (!format) fail(value, "this is no schema fragment: it lacks its member 'format'");
  if (const std::string text = read_text(*format, member_named("format")); text != kFragmentFormat) {
    fail(*format, "the format is '" + text + "', and this version reads '" + std::string(kFragmentFormat) + "'");
  }
  const Members members(value, "a fragment",
                        {"format", "library", "headers", "files", "tables", "tombstones", "structs", "lines"});
  Fragment out;
  out.library = read_text(members.need("library"), member_named("library"));
  out.headers = read_list(members.need("headers"), member_named("headers"),
                          [](const Value& item) { return read_text(item, "a header"); });
  const TableReader reader(read_files(members.need("files")));
  out.tables = read_list(members.need("tables"), member_named("tables"),
                         [&](const Value& item) { return reader.table(item, false); });
  out.tombstones = read_list(members.need("tombstones"), member_named("tombstones"),
                             [&](const Value& item) { return reader.tombstone(item); });
  out.structs = read_list(members.need("structs"), member_named("structs"), read_struct);
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
  return read_whole<Table>(text, origin, "make it again with describe --format json", json::table_of);
}

}  // namespace delta
