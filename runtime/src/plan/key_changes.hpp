#pragma once
#include <optional>
#include <vector>

#include "plan/key_index.hpp"

namespace delta {

/// What happens to a table's keys, tags, masks and row filter: what goes before other changes can come, and how it
/// comes back. A rename would drop keys and say nothing; a mask, a filter or a governed tag would stop it.
struct KeyChanges {
  /// Something that goes, comes, or does both.
  template <class Thing>
  struct Move {
    Rare<Thing> gone;
    Rare<Thing> back;
    SourceSpan span{};
  };
  struct Tag {
    ColumnPath path;
    Property tag;
  };

  Move<Key> primary_key;
  std::vector<Move<ForeignKey>> foreign_keys;  ///< of the table itself
  std::vector<ReferenceInTheWay> references;   ///< of others
  std::vector<Move<AccessPolicy>> policies;    ///< always gone
  std::vector<Move<Tag>> lifted_tags;          ///< of columns that are renamed or dropped; always gone
  std::vector<change::TagChanged> tags;

  /// What the code does not declare and a dropped column is part of: it could neither stay nor come back.
  struct Stuck {
    const change::ColumnRemoved* removed;
    std::string what;  ///< "the primary key pk_orders", "the row filter dev.rules.mine"
    bool policy = false;
  };
  std::vector<Stuck> stuck;
};

KeyChanges find_key_changes(const ObservedTable& observed, const TableName& now, const std::vector<Change>& changes,
                            const std::vector<change::ColumnRenamed>& renames, const KeyIndex& keys);

}  // namespace delta
