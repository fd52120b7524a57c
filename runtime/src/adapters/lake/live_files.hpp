#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace delta::lake {

/// Counts the data files of a table without keeping their names: 16 bytes stand for each.
///
/// Within one commit the order of actions means nothing, and the same file may be removed and added again with a new
/// deletion vector; so a commit's adds win over its removes.
class LiveFiles {
 public:
  void add(std::string_view path) { added_.push_back(key(path)); }
  void remove(std::string_view path) { removed_.push_back(key(path)); }
  /// Takes over what one commit (or a checkpoint) said.
  void end_commit();

  std::size_t count() const noexcept { return live_.size(); }

 private:
  struct Key {
    std::uint64_t high;
    std::uint64_t low;
    bool operator==(const Key&) const = default;
  };
  struct KeyHash {
    std::size_t operator()(const Key& key) const noexcept { return static_cast<std::size_t>(key.high ^ key.low); }
  };
  static Key key(std::string_view path);

  std::unordered_set<Key, KeyHash> live_;
  std::vector<Key> added_;
  std::vector<Key> removed_;
};

}  // namespace delta::lake
