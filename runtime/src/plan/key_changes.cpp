#include "plan/key_changes.hpp"

#include <algorithm>

#include "diff/renames.hpp"

namespace delta {
namespace {

class Finder {
 public:
  Finder(const ObservedTable& observed, const TableName& now, const std::vector<Change>& changes,
         const std::vector<change::ColumnRenamed>& renames, const KeyIndex& keys)
      : observed_(observed), now_(now), changes_(changes), renames_(renames), keys_(keys) {}

  KeyChanges run() {
    primary_key();
    foreign_keys();
    if (out_.primary_key.gone) {
      out_.references = keys_.in_the_way(observed_, now_, out_.primary_key.back, renames_);
    }
    policies();
    tags();
    return std::move(out_);
  }

 private:
  template <class Kind, class Take>
  void each(Take take) const {
    for (const Change& change : changes_) {
      if (const auto* found = std::get_if<Kind>(&change)) take(*found);
    }
  }

  /// A column's name after the renames.
  std::string after(const std::string& column) const {
    return after_renames(ColumnPath::parse(column), renames_).text();
  }
  bool renamed(const std::string& column) const {
    const ColumnPath before = ColumnPath::parse(column);
    const ColumnPath now = after_renames(before, renames_);
    // In another case alone it is another spelling too.
    return now.text() != before.text();
  }

  const change::ColumnRemoved* removal(const std::string& column) const {
    const ColumnPath now = ColumnPath::parse(after(column));
    const change::ColumnRemoved* found = nullptr;
    each<change::ColumnRemoved>([&](const change::ColumnRemoved& one) {
      if (one.path.contains(now)) found = &one;
    });
    return found;
  }

  /// Quoted where the path needs it: a key's columns are plain names.
  static std::string path_of(const LocatedText& column) { return ColumnPath(Identifier(column.value)).text(); }

  bool any_renamed(const std::vector<LocatedText>& columns) const {
    return std::any_of(columns.begin(), columns.end(), [&](const LocatedText& each) { return renamed(path_of(each)); });
  }

  void rename(std::vector<LocatedText>& columns) const {
    for (LocatedText& each : columns) {
      each.value = after_renames(ColumnPath(Identifier(each.value)), renames_).last().text();
    }
  }

  void stuck_with(const std::vector<LocatedText>& columns, const std::string& what) {
    for (const LocatedText& each : columns) {
      if (const auto* removed = removal(path_of(each))) {
        out_.stuck.push_back({removed, what, false});
        return;
      }
    }
  }

  void primary_key() {
    bool changes = false;
    each<change::PrimaryKeyChanged>([&](const change::PrimaryKeyChanged& one) {
      out_.primary_key = {one.from, one.to, one.span};
      changes = true;
    });
    const Rare<Key>& there = observed_.table.primary_key;
    if (changes || !there) return;
    stuck_with(there->columns, "the primary key " + there->name.value);
    if (!any_renamed(there->columns)) return;
    Key back = *there;
    rename(back.columns);
    out_.primary_key = {there, std::move(back), {}};
  }

  void foreign_keys() {
    std::vector<std::string> removed;
    each<change::ForeignKeyRemoved>([&](const change::ForeignKeyRemoved& one) {
      out_.foreign_keys.push_back({one.key, std::nullopt, one.span});
      removed.push_back(one.key.name.value);
    });
    for (const ForeignKey& key : observed_.table.foreign_keys) {
      if (std::find(removed.begin(), removed.end(), key.name.value) != removed.end()) continue;
      stuck_with(key.columns, "the foreign key " + key.name.value);
      const bool own = key.target == observed_.name;
      const bool target_moves = own && (out_.primary_key.gone || any_renamed(key.target_columns));
      if (!target_moves && !any_renamed(key.columns)) continue;
      ForeignKey back = key;
      rename(back.columns);
      if (own) rename(back.target_columns);
      if (own) back.target = now_;
      out_.foreign_keys.push_back({key, std::move(back), {}});
    }
    each<change::ForeignKeyAdded>([&](const change::ForeignKeyAdded& one) {
      out_.foreign_keys.push_back({std::nullopt, one.key, one.key.span});
    });
  }

  void policies() {
    for (const AccessPolicy& policy : observed_.policies) {
      const bool mask = !policy.column.empty();
      if (mask && removal(policy.column) != nullptr) {
        out_.policies.push_back({policy, std::nullopt, {}});
        continue;
      }
      const std::string what = (mask ? "the mask " : "the row filter ") + policy.function.text();
      const auto gone = std::find_if(policy.columns.begin(), policy.columns.end(),
                                     [&](const std::string& each) { return removal(each) != nullptr; });
      if (gone != policy.columns.end()) {
        out_.stuck.push_back({removal(*gone), what, true});
        continue;
      }
      const bool touched =
          (mask && renamed(policy.column)) || std::any_of(policy.columns.begin(), policy.columns.end(),
                                                          [&](const std::string& each) { return renamed(each); });
      if (!touched) continue;
      AccessPolicy back = policy;
      if (mask) back.column = after(back.column);
      for (std::string& column : back.columns) column = after(column);
      out_.policies.push_back({policy, std::move(back), {}});
    }
  }

  void tags() {
    std::vector<ColumnPath> lifted;
    for (const Column& column : observed_.table.columns) {
      if (column.tags.empty()) continue;
      const ColumnPath before(column.name);
      const bool drops = removal(before.text()) != nullptr;
      if (!drops && !renamed(before.text())) continue;
      const ColumnPath now = after_renames(before, renames_);
      lifted.push_back(now);
      for (const Property& tag : column.tags) lift(before, now, tag, drops);
    }
    each<change::TagChanged>([&](const change::TagChanged& one) {
      const bool comes_back = one.from && std::find(lifted.begin(), lifted.end(), one.path) != lifted.end();
      if (!comes_back) out_.tags.push_back(one);
    });
    each<change::ColumnAdded>([&](const change::ColumnAdded& one) {
      for (const Property& tag : one.column.tags) {
        out_.tags.push_back({one.path, tag.key.value, std::nullopt, tag.value.value, tag.key.span});
      }
    });
  }

  /// A tag of a renamed column comes back with the value that it is to have.
  void lift(const ColumnPath& before, const ColumnPath& now, const Property& tag, bool drops) {
    KeyChanges::Move<KeyChanges::Tag> move{KeyChanges::Tag{before, tag}, std::nullopt, {}};
    if (!drops) {
      move.back = KeyChanges::Tag{now, tag};
      each<change::TagChanged>([&](const change::TagChanged& one) {
        if (one.path != now || one.key != tag.key.value) return;
        move.span = one.span;
        if (one.to) {
          move.back->tag.value.value = *one.to;
        } else {
          move.back.reset();
        }
      });
    }
    out_.lifted_tags.push_back(std::move(move));
  }

  const ObservedTable& observed_;
  const TableName& now_;
  const std::vector<Change>& changes_;
  const std::vector<change::ColumnRenamed>& renames_;
  const KeyIndex& keys_;
  KeyChanges out_;
};

}  // namespace

KeyChanges find_key_changes(const ObservedTable& observed, const TableName& now, const std::vector<Change>& changes,
                            const std::vector<change::ColumnRenamed>& renames, const KeyIndex& keys) {
  return Finder(observed, now, changes, renames, keys).run();
}

}  // namespace delta
