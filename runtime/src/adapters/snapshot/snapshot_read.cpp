#include <fmt/format.h>

#include <set>

#include "adapters/snapshot/snapshot.hpp"
#include "adapters/snapshot/snapshot_words.hpp"
#include "model/json_text.hpp"

namespace delta::snapshot {
namespace {

using json::Failure;
using json::Value;

[[noreturn]] void fail(const Value& value, std::string message) { throw Failure{value.offset, std::move(message)}; }

const Value& need(const Value& object, std::string_view name, Value::Kind kind, std::string_view what) {
  if (object.kind != Value::Kind::object) fail(object, fmt::format("{} must be an object", what));
  const Value* value = object.find(name);
  if (value == nullptr) fail(object, fmt::format("{} lacks its member '{}'", what, name));
  if (value->kind != kind) {
    fail(*value, fmt::format("member '{}' must be {}, not {}", name, json::kind_text(kind), json::kind_text(value->kind)));
  }
  return *value;
}

/// The member of that name and kind, or nullptr when there is none.
const Value* maybe(const Value& object, std::string_view name, Value::Kind kind, std::string_view what) {
  return object.find(name) == nullptr ? nullptr : &need(object, name, kind, what);
}

std::vector<std::string> texts_of(const Value& list, std::string_view what) {
  std::vector<std::string> out;
  for (const Value& item : list.items) {
    if (item.kind != Value::Kind::string) fail(item, fmt::format("each of '{}' must be a string", what));
    out.push_back(item.text);
  }
  return out;
}

TableName name_of(const Value& list, std::string_view what) {
  if (list.kind != Value::Kind::array) fail(list, fmt::format("{} must be an array of strings", what));
  TableName name;
  for (std::string& part : texts_of(list, what)) name.parts.emplace_back(std::move(part));
  if (name.parts.empty()) fail(list, fmt::format("{} is empty", what));
  return name;
}

/// The value that a word stands for in one of the tables of words.
template <class Rows>
auto meaning(const Rows& rows, const Value& word, std::string_view what) {
  for (const auto& [value, name] : rows) {
    if (word.kind == Value::Kind::string && name == word.text) return value;
  }
  fail(word, fmt::format("this is no {} that this version knows", what));
}

Capabilities capabilities_of(const Value& value) {
  Capabilities out;
  out.target = need(value, "target", Value::Kind::string, "'capabilities'").text;
  out.dialect = need(value, "dialect", Value::Kind::string, "'capabilities'").text;
  for (const auto& [flag, word] : kFlags) {
    out.*flag = need(value, word, Value::Kind::boolean, "'capabilities'").boolean;
  }
  out.writable_features =
      texts_of(need(value, "writable_features", Value::Kind::array, "'capabilities'"), "writable_features");
  return out;
}

int small_number(const Value& value) {
  if (!value.whole || value.number < 0 || value.number > 1000) fail(value, "this must be a whole number below 1000");
  return static_cast<int>(value.number);
}

Protocol protocol_of(const Value& value) {
  Protocol out;
  out.reader = small_number(need(value, "reader", Value::Kind::number, "'protocol'"));
  out.writer = small_number(need(value, "writer", Value::Kind::number, "'protocol'"));
  for (std::string& feature : texts_of(need(value, "features", Value::Kind::array, "'protocol'"), "features")) {
    out.features.insert(std::move(feature));
  }
  return out;
}

void read_present(const Value& value, ObservedTable& out) {
  constexpr std::string_view kWhat = "a table";
  if (const Value* version = maybe(value, "version", Value::Kind::number, kWhat)) {
    if (!version->whole || version->number < 0) fail(*version, "a version must be a whole number");
    out.version = version->number;
  }
  out.protocol = protocol_of(need(value, "protocol", Value::Kind::object, kWhat));
  out.may_have_rows = need(value, "may_have_rows", Value::Kind::boolean, kWhat).boolean;
  if (const Value* blind = maybe(value, "blind", Value::Kind::array, kWhat)) {
    for (const Value& item : blind->items) out.blind.insert(meaning(kAspects, item, "aspect"));
  }
  if (const Value* names = maybe(value, "physical_names", Value::Kind::object, kWhat)) {
    for (const json::Member& member : names->members) {
      if (member.value.kind != Value::Kind::string) fail(member.value, "a physical name must be a string");
      out.physical_names[member.name] = member.value.text;
    }
  }
  out.table = json::table_of(need(value, "table", Value::Kind::object, kWhat));
  if (const std::string* mark = out.property(kManagedMarkKey)) out.mark = decode_mark(*mark);
}

ObservedTable observed_of(const Value& value) {
  constexpr std::string_view kWhat = "a table";
  ObservedTable out;
  out.name = name_of(need(value, "name", Value::Kind::array, kWhat), "a table's name");
  out.presence = meaning(kPresences, need(value, "presence", Value::Kind::string, kWhat), "presence");
  if (const Value* problem = maybe(value, "problem", Value::Kind::string, kWhat)) out.problem = problem->text;
  if (const Value* code = maybe(value, "code", Value::Kind::number, kWhat)) {
    if (!code->whole || code->number < 0 || code->number > 999) fail(*code, "a code must be a number of three digits");
    out.code = static_cast<int>(code->number);
  }
  if (out.present()) read_present(value, out);
  return out;
}

void check_format(const Value& whole) {
  const Value& format = need(whole, "format", Value::Kind::string, "a snapshot");
  if (format.text == kFormat) return;
  fail(format, fmt::format("this is '{}', not '{}'", format.text, kFormat));
}

Snapshot snapshot_of(const Value& whole) {
  check_format(whole);
  Snapshot out;
  out.capabilities = capabilities_of(need(whole, "capabilities", Value::Kind::object, "a snapshot"));
  for (const Value& item : need(whole, "namespaces", Value::Kind::array, "a snapshot").items) {
    out.namespaces.push_back(name_of(item, "a namespace"));
  }
  std::set<TableName> names;
  for (const Value& item : need(whole, "tables", Value::Kind::array, "a snapshot").items) {
    ObservedTable table = observed_of(item);
    if (!names.insert(table.name).second) fail(item, fmt::format("table '{}' is there twice", table.name.text()));
    out.tables.push_back(std::move(table));
  }
  return out;
}

}  // namespace

Expected<Snapshot> from_json(std::string_view text, std::string_view origin) {
  try {
    return snapshot_of(json::parse(text));
  } catch (const Failure& failure) {
    return Error{json::place(text, failure.offset, origin) + ": " + failure.message,
                 "make the snapshot again: describe --format json --out FILE"};
  }
}

}  // namespace delta::snapshot
