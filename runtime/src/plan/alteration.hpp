#pragma once
#include <map>
#include <set>
#include <string>
#include <vector>

#include "delta/catalog/catalog_reader.hpp"
#include "delta/diff/diff.hpp"
#include "plan/key_changes.hpp"

namespace delta {

/// A feature that some change needs and that the table does not have, or has not switched on.
struct NeededFeature {
  bool in_protocol = false;  ///< supported already: only the property that stands for it is missing
  std::map<std::string, std::string> properties;
  SourceSpan span;
};

/// The changes of one existing table, sorted by kind, with what they touch: what both the judge of a plan and its
/// builder ask.
class Alteration {
 public:
  Alteration(const Table& desired, const ObservedTable& observed, const Capabilities& capabilities,
             const std::vector<Change>& changes);

  const Table& desired;
  const ObservedTable& observed;
  const Capabilities& capabilities;
  bool backfills = false;  ///< rows that are there get the default where it is new: `--allow backfill`

  std::vector<change::ColumnRenamed> renames;
  std::vector<const change::ColumnAdded*> added;
  std::vector<const change::ColumnRemoved*> removed;
  std::vector<const change::TypeChanged*> types;
  std::vector<const change::NullabilityChanged*> nullabilities;
  std::vector<const change::CommentChanged*> comments;
  std::vector<const change::DefaultChanged*> defaults;
  std::vector<const change::GeneratedChanged*> generated;
  std::vector<const change::IdentityChanged*> identities;
  std::vector<const change::PropertyChanged*> properties;
  std::vector<const change::CheckAdded*> checks_added;
  std::vector<const change::CheckRemoved*> checks_removed;
  const change::ClusteringChanged* clustering = nullptr;
  const change::PartitioningChanged* partitioning = nullptr;
  const change::LocationChanged* location = nullptr;
  KeyChanges keys;  ///< set by who knows the other tables' keys, where the target stores keys or tags

  /// A column whose name, type or existence changes, under its observed name.
  struct Touched {
    ColumnPath before;
    SourceSpan span;
    const char* verb;  ///< "renamed", "given another type", "dropped"
  };
  std::vector<Touched> touched;

  /// Checks that stay, and read a column that is touched: dropped first and added back.
  std::vector<const Check*> checks_in_the_way;

  ColumnPath before(const ColumnPath& path) const;
  ColumnPath after(const ColumnPath& observed_path) const;

  bool removes_check(const std::string& name) const;
  bool declares_check(const std::string& name) const;
  /// Where a CHECK is declared; unknown if it is not.
  SourceSpan check_span(const std::string& name) const;
  /// The first touched column that an expression over the observed names reads, or nullptr.
  const Touched* reads_touched(const std::string& expression) const;

  /// By name.
  std::map<std::string, NeededFeature> needed_features() const;

 private:
  template <class Kind>
  void sort_in(const Change& change, std::vector<const Kind*>& into);
  void find_touched();
  void need(std::map<std::string, NeededFeature>& needed, std::string_view feature, const SourceSpan& span) const;
};

/// True if an expression reads the column, something inside it, or what it is inside.
bool expression_reads(const std::string& expression, const ColumnPath& column);

/// The columns that an expression reads, as paths.
std::vector<ColumnPath> columns_read(const std::string& expression);

}  // namespace delta
