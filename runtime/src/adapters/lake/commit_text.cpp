#include "adapters/lake/commit_text.hpp"

#include <chrono>

#include "adapters/lake/observe.hpp"
#include "adapters/lake/unique_id.hpp"

namespace delta::lake {
namespace {

std::string line(std::string_view action, Json value) {
  return Json::object({{std::string(action), std::move(value)}}).dump() + "\n";
}

}  // namespace

std::int64_t now_milliseconds() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

std::string commit_text(const MetadataCommit& commit, const Operation& operation,
                        std::optional<std::int64_t> read_version, std::int64_t timestamp) {
  Json info = Json::object();
  if (commit.in_commit_timestamps) info.set("inCommitTimestamp", Json::of(timestamp));
  info.set("timestamp", Json::of(timestamp));
  info.set("operation", Json::of(operation.name));
  info.set("operationParameters", operation.parameters);
  if (read_version) info.set("readVersion", Json::of(*read_version));
  info.set("isolationLevel", Json::of("Serializable"));
  info.set("isBlindAppend", Json::of(operation.blind_append));
  info.set("operationMetrics", Json::object());
  info.set("engineInfo", Json::of("deltac"));
  info.set("txnId", Json::of(unique_id()));

  std::string text = line("commitInfo", std::move(info));
  if (commit.protocol) text += line("protocol", *commit.protocol);
  if (commit.metadata) text += line("metaData", *commit.metadata);
  if (commit.clustering) {
    text += line("domainMetadata", Json::object({{"domain", Json::of(std::string(kClusteringDomain))},
                                                 {"configuration", Json::of(*commit.clustering)},
                                                 {"removed", Json::of(false)}}));
  }
  return text;
}

}  // namespace delta::lake
