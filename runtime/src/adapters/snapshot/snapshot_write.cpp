#include <fmt/format.h>

#include "adapters/snapshot/snapshot.hpp"
#include "adapters/snapshot/snapshot_words.hpp"
#include "delta/model/json.hpp"
#include "model/json_text.hpp"

namespace delta::snapshot {
namespace {

template <class Rows, class Key>
std::string_view word_of(const Rows& rows, Key key) {
  for (const auto& [value, word] : rows) {
    if (value == key) return word;
  }
  return "";
}

std::string quoted(std::string_view text) {
  std::string out;
  json::append_quoted(out, text);
  return out;
}

template <class Items>
std::string quoted_list(const Items& items) {
  std::vector<std::string> parts;
  for (const auto& item : items) parts.push_back(quoted(item));
  return fmt::format("[{}]", fmt::join(parts, ","));
}

std::string name_json(const TableName& name) {
  std::vector<std::string> parts;
  for (const Identifier& part : name.parts) parts.push_back(part.text());
  return quoted_list(parts);
}

std::string capabilities_json(const Capabilities& capabilities) {
  std::string out = fmt::format("{{\"target\":{},\"dialect\":{}", quoted(capabilities.target), quoted(capabilities.dialect));
  for (const auto& [flag, word] : kFlags) out += fmt::format(",\"{}\":{}", word, capabilities.*flag);
  return out + fmt::format(",\"writable_features\":{}}}", quoted_list(capabilities.writable_features));
}

std::string table_json(const ObservedTable& table) {
  std::string out =
      fmt::format("{{\"name\":{},\"presence\":\"{}\"", name_json(table.name), word_of(kPresences, table.presence));
  if (!table.problem.empty()) out += ",\"problem\":" + quoted(table.problem);
  if (table.code != 0) out += fmt::format(",\"code\":{}", table.code);
  if (table.present()) {
    if (table.version) out += fmt::format(",\"version\":{}", *table.version);
    out += fmt::format(",\"protocol\":{{\"reader\":{},\"writer\":{},\"features\":{}}}", table.protocol.reader,
                       table.protocol.writer, quoted_list(table.protocol.features));
    out += fmt::format(",\"may_have_rows\":{}", table.may_have_rows);
    std::vector<std::string_view> blind;
    for (const Aspect aspect : table.blind) blind.push_back(word_of(kAspects, aspect));
    if (!blind.empty()) out += ",\"blind\":" + quoted_list(blind);
    if (!table.physical_names.empty()) {
      std::vector<std::string> members;
      for (const auto& [path, name] : table.physical_names) members.push_back(quoted(path) + ":" + quoted(name));
      out += fmt::format(",\"physical_names\":{{{}}}", fmt::join(members, ","));
    }
    std::string inner = delta::to_json(table.table);
    while (!inner.empty() && inner.back() == '\n') inner.pop_back();
    out += ",\n   \"table\":" + inner;
  }
  return out + "}";
}

/// One element a line: what a person compares in a version control system.
std::string lines(const std::vector<std::string>& elements) {
  return elements.empty() ? "[]" : fmt::format("[\n  {}\n ]", fmt::join(elements, ",\n  "));
}

}  // namespace

std::string to_json(const Snapshot& snapshot) {
  std::vector<std::string> namespaces;
  for (const TableName& name : snapshot.namespaces) namespaces.push_back(name_json(name));
  std::vector<std::string> tables;
  for (const ObservedTable& table : snapshot.tables) tables.push_back(table_json(table));
  return fmt::format("{{\"format\":{},\n \"capabilities\":{},\n \"namespaces\":{},\n \"tables\":{}\n}}\n",
                     quoted(kFormat), capabilities_json(snapshot.capabilities), lines(namespaces), lines(tables));
}

}  // namespace delta::snapshot
