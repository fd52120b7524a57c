#include "adapters/lake/live_files.hpp"

namespace delta::lake {

LiveFiles::Key LiveFiles::key(std::string_view path) {
  // FNV-1a with two different multipliers: 128 bits, so that no two of a table's files meet by accident.
  std::uint64_t high = 0xcbf29ce484222325u;
  std::uint64_t low = 0x9e3779b97f4a7c15u;
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    high = (high ^ byte) * 0x100000001b3u;
    low = (low ^ byte) * 0xd6e8feb86659fd93u;
    low ^= low >> 29;
  }
  return {high, low};
}

void LiveFiles::end_commit() {
  for (const Key& key : removed_) live_.erase(key);
  for (const Key& key : added_) live_.insert(key);
  removed_.clear();
  added_.clear();
}

}  // namespace delta::lake
