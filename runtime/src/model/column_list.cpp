#include "delta/model/column_list.hpp"

#include <algorithm>
#include <optional>

namespace delta {
namespace {

std::string changed(std::string_view list, const ColumnPath& path, const std::optional<Identifier>& to) {
  std::string result;
  std::size_t begin = 0;
  while (begin < list.size()) {
    const std::size_t end = std::min(list.find(',', begin), list.size());
    std::string item(list.substr(begin, end - begin));
    begin = end + 1;
    ColumnPath column = ColumnPath::parse(item);
    if (path.contains(column)) {
      if (!to) continue;
      column.steps[path.steps.size() - 1] = *to;
      item = column.text();
    }
    result += (result.empty() ? "" : ",") + item;
  }
  return result;
}

}  // namespace

std::string renamed_in_list(std::string_view list, const ColumnPath& from, const Identifier& to) {
  return changed(list, from, to);
}

std::string dropped_from_list(std::string_view list, const ColumnPath& path) {
  return changed(list, path, std::nullopt);
}

}  // namespace delta
