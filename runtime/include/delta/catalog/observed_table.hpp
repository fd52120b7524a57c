#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "delta/catalog/aspects.hpp"
#include "delta/catalog/managed_mark.hpp"
#include "delta/expected.hpp"
#include "delta/model/table.hpp"

namespace delta {

enum class Presence {
  absent,
  present,
  not_visible,  ///< the target cannot tell; never taken for absent
  failed,       ///< there is something, and it could not be read: `problem` says why
};

/// Which readers and writers may use a table: the protocol action of its log, legacy versions spelt out as features.
struct Protocol {
  int reader = 1;
  int writer = 2;
  std::set<std::string> features;  ///< by name, those that legacy versions imply included

  bool supports(const std::string& feature) const { return features.contains(feature); }
  bool operator==(const Protocol&) const = default;
};

/// A function that decides what readers see: of the values of a column (a mask), or of the rows (a row filter).
struct AccessPolicy {
  std::string column;  ///< the masked one; empty for a row filter
  TableName function;
  std::vector<std::string> columns;  ///< passed to the function, behind the masked one

  bool operator==(const AccessPolicy&) const = default;
};

/// A foreign key of some table, declared or not, that refers to the observed one.
struct Referrer {
  TableName table;
  ForeignKey key;

  bool operator==(const Referrer&) const = default;
};

/// One table as a target reports it.
struct ObservedTable {
  TableName name;
  Presence presence = Presence::absent;
  bool namespace_exists = true;  ///< false: the table is absent because its schema is
  std::string problem;           ///< for `failed` and `not_visible`: one sentence
  std::string fix;               ///< and the way out
  int code = 0;                  ///< of the rule that says more of the problem; 0: the one of its presence

  Table table;  ///< spans unknown; properties without protocol bookkeeping, `deltac.managed` included
  Protocol protocol;
  std::optional<std::int64_t> version;                ///< of the table's log
  bool may_have_rows = true;                          ///< false only if the reader knows that there is no row
  std::map<std::string, std::string> physical_names;  ///< by folded path text, where column mapping is on
  Aspects blind;                                      ///< what the reader cannot see
  std::vector<AccessPolicy> policies;
  std::vector<Referrer> referred_by;  ///< other tables' keys only
  std::optional<ManagedMark> mark;

  bool present() const noexcept { return presence == Presence::present; }
  /// It could not be read, or the target cannot tell whether it is there.
  bool unread() const noexcept { return presence == Presence::failed || presence == Presence::not_visible; }
  /// "none", "name" or "id".
  std::string mapping_mode() const;
  /// The value of a property, or nullptr. Keys are case-sensitive, as in Delta.
  const std::string* property(std::string_view key) const;
};

/// What is known of a table that could not be read: nothing but why, and the way out. `code` is of the rule that says
/// more of it.
ObservedTable unread_table(const TableName& name, Presence presence, Error why, int code = 0);
/// Why a table could not be read and what to do, in one line.
std::string unread_text(const ObservedTable& table);

}  // namespace delta
