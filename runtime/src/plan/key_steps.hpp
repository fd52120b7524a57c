#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "delta/plan/plan.hpp"
#include "plan/key_changes.hpp"

namespace delta {

/// Where the steps of a table's plan go, and what they wait for.
struct StepSink {
  /// Adds a step with its permission, place and needs, and gives its number.
  std::function<std::size_t(Action, std::string, const SourceSpan&, std::vector<std::size_t>)> add;
  /// The step that `add` gave last, to be worded otherwise.
  std::function<Step&()> last;
  /// Adds to needs the renames and additions without which nothing bears a name.
  std::function<void(std::vector<std::size_t>&, const ColumnPath&)> need_path;
  /// Adds to needs the step that switches a feature on, if there is one.
  std::function<void(std::vector<std::size_t>&, std::string_view)> need_feature;
};

/// The steps for keys, tags, masks and row filters in a table's plan: what goes first, what comes last.
class KeySteps {
 public:
  KeySteps(const KeyChanges& changes, const ObservedTable& observed, StepSink sink);

  /// Others' references, the table's own, the primary key, masks and filters, tags: whatever must go before the rest.
  void drop_first();
  /// What must be gone before the observed column can be renamed, dropped or allowed to be NULL.
  void need_gone(std::vector<std::size_t>& needs, const ColumnPath& before) const;
  void set_tags();
  /// The primary key, the references to it, filters and masks. `not_null` are the steps that make columns NOT NULL.
  void add_last(const std::vector<std::pair<ColumnPath, std::size_t>>& not_null);

 private:
  using Needs = std::vector<std::size_t>;

  std::size_t drop(Action action, bool comes_back, bool serves, const SourceSpan& span, Needs needs);
  void need_columns(Needs& needs, const std::vector<LocatedText>& columns) const;
  void gone(const std::vector<LocatedText>& columns, std::size_t step);
  void gone(const std::string& path, std::size_t step);
  void drop_references();
  void drop_policies();
  void lift_tags();

  const KeyChanges& changes_;
  const ObservedTable& observed_;
  StepSink sink_;
  std::vector<std::pair<ColumnPath, std::size_t>> gone_;  // an observed column, and a step that frees it
  std::vector<std::size_t> references_;                   // per reference of others: its drop
  std::vector<std::size_t> foreign_keys_;                 // per own reference: its drop, where it has one
  std::vector<std::size_t> policies_;
  std::vector<std::size_t> tags_;
  std::vector<std::size_t> primary_key_;  // its drop, if any
};

}  // namespace delta
