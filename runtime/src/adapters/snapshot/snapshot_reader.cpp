#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <map>

#include "adapters/snapshot/snapshot.hpp"
#include "read_whole.hpp"

namespace delta::snapshot {
namespace {

class Reader final : public CatalogReader {
 public:
  Reader(Snapshot snapshot, std::string target)
      : capabilities_(std::move(snapshot.capabilities)), namespaces_(std::move(snapshot.namespaces)) {
    capabilities_.target = std::move(target);
    capabilities_.read_only = true;
    for (ObservedTable& table : snapshot.tables) {
      TableName name = table.name;
      tables_.emplace(std::move(name), std::move(table));
    }
  }

  const Capabilities& capabilities() const override { return capabilities_; }

  Expected<std::vector<ObservedTable>> read(std::span<const TableName> names) override {
    std::vector<ObservedTable> out;
    for (const TableName& name : names) out.push_back(observe(name));
    return out;
  }

  Expected<std::vector<TableName>> list(std::span<const TableName> namespaces) override {
    std::vector<TableName> out;
    for (const auto& [name, table] : tables_) {
      const bool asked = std::find(namespaces.begin(), namespaces.end(), name.name_space()) != namespaces.end();
      if (asked && table.presence != Presence::absent) out.push_back(name);
    }
    return out;
  }

 private:
  ObservedTable observe(const TableName& name) const {
    if (const auto found = tables_.find(name); found != tables_.end()) return found->second;
    ObservedTable absent;
    absent.name = name;
    if (std::find(namespaces_.begin(), namespaces_.end(), name.name_space()) != namespaces_.end()) return absent;
    return unread_table(name, Presence::not_visible,
                        {fmt::format("the snapshot does not cover {}", name.text()),
                         "describe its target again with the same --var and without --tables"});
  }

  Capabilities capabilities_;
  std::vector<TableName> namespaces_;
  std::map<TableName, ObservedTable> tables_;
};

}  // namespace

std::unique_ptr<CatalogReader> reader_of(Snapshot snapshot, std::string target) {
  return std::make_unique<Reader>(std::move(snapshot), std::move(target));
}

Expected<std::unique_ptr<CatalogReader>> open(const std::string& path) {
  const auto text = read_whole(path);
  if (!text) {
    return Error{fmt::format("cannot read the snapshot {}: {}", path, std::strerror(text.error())),
                 "a snapshot is made with: describe --format json --out FILE"};
  }
  auto snapshot = from_json(*text, path);
  if (!snapshot) return snapshot.error();
  return reader_of(*std::move(snapshot), "snapshot:" + path);
}

}  // namespace delta::snapshot
