#pragma once
#include <algorithm>
#include <vector>

#include "delta/model/table.hpp"

namespace delta {

/// A registry's tables by their names. The registry must outlive it and stay as it is.
class TablesByName {
 public:
  explicit TablesByName(const Registry& registry) {
    tables_.reserve(registry.tables.size());
    for (const Table& table : registry.tables) tables_.push_back(&table);
    std::ranges::sort(tables_, {}, &name_of);
  }

  /// Null: there is none of that name.
  const Table* find(const TableName& name) const {
    const auto found = std::ranges::lower_bound(tables_, name, {}, &name_of);
    return found != tables_.end() && (*found)->name == name ? *found : nullptr;
  }

 private:
  static const TableName& name_of(const Table* table) { return table->name; }

  std::vector<const Table*> tables_;
};

}  // namespace delta
