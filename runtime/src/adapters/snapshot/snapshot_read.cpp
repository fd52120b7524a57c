#include <fmt/format.h>

#include <set>

#include "adapters/snapshot/snapshot.hpp"
#include "adapters/snapshot/snapshot_words.hpp"
#include "catalog/observed_json.hpp"
#include "model/json_need.hpp"

namespace delta::snapshot {
namespace {

using json::fail;
using json::Failure;
using json::need;
using json::Value;

Capabilities capabilities_of(const Value& value) {
  Capabilities out;
  out.target = need(value, "target", Value::Kind::string, "'capabilities'").text;
  out.dialect = need(value, "dialect", Value::Kind::string, "'capabilities'").text;
  for (const auto& [flag, word] : kFlags) {
    out.*flag = need(value, word, Value::Kind::boolean, "'capabilities'").boolean;
  }
  out.writable_features =
      json::texts_of(need(value, "writable_features", Value::Kind::array, "'capabilities'"), "writable_features");
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
    out.namespaces.push_back(json::name_of(item, "a namespace"));
  }
  std::set<TableName> names;
  for (const Value& item : need(whole, "tables", Value::Kind::array, "a snapshot").items) {
    ObservedTable table = json::observed_of(item);
    if (table.unread() && table.problem.empty()) {
      table.problem = "the snapshot does not say why";
      table.fix = "describe its target again";
    }
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
