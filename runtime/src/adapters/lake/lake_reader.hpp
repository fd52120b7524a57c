#pragma once
#include <string>

#include "delta/catalog/catalog_reader.hpp"

namespace delta::lake {

/// Reads the tables of a folder. Keeps nothing between calls: a table is what its log says when it is asked for.
class LakeReader : public CatalogReader {
 public:
  explicit LakeReader(std::string root);

  const Capabilities& capabilities() const override { return capabilities_; }
  Expected<std::vector<ObservedTable>> read(std::span<const TableName> names) override;
  Expected<std::vector<TableName>> list(std::span<const TableName> namespaces) override;
  /// Drops that were broken off.
  std::vector<std::string> notes(std::span<const TableName> namespaces) override;

 private:
  std::string root_;
  Capabilities capabilities_;
};

}  // namespace delta::lake
