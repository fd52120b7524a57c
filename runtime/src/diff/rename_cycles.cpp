#include "diff/rename_cycles.hpp"

#include <algorithm>

#include "delta/catalog/managed_mark.hpp"

namespace delta {
namespace {

constexpr std::size_t kKeySize = 16;

template <class Members>
void collect(const ColumnPath& parent, const Members& members, std::vector<std::string>& keys);

void collect(const ColumnPath& path, const DataType& type, std::vector<std::string>& keys) {
  if (type.kind == TypeKind::structure) return collect(path, type.fields, keys);
  if (type.kind == TypeKind::array && type.types.size() == 1)
    return collect(path.child("element"), type.types[0], keys);
  if (type.kind != TypeKind::map || type.types.size() != 2) return;
  collect(path.child("key"), type.types[0], keys);
  collect(path.child("value"), type.types[1], keys);
}

template <class Members>
void collect(const ColumnPath& parent, const Members& members, std::vector<std::string>& keys) {
  const bool hints = std::any_of(members.begin(), members.end(), [](const auto& m) { return !m.renamed_from.empty(); });
  if (hints) {
    for (const auto& cycle : rename_cycles(members)) keys.push_back(cycle_key(parent, members, cycle));
  }
  for (const auto& member : members) {
    if (!member.type.fields.empty() || !member.type.types.empty())
      collect(parent.child(member.name), member.type, keys);
  }
}

/// Nearly no table has one, and paths need not be made for those.
template <class Members>
bool any_hint(const Members& members);

bool any_hint(const DataType& type) {
  for (const DataType& inner : type.types) {
    if (any_hint(inner)) return true;
  }
  return any_hint(type.fields);
}

template <class Members>
bool any_hint(const Members& members) {
  for (const auto& member : members) {
    if (!member.renamed_from.empty()) return true;
    const bool nested = !member.type.fields.empty() || !member.type.types.empty();
    if (nested && any_hint(member.type)) return true;
  }
  return false;
}

}  // namespace

Identifier waiting_name(const ColumnPath& target) {
  return "deltac_waits_" + hash_digits(name_hash("waits for " + fold_case(target.text())));
}

std::string cycle_key(const ColumnPath& parent, const std::vector<const Field*>& members) {
  std::vector<std::string> words;
  for (const Field* field : members) {
    for (const LocatedText& hint : field->renamed_from) {
      const bool inside = std::any_of(members.begin(), members.end(), [&](const Field* other) {
        return other != field && other->name == Identifier(hint.value);
      });
      if (!inside) continue;
      words.push_back(fold_case(parent.child(field->name).text() + " < " + hint.value));
      break;
    }
  }
  std::sort(words.begin(), words.end());
  std::string text = "renames";
  for (const std::string& word : words) text += '\n' + word;
  return hash_digits(name_hash(text));
}

std::string declared_renames(const Table& table) {
  if (!any_hint(table.columns)) return {};
  std::vector<std::string> keys;
  collect(ColumnPath(), table.columns, keys);
  std::sort(keys.begin(), keys.end());
  std::string value;
  for (const std::string& key : keys) value += key;
  return value;
}

bool holds_cycle(const std::string* property, const std::string& key) {
  if (property == nullptr) return false;
  for (std::size_t at = 0; at + kKeySize <= property->size(); at += kKeySize) {
    if (property->compare(at, kKeySize, key) == 0) return true;
  }
  return false;
}

}  // namespace delta
