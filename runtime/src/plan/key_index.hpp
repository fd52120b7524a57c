#pragma once
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "delta/catalog/catalog_reader.hpp"
#include "delta/diff/change.hpp"

namespace delta {

/// A foreign key of another table that refers to a primary key which has to go, if only for a moment.
struct ReferenceInTheWay {
  Referrer referrer;
  std::optional<ForeignKey> back;  ///< how it is added again; nothing: it fits the new primary key no more
  bool settled = true;             ///< it comes back, or the plan of its own table knows what follows it
};

/// What the tables of a registry say of each other's keys, on a target that stores keys, tags or both: names and
/// spellings are settled here, and what one table's primary key does to the others' references.
class KeyIndex {
 public:
  /// A declared table, what it is like on the target (under an earlier name, if it is to be renamed), and whether it is
  /// planned too. The observation need not outlive the constructor.
  struct Entry {
    const Table* declared = nullptr;
    const ObservedTable* observed = nullptr;
    bool planned = false;
  };

  KeyIndex(const Capabilities& capabilities, const std::vector<Entry>& entries);

  /// `desired` as the target is to store it: without what it does not store, every key with a name (the one that it has
  /// on the target, if its author gave none), columns as the target spells them, references with the columns that they
  /// refer to. A reference to anything but a primary key is left out, and so is UNIQUE.
  Table stored(const Table& desired, const ObservedTable& observed) const;

  /// The references of others that must go before the primary key of `observed`, which is to be called `now`, can make
  /// way for `back`.
  std::vector<ReferenceInTheWay> in_the_way(const ObservedTable& observed, const TableName& now, const Rare<Key>& back,
                                            const std::vector<change::ColumnRenamed>& renames) const;

  /// What other tables' plans will have done to a table when its turn comes: references whose key changed are dropped,
  /// and what they refer to has its new names.
  struct Turn {
    ObservedTable observed;
    std::vector<TableName> after;  ///< tables that must come first for it
  };
  /// Nothing if all is as it was read.
  std::optional<Turn> at_its_turn(const ObservedTable& observed) const;

  /// True if `key` cannot be part of the table's CREATE: it refers to the table itself, or in a circle.
  bool comes_later(const Table& table, const ForeignKey& key) const;

 private:
  struct Known {
    const Table* declared = nullptr;
    bool planned = false;
    std::optional<ManagedMark> mark;       ///< of a table with references
    std::vector<LocatedText> primary_key;  ///< as the target spells it; empty: none
    bool primary_key_changes = false;      ///< to other columns, or to none
    std::vector<LocatedText> earlier_key;  ///< the key's columns, if only their names change
  };

  const Known* find(const TableName& name) const;
  void settle_foreign_keys(Table& table, const ObservedTable& observed) const;
  void follow_renames(ForeignKey& key) const;
  const Known* whose_key_changes(const ForeignKey& key, const TableName& own) const;
  bool settled_by_its_table(const Referrer& referrer) const;
  bool reaches(const Known& from, const TableName& to, std::set<const Known*>& seen) const;

  bool keys_;
  bool tags_;
  std::map<std::string, Known> tables_;       // by folded name
  std::map<std::string, TableName> renamed_;  // folded observed name -> declared name
};

}  // namespace delta
