#pragma once
#include <string>
#include <vector>

#include "delta/diff/diff.hpp"

namespace delta {

/// Compares keys and tags, which only some targets store. Names of keys differ in letters' case at most: whoever calls
/// `diff` gives keys that have no name of their own the ones that they have on the target. Runs when the renames of
/// columns are among the changes.
class KeyDiffer {
 public:
  KeyDiffer(const Table& desired, const ObservedTable& observed, const ManagedMark* mark, Diff& out);

  void run();

 private:
  void primary_key();
  void foreign_keys();
  void tags();
  void compare_tags(const std::vector<Property>& desired, const std::vector<Property>& observed, const ColumnPath& path,
                    const ColumnPath& seen);
  bool same(const ForeignKey& desired, const ForeignKey& observed) const;
  bool same_columns(const std::vector<LocatedText>& desired, const std::vector<LocatedText>& observed) const;
  bool managed(std::string_view kind, std::string_view path) const;
  void unmanaged(std::string subject);

  const Table& desired_;
  const ObservedTable& observed_;
  const ManagedMark* mark_;
  Diff& out_;
  std::vector<change::ColumnRenamed> renames_;
};

}  // namespace delta
