#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "delta/catalog/catalog_reader.hpp"

namespace delta::snapshot {

/// What a target held when it was described, kept as a file ("deltac.snapshot/1"), so that plans can be made where the
/// target itself cannot be reached.
struct Snapshot {
  Capabilities capabilities;          ///< of the target that was described
  std::vector<TableName> namespaces;  ///< listed whole: a table in one of them that is not in `tables` is absent
  std::vector<ObservedTable> tables;  ///< sorted by name; absent ones included where they were asked for
};

/// The same snapshot always gives the same bytes.
std::string to_json(const Snapshot& snapshot);
/// `origin` names the text in error messages, which tell line and column.
Expected<Snapshot> from_json(std::string_view text, std::string_view origin);

/// Reads a snapshot file. The reader says of a table that the snapshot does not cover that it is not visible.
Expected<std::unique_ptr<CatalogReader>> open(const std::string& path);

/// The same over a value; `target` is what the capabilities call it.
std::unique_ptr<CatalogReader> reader_of(Snapshot snapshot, std::string target);

}  // namespace delta::snapshot
