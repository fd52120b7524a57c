#pragma once
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "delta/model/table.hpp"

namespace delta {

/// The table property that remembers what the code declared when it was last applied.
inline constexpr std::string_view kManagedMarkKey = "deltac.managed";

/// What was declared, each thing as its `aspect_hash`: ascending, without repeats. Ten thousand tables have half a
/// million of them.
class AspectSet {
 public:
  AspectSet() = default;
  AspectSet(std::initializer_list<std::uint64_t> hashes) : AspectSet(std::vector<std::uint64_t>(hashes)) {}
  /// In any order, repeats too.
  explicit AspectSet(std::vector<std::uint64_t> hashes);

  void insert(std::uint64_t hash);
  void erase(std::uint64_t hash);
  bool contains(std::uint64_t hash) const { return std::binary_search(hashes_.begin(), hashes_.end(), hash); }
  /// True if everything in `other` is in this set too.
  bool includes(const AspectSet& other) const {
    return std::includes(hashes_.begin(), hashes_.end(), other.hashes_.begin(), other.hashes_.end());
  }
  std::size_t size() const noexcept { return hashes_.size(); }
  auto begin() const noexcept { return hashes_.begin(); }
  auto end() const noexcept { return hashes_.end(); }

  bool operator==(const AspectSet&) const = default;

 private:
  std::vector<std::uint64_t> hashes_;
};

/// What the code declared for a table when it was last applied, as `kubectl apply` remembers it: the difference
/// between a thing that was removed from the code and one that was never in it.
///
/// Stored as hexadecimal digits only, because Spark redacts property values that contain words like url or secret:
/// format (2), registry's name (16), table's name (16), then 16 for each aspect, ascending.
struct ManagedMark {
  std::uint64_t registry_hash = 0;  ///< `name_hash` of the registry's name
  std::uint64_t table_hash = 0;     ///< of the table's name: CREATE LIKE and clones copy properties
  AspectSet aspects;

  bool operator==(const ManagedMark&) const = default;

  bool holds(std::string_view kind, std::string_view path) const;
};

/// The first 16 hexadecimal digits of SHA-256, as a number, of kind, a colon and the folded path: `column:a.b`,
/// `property:x`, `check:positive`, `comment:` (the table's) and `comment:a.b`, `default:a`, `generated:a`,
/// `identity:a`, `clustering:`, `primary_key:`, `foreign_key:a,b` (its columns), `tag::team` (the table's) and
/// `tag:a:team`.
std::uint64_t aspect_hash(std::string_view kind, std::string_view path);
/// The same of a folded name alone.
std::uint64_t name_hash(std::string_view name);
/// A hash in its 16 hexadecimal digits.
std::string hash_digits(std::uint64_t hash);
/// What a foreign key and a tag are called in a mark. The column is empty for a tag of the table.
std::string foreign_key_aspect(const ForeignKey& key);
std::string tag_aspect(std::string_view column, std::string_view key);

std::string encode(const ManagedMark& mark);
/// Nothing for text that is no mark of a format that this version reads.
std::optional<ManagedMark> decode_mark(std::string_view property_value);

/// All that `table` declares, as a mark of `registry_name`. Keys and tags belong in it where the target stores them.
ManagedMark declared_mark(const Table& table, std::string_view registry_name, bool keys = true, bool tags = true);

}  // namespace delta
