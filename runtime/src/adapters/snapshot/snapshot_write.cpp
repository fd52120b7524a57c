#include <fmt/format.h>

#include "adapters/snapshot/snapshot.hpp"
#include "adapters/snapshot/snapshot_words.hpp"
#include "catalog/observed_json.hpp"
#include "model/json_pieces.hpp"

namespace delta::snapshot {
namespace {

using json::name_json;
using json::quoted;
using json::quoted_list;

std::string capabilities_json(const Capabilities& capabilities) {
  std::string out =
      fmt::format("{{\"target\":{},\"dialect\":{}", quoted(capabilities.target), quoted(capabilities.dialect));
  for (const auto& [flag, word] : kFlags) out += fmt::format(",\"{}\":{}", word, capabilities.*flag);
  return out + fmt::format(",\"writable_features\":{}}}", quoted_list(capabilities.writable_features));
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
  for (const ObservedTable& table : snapshot.tables) tables.push_back(delta::to_json(table));
  return fmt::format("{{\"format\":{},\n \"capabilities\":{},\n \"namespaces\":{},\n \"tables\":{}\n}}\n",
                     quoted(kFormat), capabilities_json(snapshot.capabilities), lines(namespaces), lines(tables));
}

}  // namespace delta::snapshot
