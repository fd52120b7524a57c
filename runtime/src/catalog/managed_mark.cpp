#include "delta/catalog/managed_mark.hpp"

#include <algorithm>
#include <charconv>

#include "delta/model/features.hpp"
#include "delta/model/fingerprint.hpp"
#include "model/path_text.hpp"

namespace delta {
namespace {

constexpr std::string_view kFormat = "01";
constexpr std::size_t kHashLength = 16;

std::uint64_t hash_of_digits(std::string_view digits) {
  std::uint64_t hash = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), hash, 16);
  return hash;
}

bool is_hex(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

/// What `aspect_hash` hashes, written over `text`.
void write_aspect(std::string& text, std::string_view kind, std::string_view path) {
  text = kind;
  text += ':';
  append_folded(text, path);
}

/// Adds what the columns declare. The path and what is hashed are two texts that serve the whole walk: a plan hashes
/// tens of thousands of them.
class ColumnAspects {
 public:
  explicit ColumnAspects(std::vector<std::uint64_t>& aspects) : aspects_(aspects) {}

  template <class Fields>
  void add(const Fields& fields) {
    for (const auto& field : fields) {
      const std::size_t parent = path_.size();
      append_step(path_, field.name.text());
      add_aspect("column");
      if (!field.comment.empty()) add_aspect("comment");
      add_inside(field.type);
      path_.resize(parent);
    }
  }

 private:
  void add_aspect(std::string_view kind) {
    write_aspect(aspect_, kind, path_);
    aspects_.push_back(sha256_prefix(aspect_));
  }

  void add_inside(const DataType& type) {
    if (type.kind == TypeKind::structure) return add(type.fields);
    if (type.kind == TypeKind::array && type.types.size() == 1) step_into("element", type.types[0]);
    if (type.kind != TypeKind::map || type.types.size() != 2) return;
    step_into("key", type.types[0]);
    step_into("value", type.types[1]);
  }

  void step_into(std::string_view step, const DataType& type) {
    const std::size_t parent = path_.size();
    append_step(path_, step);
    add_inside(type);
    path_.resize(parent);
  }

  std::vector<std::uint64_t>& aspects_;
  std::string path_;
  std::string aspect_;
};

void add_keys(const Table& table, std::vector<std::uint64_t>& aspects) {
  if (table.primary_key) aspects.push_back(aspect_hash("primary_key", ""));
  for (const ForeignKey& key : table.foreign_keys)
    aspects.push_back(aspect_hash("foreign_key", foreign_key_aspect(key)));
}

void add_tags(const Table& table, std::vector<std::uint64_t>& aspects) {
  for (const Property& tag : table.tags) aspects.push_back(aspect_hash("tag", tag_aspect("", tag.key.value)));
  for (const Column& column : table.columns) {
    for (const Property& tag : column.tags) {
      aspects.push_back(aspect_hash("tag", tag_aspect(ColumnPath(column.name).text(), tag.key.value)));
    }
  }
}

}  // namespace

AspectSet::AspectSet(std::vector<std::uint64_t> hashes) : hashes_(std::move(hashes)) {
  std::sort(hashes_.begin(), hashes_.end());
  hashes_.erase(std::unique(hashes_.begin(), hashes_.end()), hashes_.end());
}

void AspectSet::insert(std::uint64_t hash) {
  const auto place = std::lower_bound(hashes_.begin(), hashes_.end(), hash);
  if (place == hashes_.end() || *place != hash) hashes_.insert(place, hash);
}

void AspectSet::erase(std::uint64_t hash) { std::erase(hashes_, hash); }

bool ManagedMark::holds(std::string_view kind, std::string_view path) const {
  return aspects.contains(aspect_hash(kind, path));
}

std::uint64_t aspect_hash(std::string_view kind, std::string_view path) {
  std::string text;
  text.reserve(kind.size() + 1 + path.size());
  write_aspect(text, kind, path);
  return sha256_prefix(text);
}

std::string hash_digits(std::uint64_t hash) {
  std::string digits(kHashLength, '0');
  for (std::size_t i = kHashLength; hash != 0; hash >>= 4U) digits[--i] = "0123456789abcdef"[hash & 0xFU];
  return digits;
}

std::uint64_t name_hash(std::string_view name) { return sha256_prefix(fold_case(name)); }

std::string foreign_key_aspect(const ForeignKey& key) {
  std::string text;
  for (const LocatedText& column : key.columns) text += (text.empty() ? "" : ",") + column.value;
  return text;
}

std::string tag_aspect(std::string_view column, std::string_view key) {
  return std::string(column) + ':' + std::string(key);
}

std::string encode(const ManagedMark& mark) {
  std::string text(kFormat);
  text.reserve(kFormat.size() + (mark.aspects.size() + 2) * kHashLength);
  text += hash_digits(mark.registry_hash);
  text += hash_digits(mark.table_hash);
  for (const std::uint64_t aspect : mark.aspects) text += hash_digits(aspect);
  return text;
}

std::optional<ManagedMark> decode_mark(std::string_view text) {
  if (!text.starts_with(kFormat) || !is_hex(text)) return std::nullopt;
  text.remove_prefix(kFormat.size());
  if (text.size() < 2 * kHashLength || text.size() % kHashLength != 0) return std::nullopt;
  ManagedMark mark;
  mark.registry_hash = hash_of_digits(text.substr(0, kHashLength));
  mark.table_hash = hash_of_digits(text.substr(kHashLength, kHashLength));
  std::vector<std::uint64_t> aspects;
  aspects.reserve(text.size() / kHashLength - 2);
  for (text.remove_prefix(2 * kHashLength); !text.empty(); text.remove_prefix(kHashLength)) {
    aspects.push_back(hash_of_digits(text.substr(0, kHashLength)));
  }
  mark.aspects = AspectSet(std::move(aspects));
  return mark;
}

ManagedMark declared_mark(const Table& table, std::string_view registry_name, bool keys, bool tags) {
  ManagedMark mark;
  mark.registry_hash = name_hash(registry_name);
  mark.table_hash = name_hash(table.name.text());
  std::vector<std::uint64_t> aspects;
  ColumnAspects(aspects).add(table.columns);
  for (const Column& column : table.columns) {
    const std::string path = ColumnPath(column.name).text();
    if (column.default_value) aspects.push_back(aspect_hash("default", path));
    if (column.generated) aspects.push_back(aspect_hash("generated", path));
    if (column.identity) aspects.push_back(aspect_hash("identity", path));
  }
  if (!table.comment.empty()) aspects.push_back(aspect_hash("comment", ""));
  if (!table.cluster_by.empty()) aspects.push_back(aspect_hash("clustering", ""));
  for (const Check& check : table.checks) aspects.push_back(aspect_hash("check", check.name.value));
  for (const Property& property : table.properties) {
    if (is_bookkeeping_property(property.key.value)) continue;
    aspects.push_back(aspect_hash("property", property.key.value));
  }
  if (keys) add_keys(table, aspects);
  if (tags) add_tags(table, aspects);
  mark.aspects = AspectSet(std::move(aspects));
  return mark;
}

}  // namespace delta
