#pragma once
#include <fmt/format.h>

#include <string>
#include <string_view>
#include <vector>

#include "delta/model/identifier.hpp"
#include "model/json_text.hpp"

/// Pieces of JSON text, for forms that are put together from them rather than by a writer.
namespace delta::json {

inline std::string quoted(std::string_view text) {
  std::string out;
  append_quoted(out, text);
  return out;
}

/// An array of what `write` makes of each item.
template <class Items, class Write>
std::string list_of(const Items& items, Write write) {
  std::vector<std::string> parts;
  for (const auto& item : items) parts.push_back(write(item));
  return fmt::format("[{}]", fmt::join(parts, ","));
}

template <class Items>
std::string quoted_list(const Items& items) {
  return list_of(items, [](const auto& item) { return quoted(item); });
}

/// A table's name as an array of its parts.
inline std::string name_json(const TableName& name) {
  return list_of(name.parts, [](const Identifier& part) { return quoted(part.text()); });
}

}  // namespace delta::json
