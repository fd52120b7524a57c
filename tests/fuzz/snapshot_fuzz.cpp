// Snapshots: files that people keep, send and edit.
#include "adapters/snapshot/snapshot.hpp"
#include "fuzz_input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  auto snapshot = delta::snapshot::from_json(fuzz::text_of(data, size), "input.json");
  if (!snapshot) {
    fuzz::require(!snapshot.error().message.empty(), "a refusal says why");
    return 0;
  }
  const std::string written = delta::snapshot::to_json(*snapshot);
  const auto again = delta::snapshot::from_json(written, "written.json");
  fuzz::require(static_cast<bool>(again), "a written snapshot can be read");
  fuzz::require(delta::snapshot::to_json(*again) == written, "the same value gives the same bytes");

  std::vector<delta::TableName> names;
  for (const delta::ObservedTable& table : snapshot->tables) names.push_back(table.name);
  const std::vector<delta::TableName> namespaces = snapshot->namespaces;
  const auto reader = delta::snapshot::reader_of(*std::move(snapshot), "snapshot:input.json");
  const auto read = reader->read(names);
  fuzz::require(!read || read->size() == names.size(), "one observation per name");
  fuzz::require(static_cast<bool>(reader->list(namespaces)), "a snapshot can list the namespaces that it holds");
  return 0;
}
