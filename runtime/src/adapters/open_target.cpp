#include <fmt/format.h>

#include "adapters/snapshot/snapshot.hpp"
#include "delta/adapters/lake.hpp"
#include "delta/engine.hpp"

namespace delta {
namespace {

Expected<Target> open_snapshot(const std::string& path) {
  auto reader = snapshot::open(path);
  if (!reader) return reader.error();
  Target target;
  target.reader = *std::move(reader);
  return target;
}

}  // namespace

Expected<Target> open_target(const std::string& text) {
  const std::size_t colon = text.find(':');
  const std::string scheme = text.substr(0, colon);
  const std::string rest = colon == std::string::npos ? "" : text.substr(colon + 1);
  if ((scheme == "lake" || scheme == "snapshot") && rest.empty()) {
    return Error{fmt::format("the target '{}' lacks its path", text),
                 scheme == "lake" ? "name a folder of tables, as in lake:./lake" : "name a file, as in snapshot:prod.json"};
  }
  if (scheme == "lake") return open_lake(rest);
  if (scheme == "snapshot") return open_snapshot(rest);
  return Error{fmt::format("'{}' is no target that this version knows", text),
               "a target is lake:DIR (a folder of Delta tables) or snapshot:FILE (what describe --format json wrote)"};
}

}  // namespace delta
