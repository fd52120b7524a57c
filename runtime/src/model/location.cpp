#include "model/location.hpp"

#include "delta/model/identifier.hpp"

namespace delta {
namespace {

/// The schemes that name one store by several names.
std::string same_scheme(std::string scheme) {
  if (scheme == "s3a" || scheme == "s3n") return "s3";
  if (scheme == "wasbs") return "wasb";
  if (scheme == "abfss") return "abfs";
  return scheme;
}

}  // namespace

std::string canonical_location(std::string_view location) {
  std::string scheme;
  if (const std::size_t colon = location.find(':');
      colon != location.npos && location.substr(0, colon).find('/') == location.npos) {
    scheme = same_scheme(fold_case(location.substr(0, colon)));
    location.remove_prefix(colon + 1);
  }
  std::string path;
  for (std::size_t i = 0; i < location.size(); ++i) {
    if (location[i] == '/' && !path.empty() && path.back() == '/') continue;
    path += location[i];
  }
  while (path.size() > 1 && path.back() == '/') path.pop_back();
  return scheme.empty() || scheme == "file" ? path : scheme + ":" + path;
}

}  // namespace delta
