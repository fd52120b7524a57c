#include "plan/alter_steps.hpp"

#include <algorithm>
#include <functional>

#include "delta/model/features.hpp"
#include "delta/model/widening.hpp"
#include "delta/sql/dialect.hpp"
#include "diff/rename_cycles.hpp"
#include "plan/default_steps.hpp"
#include "plan/impact.hpp"
#include "plan/key_steps.hpp"

namespace delta {
namespace {

using Needs = std::vector<std::size_t>;

class Builder {
 public:
  Builder(const Alteration& alteration, std::size_t first)
      : alteration_(alteration),
        first_(first),
        features_(alteration.needed_features()),
        defaults_(alteration, sink()),
        keys_(alteration.keys, alteration.observed, sink()) {}

  std::vector<Step> run() {
    keys_.drop_first();
    drop_checks_first();
    enable_features();
    rename_columns();
    add_columns();
    widen();
    drop_not_null();
    set_properties();
    set_comments();
    defaults_.add_all();
    set_clustering();
    set_not_null();
    keys_.set_tags();
    change_checks();
    keys_.add_last(not_null_);
    drop_columns();
    return std::move(steps_);
  }

 private:
  StepSink sink() {
    return {[this](Action action, std::string permission, const SourceSpan& span, Needs needs) {
              return add(std::move(action), std::move(permission), span, std::move(needs));
            },
            [this]() -> Step& { return steps_.back(); },
            [this](Needs& needs, const ColumnPath& path) { need_path(needs, path); },
            [this](Needs& needs, std::string_view feature) { need_feature(needs, feature); }};
  }

  std::size_t add(Action action, std::string permission, const SourceSpan& span, Needs needs) {
    Step step;
    step.impact = impact_of(action);
    step.action = std::move(action);
    step.permission = std::move(permission);
    step.span = span.known() ? span : alteration_.desired.span;
    std::sort(needs.begin(), needs.end());
    needs.erase(std::unique(needs.begin(), needs.end()), needs.end());
    step.needs = std::move(needs);
    steps_.push_back(std::move(step));
    return first_ + steps_.size() - 1;
  }

  void need_feature(Needs& needs, std::string_view feature) const {
    const auto found = feature_steps_.find(std::string(feature));
    if (found != feature_steps_.end()) needs.push_back(found->second);
  }

  /// The renames and additions without which nothing bears this name.
  void need_path(Needs& needs, const ColumnPath& path) const {
    ColumnPath prefix;
    for (const Identifier& step : path.steps) {
      prefix.steps.push_back(step);
      const auto found = made_.find(fold_case(prefix.text()));
      if (found != made_.end()) needs.push_back(found->second);
    }
  }

  /// The dropped CHECKs that read this column under its observed name.
  void need_checks_gone(Needs& needs, const ColumnPath& before) const {
    for (const auto& [index, expression] : gone_checks_) {
      if (expression_reads(expression, before)) needs.push_back(index);
    }
  }

  /// Undeclared CHECKs in the way are findings; only declared ones come here, and those that are to go or to change.
  void drop_checks_first() {
    std::vector<std::pair<std::string, std::function<void()>>> drops;
    for (const auto* each : alteration_.checks_removed) {
      if (alteration_.reads_touched(each->check.expression.value) == nullptr) continue;
      drops.emplace_back(fold_case(each->check.name.value), [this, each] { drop_check(each->check, each->span); });
    }
    for (const Check* each : alteration_.checks_in_the_way) {
      drops.emplace_back(fold_case(each->name.value), [this, each] { drop_check(*each, {}); });
    }
    std::sort(drops.begin(), drops.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    for (const auto& [name, drop] : drops) drop();
  }

  /// A CHECK that comes back, as it was or changed, is not lost and asks for no permission.
  void drop_check(const Check& check, const SourceSpan& span) {
    const bool comes_back = alteration_.declares_check(check.name.value);
    const std::size_t index =
        add(action::DropCheck{check.name.value, check.expression.value}, comes_back ? "" : "drop-check", span, {});
    if (comes_back) steps_.back().impact.text = "added back below";
    dropped_checks_[fold_case(check.name.value)] = index;
    gone_checks_.emplace_back(index, check.expression.value);
  }

  void enable_features() {
    for (const auto& [name, needed] : features_) {
      // A mapping mode assigns names for ever, though the protocol may know them already.
      const bool gated = !needed.in_protocol || name == "columnMapping";
      const std::size_t index =
          add(action::EnableFeature{name, needed.properties}, gated ? "protocol-upgrade" : "", needed.span, {});
      steps_.back().impact = impact_of(steps_.back().action, needed.in_protocol);
      steps_.back().serves = !declared(name);
      feature_steps_[name] = index;
    }
  }

  struct Rename {
    ColumnPath from;
    Identifier to;
    ColumnPath observed;  ///< what it is called before any step
    SourceSpan span;

    ColumnPath target() const { return from.parent().child(to); }
  };

  /// Parents before children, and a name is freed before it is taken. Where names are traded, one column of each circle
  /// waits under a name that nobody else has; that the trade was begun is remembered before the first waiting one
  /// goes on, so that a run that was killed at any step is known for what it is.
  void rename_columns() {
    std::vector<Rename> left;
    for (const auto& each : alteration_.renames) {
      left.push_back({each.from, each.to, alteration_.before(each.from.parent()).child(each.from.last()), each.span});
    }
    while (!left.empty()) {
      const auto waits = [&](const Rename& one) {
        const ColumnPath parent = one.from.parent();
        return std::any_of(left.begin(), left.end(), [&](const Rename& other) {
          if (&other == &one) return false;
          return other.from == one.target() || other.target().contains(parent);
        });
      };
      const auto next = std::find_if_not(left.begin(), left.end(), waits);
      if (next == left.end()) {
        break_circles(left);
        continue;
      }
      if (next->from.last() == waiting_name(next->target())) remember_trades(next->from);
      finish_rename(*next);
      left.erase(next);
    }
  }

  /// Another spelling of the same name is two steps where the engine takes both for one.
  void finish_rename(const Rename& rename) {
    const sql::Dialect* dialect = sql::find_dialect(alteration_.capabilities.dialect);
    const bool spelling = rename.from == rename.target();
    if (!spelling || (dialect != nullptr && dialect->case_only_rename)) return rename_column(rename, rename.to);
    const Identifier waiting = waiting_name(rename.target());
    rename_column(rename, waiting);
    rename_column({rename.from.parent().child(waiting), rename.to, rename.observed, rename.span}, rename.to);
  }

  /// One column of each circle steps aside.
  void break_circles(std::vector<Rename>& left) {
    std::vector<bool> seen(left.size(), false);
    for (std::size_t start = 0; start < left.size(); ++start) {
      std::size_t at = start;
      std::vector<std::size_t> way;
      while (at < left.size() && !seen[at]) {
        seen[at] = true;
        way.push_back(at);
        const ColumnPath target = left[at].target();
        at = static_cast<std::size_t>(
            std::find_if(left.begin(), left.end(), [&](const Rename& other) { return other.from == target; }) -
            left.begin());
      }
      if (std::find(way.begin(), way.end(), at) == way.end()) continue;
      const Identifier waiting = waiting_name(left[at].target());
      rename_column(left[at], waiting);
      left[at].from = left[at].from.parent().child(waiting);
    }
  }

  /// Once for the table, behind the column that stepped aside.
  void remember_trades(const ColumnPath& waiting) {
    for (const auto* each : alteration_.properties) {
      if (each->key != kRenamesKey || !each->to || trades_step_) continue;
      Needs needs;
      need_feature(needs, "columnMapping");
      need_path(needs, waiting);
      trades_step_ = add(action::SetProperty{each->key, *each->to, each->from}, "", each->span, std::move(needs));
      steps_.back().impact.text = "remembers that the names were traded";
    }
  }

  void rename_column(const Rename& rename, const Identifier& to) {
    const ColumnPath parent = rename.from.parent();
    Needs needs;
    need_feature(needs, "columnMapping");
    need_path(needs, rename.from);
    need_checks_gone(needs, rename.observed);
    keys_.need_gone(needs, rename.observed);
    const ColumnPath target = parent.child(to);
    if (const auto found = freed_.find(fold_case(target.text())); found != freed_.end()) needs.push_back(found->second);
    if (trades_step_) needs.push_back(*trades_step_);
    const std::size_t index = add(action::RenameColumn{rename.from, to}, "", rename.span, std::move(needs));
    if (to.text() != rename.to.text()) steps_.back().impact.text = "waits there until its name is free";
    made_[fold_case(target.text())] = index;
    freed_[fold_case(rename.from.text())] = index;
  }

  /// In the order of declaration, but a column that stands after a new one comes when that is there.
  void add_columns() {
    std::vector<const change::ColumnAdded*> left = alteration_.added;
    while (!left.empty()) {
      const auto waits = [&](const change::ColumnAdded* one) {
        if (one->column.position.place != Position::Place::after) return false;
        const ColumnPath sibling = one->path.parent().child(one->column.position.sibling().value);
        return std::any_of(left.begin(), left.end(),
                           [&](const change::ColumnAdded* other) { return other != one && other->path == sibling; });
      };
      auto next = std::find_if_not(left.begin(), left.end(), waits);
      if (next == left.end()) next = left.begin();
      add_column(**next);
      left.erase(next);
    }
  }

  void add_column(const change::ColumnAdded& added) {
    Needs needs;
    for (const std::string& feature : required_features(added.column.type)) need_feature(needs, feature);
    need_path(needs, added.path.parent());
    if (added.column.position.place == Position::Place::after) {
      need_path(needs, added.path.parent().child(added.column.position.sibling().value));
    }
    const std::string name = fold_case(added.path.text());
    if (const auto found = freed_.find(name); found != freed_.end()) needs.push_back(found->second);
    action::AddColumn action{added.path, added.column};
    action.column.default_value.reset();
    action.column.tags.clear();
    if (added.path.top_level()) action.column.nullable = true;
    made_[name] = add(std::move(action), added.missing_source.empty() ? "" : "missing-source", added.column.span,
                      std::move(needs));
  }

  void widen() {
    for (const auto* each : alteration_.types) {
      Needs needs;
      const WideningRow* row = find_widening(each->from, each->to);
      if (row != nullptr && row->needs_feature) need_feature(needs, "typeWidening");
      if (row != nullptr && !row->also.empty()) need_feature(needs, row->also);
      need_path(needs, each->path);
      need_checks_gone(needs, alteration_.before(each->path));
      add(action::AlterType{each->path, each->from, each->to}, "", each->span, std::move(needs));
    }
  }

  void drop_not_null() {
    for (const auto* each : alteration_.nullabilities) {
      if (!each->to_nullable) continue;
      Needs needs;
      need_path(needs, each->path);
      keys_.need_gone(needs, alteration_.before(each->path));
      add(action::DropNotNull{each->path}, "drop-not-null", each->span, std::move(needs));
    }
  }

  /// `judge` refuses it on a target that cannot, and a new column that is not filled.
  void set_not_null() {
    for (const auto* each : alteration_.added) {
      if (each->path.top_level() && !each->column.nullable) set_not_null(each->path, each->column.span);
    }
    for (const auto* each : alteration_.nullabilities) {
      if (!each->to_nullable) set_not_null(each->path, each->span);
    }
  }

  void set_not_null(const ColumnPath& path, const SourceSpan& span) {
    Needs needs;
    need_path(needs, path);
    defaults_.need_filled(needs, path);
    not_null_.emplace_back(path, add(action::SetNotNull{path}, "", span, std::move(needs)));
  }

  /// True if the code asks for the feature itself, by a property that switching it on sets.
  bool declared(std::string_view feature) const {
    return std::any_of(alteration_.properties.begin(), alteration_.properties.end(), [&](const auto* each) {
      return each->to && feature_of_property(each->key, *each->to) == feature && set_by_feature(*each);
    });
  }

  /// True if switching a feature on sets the property already.
  bool set_by_feature(const change::PropertyChanged& change) const {
    if (change.key.starts_with("delta.feature.")) return true;
    return std::any_of(features_.begin(), features_.end(), [&](const auto& feature) {
      const auto found = feature.second.properties.find(change.key);
      return found != feature.second.properties.end() && found->second == change.to;
    });
  }

  void set_properties() {
    for (const auto* each : alteration_.properties) {
      if (!each->to || set_by_feature(*each) || (trades_step_ && each->key == kRenamesKey)) continue;
      Needs needs;
      need_feature(needs, feature_of_property(each->key, *each->to));
      add(action::SetProperty{each->key, *each->to, each->from}, "", each->span, std::move(needs));
    }
    for (const auto* each : alteration_.properties) {
      if (!each->to) add(action::UnsetProperty{each->key, each->from.value_or("")}, "", each->span, {});
    }
  }

  void set_comments() {
    for (const auto* each : alteration_.comments) {
      Needs needs;
      need_path(needs, each->path);
      add(action::SetComment{each->path, each->to, each->from}, "", each->span, std::move(needs));
    }
  }

  void set_clustering() {
    const auto* change = alteration_.clustering;
    if (change == nullptr) return;
    Needs needs;
    if (!change->to.empty()) need_feature(needs, "clustering");
    for (const std::string& column : change->to) need_path(needs, ColumnPath::parse(column));
    clustering_step_ = add(action::SetClustering{change->to, change->from, chooses_clustering(alteration_.desired)}, "",
                           change->span, std::move(needs));
  }

  /// CHECKs that go, then those that come or come back, each by name.
  void change_checks() {
    for (const auto* each : alteration_.checks_removed) {
      if (!dropped_checks_.contains(fold_case(each->check.name.value))) drop_check(each->check, each->span);
    }
    std::vector<const Check*> additions;
    for (const auto* each : alteration_.checks_added) additions.push_back(&each->check);
    additions.insert(additions.end(), alteration_.checks_in_the_way.begin(), alteration_.checks_in_the_way.end());
    std::sort(additions.begin(), additions.end(),
              [](const Check* a, const Check* b) { return fold_case(a->name.value) < fold_case(b->name.value); });
    for (const Check* each : additions) add_check(*each);
  }

  void add_check(const Check& check) {
    Needs needs;
    need_feature(needs, "checkConstraints");
    for (const ColumnPath& column : columns_read(check.expression.value)) need_path(needs, column);
    const auto dropped = dropped_checks_.find(fold_case(check.name.value));
    if (dropped != dropped_checks_.end()) needs.push_back(dropped->second);
    add(action::AddCheck{check.name.value, check.expression.value}, "", check.name.span, std::move(needs));
  }

  void drop_columns() {
    for (const auto* each : alteration_.removed) {
      Needs needs;
      need_feature(needs, "columnMapping");
      need_path(needs, each->path.parent());
      need_checks_gone(needs, alteration_.before(each->path));
      keys_.need_gone(needs, alteration_.before(each->path));
      if (clustering_step_ && was_clustered_by(*each)) needs.push_back(*clustering_step_);
      add(action::DropColumn{each->path, each->type}, "drop-column", each->span, std::move(needs));
    }
  }

  bool was_clustered_by(const change::ColumnRemoved& removed) const {
    const auto& from = alteration_.clustering->from;
    return std::any_of(from.begin(), from.end(),
                       [&](const std::string& each) { return removed.path.contains(ColumnPath::parse(each)); });
  }

  const Alteration& alteration_;
  std::size_t first_;
  std::map<std::string, NeededFeature> features_;
  std::vector<Step> steps_;
  std::map<std::string, std::size_t> feature_steps_;
  std::map<std::string, std::size_t> made_;            // folded path -> the step that makes it
  std::map<std::string, std::size_t> freed_;           // folded path -> the rename that frees it
  std::map<std::string, std::size_t> dropped_checks_;  // folded name -> the step that drops it
  std::vector<std::pair<std::size_t, std::string>> gone_checks_;
  std::optional<std::size_t> clustering_step_;
  std::optional<std::size_t> trades_step_;
  std::vector<std::pair<ColumnPath, std::size_t>> not_null_;
  DefaultSteps defaults_;
  KeySteps keys_;
};

}  // namespace

std::vector<Step> alter_steps(const Alteration& alteration, std::size_t first) {
  return Builder(alteration, first).run();
}

}  // namespace delta
