#include "plan/key_index.hpp"

#include <algorithm>
#include <utility>

#include "diff/renames.hpp"

namespace delta {
namespace {

std::string key_of(const TableName& name) { return fold_case(name.text()); }

bool same(const std::string& a, const std::string& b) { return fold_case(a) == fold_case(b); }

/// The observed column that becomes the declared one `name`, or nullptr for a new one.
const Column* source_of(const Table& desired, const Table& observed, const std::string& name) {
  if (const Column* there = find_column(observed, Identifier(name))) return there;
  const Column* declared = find_column(desired, Identifier(name));
  if (declared == nullptr) return nullptr;
  for (const LocatedText& earlier : declared->renamed_from) {
    if (const Column* there = find_column(observed, Identifier(earlier.value))) return there;
  }
  return nullptr;
}

/// Key statements want the letters' case of the table: that of the target where the column keeps its name.
void spell(std::vector<LocatedText>& columns, const Table& desired, const ObservedTable& observed) {
  for (LocatedText& column : columns) {
    const Identifier name(column.value);
    if (const Column* there = observed.present() ? find_column(observed.table, name) : nullptr) {
      column.value = there->name.text();
    } else if (const Column* declared = find_column(desired, name)) {
      column.value = declared->name.text();
    }
  }
}

/// True if `seen`, of the target, are the columns that become `wanted`.
bool becomes(const std::vector<LocatedText>& seen, const std::vector<LocatedText>& wanted, const Table& desired,
             const Table& observed) {
  return std::equal(seen.begin(), seen.end(), wanted.begin(), wanted.end(),
                    [&](const LocatedText& before, const LocatedText& now) {
                      const Column* source = source_of(desired, observed, now.value);
                      return source != nullptr && source->name == Identifier(before.value);
                    });
}

/// Gives a reference the columns of the primary key that it points at, as they are spelt there. False if it points at
/// others.
bool spell_as_key(ForeignKey& key, const std::vector<LocatedText>& primary_key) {
  if (key.target_columns.empty()) {
    key.target_columns = primary_key;
    return true;
  }
  if (key.target_columns.size() != primary_key.size()) return false;
  for (LocatedText& column : key.target_columns) {
    const auto found = std::find_if(primary_key.begin(), primary_key.end(),
                                    [&](const LocatedText& each) { return same(each.value, column.value); });
    if (found == primary_key.end()) return false;
    column.value = found->value;
  }
  return true;
}

/// Unity Catalog stores the names of constraints in lower case.
void name_primary_key(Table& table, const ObservedTable& observed) {
  Key& key = *table.primary_key;
  const Rare<Key>& there = observed.table.primary_key;
  const bool stays = key.name.empty() && there && becomes(there->columns, key.columns, table, observed.table);
  key.name.value = stays ? there->name.value : fold_case(key_name(table, key, true));
}

}  // namespace

KeyIndex::KeyIndex(const Capabilities& capabilities, const std::vector<Entry>& entries)
    : keys_(capabilities.stores_keys), tags_(capabilities.stores_tags) {
  for (const Entry& entry : entries) {
    const Table& declared = *entry.declared;
    const ObservedTable& observed = *entry.observed;
    Known known{entry.declared, entry.planned, std::nullopt, {}, false, {}};
    if (keys_ && declared.primary_key) {
      known.primary_key = declared.primary_key->columns;
      spell(known.primary_key, declared, observed);
    }
    if (!observed.table.foreign_keys.empty()) known.mark = observed.mark;
    if (const Rare<Key>& there = observed.table.primary_key) {
      const bool managed = observed.mark && observed.mark->holds("primary_key", "");
      known.primary_key_changes =
          declared.primary_key ? !becomes(there->columns, known.primary_key, declared, observed.table) : managed;
      const bool stays = declared.primary_key && !known.primary_key_changes;
      if (stays && entry.planned && there->columns != known.primary_key) known.earlier_key = there->columns;
    }
    if (observed.present() && observed.name != declared.name) renamed_.emplace(key_of(observed.name), declared.name);
    tables_.emplace(key_of(declared.name), std::move(known));
  }
}

const KeyIndex::Known* KeyIndex::find(const TableName& name) const {
  const auto found = tables_.find(key_of(name));
  return found == tables_.end() ? nullptr : &found->second;
}

Table KeyIndex::stored(const Table& desired, const ObservedTable& observed) const {
  Table table = desired;
  table.unique.clear();
  if (!tags_) {
    table.tags.clear();
    for (Column& column : table.columns) column.tags.clear();
  }
  if (!keys_) {
    table.primary_key.reset();
    table.foreign_keys.clear();
    return table;
  }
  if (table.primary_key) {
    spell(table.primary_key->columns, desired, observed);
    name_primary_key(table, observed);
  }
  settle_foreign_keys(table, observed);
  return table;
}

void KeyIndex::settle_foreign_keys(Table& table, const ObservedTable& observed) const {
  std::vector<ForeignKey> stored;
  for (ForeignKey& key : table.foreign_keys) {
    const Known* target = find(key.target);
    if (target == nullptr || target->primary_key.empty() || !spell_as_key(key, target->primary_key)) continue;
    spell(key.columns, table, observed);
    const bool own = key.target == table.name;
    const auto& seen = observed.table.foreign_keys;
    const auto there = std::find_if(seen.begin(), seen.end(), [&](const ForeignKey& each) {
      return (each.target == key.target || (own && each.target == observed.name)) &&
             becomes(each.columns, key.columns, table, observed.table);
    });
    const bool stays = key.name.empty() && there != seen.end();
    key.name.value = stays ? there->name.value : fold_case(foreign_key_name(table, key));
    stored.push_back(std::move(key));
  }
  table.foreign_keys = std::move(stored);
}

std::vector<ReferenceInTheWay> KeyIndex::in_the_way(const ObservedTable& observed, const TableName& now,
                                                    const Rare<Key>& back,
                                                    const std::vector<change::ColumnRenamed>& renames) const {
  const auto renamed = [&](const LocatedText& column) {
    return after_renames(ColumnPath(Identifier(column.value)), renames).last().text();
  };
  const auto& gone = observed.table.primary_key->columns;
  const bool comes_back = back && std::equal(gone.begin(), gone.end(), back->columns.begin(), back->columns.end(),
                                             [&](const LocatedText& before, const LocatedText& after) {
                                               return same(renamed(before), after.value);
                                             });
  std::vector<ReferenceInTheWay> found;
  for (const Referrer& each : observed.referred_by) {
    ReferenceInTheWay one{each, std::nullopt, true};
    if (comes_back) {
      one.back = each.key;
      one.back->target = now;
      for (LocatedText& column : one.back->target_columns) column.value = renamed(column);
    } else {
      one.settled = settled_by_its_table(each);
    }
    found.push_back(std::move(one));
  }
  std::sort(found.begin(), found.end(), [](const ReferenceInTheWay& a, const ReferenceInTheWay& b) {
    return std::pair(key_of(a.referrer.table), a.referrer.key.name.value) <
           std::pair(key_of(b.referrer.table), b.referrer.key.name.value);
  });
  return found;
}

/// The code decides on the reference where its table is planned too, and declares it or declared it before.
bool KeyIndex::settled_by_its_table(const Referrer& referrer) const {
  const Known* source = find(referrer.table);
  if (source == nullptr || !source->planned) return false;
  const auto& declared = source->declared->foreign_keys;
  const bool wanted = std::any_of(declared.begin(), declared.end(), [&](const ForeignKey& each) {
    return std::equal(each.columns.begin(), each.columns.end(), referrer.key.columns.begin(),
                      referrer.key.columns.end(),
                      [](const LocatedText& a, const LocatedText& b) { return same(a.value, b.value); });
  });
  return wanted || (source->mark && source->mark->holds("foreign_key", foreign_key_aspect(referrer.key)));
}

const KeyIndex::Known* KeyIndex::whose_key_changes(const ForeignKey& key, const TableName& own) const {
  if (key.target == own) return nullptr;
  const Known* target = find(key.target);
  return target != nullptr && target->planned && target->primary_key_changes ? target : nullptr;
}

void KeyIndex::follow_renames(ForeignKey& key) const {
  const auto found = renamed_.find(key_of(key.target));
  if (found != renamed_.end()) key.target = found->second;
  const Known* target = find(key.target);
  if (target == nullptr) return;
  for (LocatedText& column : key.target_columns) {
    for (std::size_t i = 0; i < target->earlier_key.size(); ++i) {
      if (!same(target->earlier_key[i].value, column.value)) continue;
      column.value = target->primary_key[i].value;
      break;
    }
  }
}

std::optional<KeyIndex::Turn> KeyIndex::at_its_turn(const ObservedTable& observed) const {
  const auto& keys = observed.table.foreign_keys;
  const bool touched = std::any_of(keys.begin(), keys.end(), [&](const ForeignKey& key) {
    const Known* target = find(key.target);
    return renamed_.contains(key_of(key.target)) || (target != nullptr && !target->earlier_key.empty()) ||
           whose_key_changes(key, observed.name) != nullptr;
  });
  if (!touched) return std::nullopt;
  Turn turn{observed, {}};
  for (ForeignKey& key : turn.observed.table.foreign_keys) {
    if (key.target != observed.name) follow_renames(key);
  }
  std::erase_if(turn.observed.table.foreign_keys, [&](const ForeignKey& key) {
    const Known* target = whose_key_changes(key, observed.name);
    if (target != nullptr) turn.after.push_back(target->declared->name);
    return target != nullptr;
  });
  return turn;
}

bool KeyIndex::comes_later(const Table& table, const ForeignKey& key) const {
  if (key.target == table.name) return true;
  const Known* target = find(key.target);
  std::set<const Known*> seen;
  return target != nullptr && reaches(*target, table.name, seen);
}

bool KeyIndex::reaches(const Known& from, const TableName& to, std::set<const Known*>& seen) const {
  if (!seen.insert(&from).second) return false;
  return std::any_of(from.declared->foreign_keys.begin(), from.declared->foreign_keys.end(),
                     [&](const ForeignKey& key) {
                       if (key.target == to) return true;
                       const Known* next = find(key.target);
                       return next != nullptr && reaches(*next, to, seen);
                     });
}

}  // namespace delta
