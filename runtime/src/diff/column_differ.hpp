#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "delta/diff/diff.hpp"
#include "diff/match.hpp"

namespace delta {

/// Why something on the target is listed and left alone.
inline constexpr std::string_view kUnmanagedReason = "not declared in the code, now or before";

/// Compares the columns of a table, and the fields inside them, at every depth.
class ColumnDiffer {
 public:
  ColumnDiffer(const Table& desired, const ObservedTable& observed, const ManagedMark* mark, Diff& out);

  void run();

 private:
  template <class Members>
  void level(const Members& desired, const Members& observed);
  template <class Members>
  void unaligned_level(const Members& desired, const Members& observed);
  template <class Member>
  void compare(const Member& desired, const Member& observed);
  void compare_field(const Field& desired, const Field& observed);
  void compare_column(const Column& desired, const Column& observed);
  void compare_types(const DataType& desired, const DataType& observed, const SourceSpan& span);
  void compare_comment(const Field& desired, const Field& observed);
  void compare_default(const Column& desired, const Column& observed);
  void compare_generated(const Column& desired, const Column& observed);
  void compare_identity(const Column& desired, const Column& observed);

  template <class Member>
  void added(const Member& member, const std::vector<const Field*>& unclaimed);
  template <class Member>
  void removed(const Member& member);
  template <class Members>
  void ambiguous_hints(const Members& desired, const Match& match, const NameIndex& index);
  template <class Members>
  void untold_trades(const Members& desired, const Match& match);
  bool renamed_elsewhere(const Field& member, const std::vector<const Field*>& unclaimed);
  void report_renamed(const Field& member, const Identifier& name, const std::string& what);

  /// Below an array or a map Delta knows no NOT NULL.
  bool nullability_counts() const { return containers_ == 0 && !blind(Aspect::nullability); }
  bool blind(Aspect aspect) const { return !observed_.blind.empty() && observed_.blind.contains(aspect); }
  bool managed(std::string_view kind) const { return mark_ != nullptr && mark_->holds(kind, seen_path().text()); }
  void unmanaged(std::string subject);

  /// A step of the walk, in the names after all renames and in the observed ones. Paths are built only for changes.
  struct Place {
    const std::string* now;
    const std::string* seen;
  };

  void enter(const std::string& now, const std::string& seen) { steps_.push_back({&now, &seen}); }
  void leave() { steps_.pop_back(); }
  ColumnPath now_path() const { return path(&Place::now); }
  ColumnPath seen_path() const { return path(&Place::seen); }
  ColumnPath path(const std::string* Place::* name) const;
  ColumnPath now_path_of(const Identifier& name) const { return now_path().child(name); }

  const Table& desired_;
  const ObservedTable& observed_;
  const ManagedMark* mark_;
  Diff& out_;
  std::vector<Place> steps_;
  int containers_ = 0;
};

bool same_name(const std::string& a, const std::string& b);

/// Equal but for spacing and quoting. Equal spellings are not cut into tokens.
bool same_sql(const std::string& a, const std::string& b);

}  // namespace delta
