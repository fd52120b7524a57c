#include "plan/way_back.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "delta/rules/changes.hpp"
#include "delta/sql/dialect.hpp"
#include "delta/sql/render.hpp"
#include "plan/impact.hpp"
#include "plan/inverse.hpp"
#include "plan/skip.hpp"
#include "plan/units.hpp"

namespace delta {
namespace {

/// The `--allow` word of an inverse.
std::string kind_of(const Action& action) {
  if (std::holds_alternative<action::DropColumn>(action)) return "drop-column";
  if (std::holds_alternative<action::DropTable>(action) || std::holds_alternative<action::DropView>(action))
    return "drop-table";
  if (std::holds_alternative<action::DropCheck>(action)) return "drop-check";
  if (std::holds_alternative<action::DropNotNull>(action)) return "drop-not-null";
  if (std::holds_alternative<action::RenameTable>(action)) return "rename-table";
  if (std::holds_alternative<action::DropPolicy>(action)) return "lift-policy";
  if (std::holds_alternative<action::RestoreTable>(action)) return "restore";
  return "";
}

bool drops_rows(const Action& action) {
  return std::holds_alternative<action::DropColumn>(action) || std::holds_alternative<action::DropTable>(action);
}

bool restores(const Action& action) { return std::holds_alternative<action::RestoreTable>(action); }

bool in_catalog_only(const Action& action) {
  const std::string_view name = action_name(action);
  constexpr std::string_view kOutside[] = {"create_schema",    "rename_table",    "drop_table",       "create_view",
                                           "drop_view",        "set_primary_key", "drop_primary_key", "add_foreign_key",
                                           "drop_foreign_key", "set_tag",         "unset_tag",        "set_mask",
                                           "drop_mask",        "set_row_filter",  "drop_row_filter"};
  return std::find(std::begin(kOutside), std::end(kOutside), name) != std::end(kOutside);
}

template <class Wanted>
bool any(const std::vector<Step>& steps) {
  return std::any_of(steps.begin(), steps.end(),
                     [](const Step& step) { return std::holds_alternative<Wanted>(step.action); });
}

class WayBack {
 public:
  WayBack(const ChangedTable& table, const Capabilities& capabilities, const WayBackOptions& options)
      : table_(table), capabilities_(capabilities), options_(options), first_(*table.stretches.front().plan) {
    plan_.name = first_.observed_name.empty() ? first_.name : first_.observed_name;
    plan_.observed = *table.now;
    plan_.observed_name = plan_.observed.name.empty() ? plan_.name : plan_.observed.name;
    plan_.state = plan_.observed.presence;
    plan_.type_name = first_.type_name;
  }

  TablePlan run() && {
    for (std::size_t i = table_.stretches.size(); i-- > 0;) take_back(table_.stretches[i]);
    if (made_) drop_what_was_made();
    if (!made_ && !lost_.empty()) settle_lost();
    if (!has_error(plan_.findings)) cut_into_units();
    if (has_error(plan_.findings)) plan_.units.clear();
    sort_findings(plan_.findings);
    return std::move(plan_);
  }

 private:
  void take_back(const Stretch& stretch) {
    const std::vector<StepBack> ran = steps_back(*stretch.plan, stretch.done, capabilities_, table_.unwritten);
    for (const StepBack& each : ran) {
      made_ = made_ || std::holds_alternative<action::CreateTable>(each.step->action);
      filled_ = filled_ || std::holds_alternative<action::Backfill>(each.step->action);
      beside_log_ = beside_log_ || in_catalog_only(each.step->action) || drops_tags(each.step->action);
    }
    std::vector<std::pair<const StepBack*, std::size_t>> written;  // and the last of its inverse's steps
    for (std::size_t i = ran.size(); i-- > 0;) {
      if (!ran[i].reason.empty()) lost_.push_back({ran[i].step, ran[i].reason});
      for (const Action& action : ran[i].actions) {
        Step step = make_step(action, permission(action), ran[i].step->span);
        if (table_.unwritten && drops_rows(action)) {
          step.impact.text = "nothing was written to it since";
          step.impact.destructive = step.impact.one_way = false;
        }
        // What was done for it must still be there when it is taken back.
        for (const auto& [later, place] : written) {
          const std::vector<std::size_t>& needs = later->step->needs;
          if (std::find(needs.begin(), needs.end(), ran[i].index) != needs.end()) step.needs.push_back(place);
        }
        std::sort(step.needs.begin(), step.needs.end());
        steps_.push_back(std::move(step));
      }
      if (!ran[i].actions.empty()) written.emplace_back(&ran[i], steps_.size() - 1);
    }
  }

  std::string permission(const Action& action) const {
    if (options_.gated || restores(action)) return kind_of(action);
    return drops_rows(action) && !table_.unwritten ? kind_of(action) : "";
  }

  /// A table that the run made goes as a whole, and with it all that was done to it.
  void drop_what_was_made() {
    std::erase_if(steps_, [](const Step& step) {
      return !acts_on_another_table(step.action) && !std::holds_alternative<action::DropTable>(step.action);
    });
    for (Step& step : steps_) step.needs.clear();
    for (Step& step : steps_) {
      if (auto* drop = std::get_if<action::DropTable>(&step.action)) drop->name = plan_.observed_name;
    }
  }

  /// Tags of a column that is dropped go with it.
  bool drops_tags(const Action& action) const {
    const auto* drop = std::get_if<action::DropColumn>(&action);
    if (drop == nullptr || !drop->path.top_level()) return false;
    const Column* column = find_column(first_.observed.table, drop->path.last());
    return column != nullptr && !column->tags.empty();
  }

  /// A protocol only grows.
  bool stays(const Action& action) const {
    const auto* enable = std::get_if<action::EnableFeature>(&action);
    return enable != nullptr && !first_.observed.protocol.supports(enable->feature);
  }

  /// What has no inverse comes back by a RESTORE, and with it all else.
  void settle_lost() {
    const std::string name = plan_.name.text();
    const bool partly = may_run(options_.plan, "partial-rollback", name);
    bool offered = false;
    std::string fix = way_out(offered);
    const bool restored = offered && may_run(options_.plan, "restore", name);
    if (!partly && policy_allows(options_.plan.policy, "partial-rollback", name))
      fix += (fix.empty() ? "" : "; ") + std::string("--allow partial-rollback takes the rest back");
    for (const Lost& each : lost_) {
      if (restored && !stays(each.step->action)) continue;
      add_finding(one_way_text(each.step->action, each.reason), restored ? "" : fix,
                  partly || restored ? Severity::warning : Severity::error, each.step->span);
    }
    if (!restored) return;
    steps_.clear();
    const Action restore = action::RestoreTable{*table_.version_before, first_.observed.table};
    steps_.push_back(make_step(restore, permission(restore), lost_.front().step->span));
  }

  /// Whether a RESTORE may be, and what helps otherwise.
  std::string way_out(bool& offered) const {
    const bool of_use =
        std::any_of(lost_.begin(), lost_.end(), [this](const Lost& each) { return !stays(each.step->action); });
    if (!of_use || !table_.now->present()) return "";
    const bool unwritten = table_.unwritten && table_.version_before;
    if (!capabilities_.restores) {
      if (!unwritten) return "";
      return "nothing was written since, so that an engine brings all of it back by " +
             sql::restore_statement(plan_.observed_name, *table_.version_before);
    }
    if (!unwritten && filled_) return "rows were filled, and it is not known whether others wrote since";
    if (!unwritten) return "something may have been written since, which a RESTORE would take away";
    if (beside_log_) return "a RESTORE brings back no names, keys, tags and masks, which were changed as well";
    offered = policy_allows(options_.plan.policy, "restore", plan_.name.text());
    if (!offered) return "the policy does not allow a RESTORE";
    return "nothing was written since: --allow restore brings back all but table features";
  }

  void add_finding(std::string text, std::string fix, Severity severity, const SourceSpan& span) {
    Finding& made = plan_.findings.emplace_back(rules::finding(rules::kOneWay, span, std::move(text), std::move(fix)));
    made.severity = severity;
    made.table = plan_.name.text();
  }

  void cut_into_units() {
    const std::optional<ManagedMark>& before = first_.observed.mark;
    const std::optional<ManagedMark>& now = plan_.observed.mark;
    MarkToWrite mark;
    // A view is made anew, whole, and so is its mark.
    const bool remade = any<action::CreateView>(steps_);
    // What goes or comes back as a whole takes its mark with it.
    const bool restored = any<action::RestoreTable>(steps_);
    const bool whole = made_ || restored;
    if (restored) plan_.observed.blind.insert(first_.observed.blind);
    if (!whole && !remade && now && !before) add_unmark(encode(*now));
    // Where nothing may be left out, no permission helps against what is forbidden.
    if (!options_.gated && forbidden()) return;
    skip_what_may_not_run(steps_, options_.plan, plan_.name.text());
    if (options_.gated && forbidden()) return;
    const bool all = std::none_of(steps_.begin(), steps_.end(), [](const Step& step) { return step.skipped; });
    if (!options_.gated && !all) return refuse_skipped();
    const bool there = plan_.observed.present() || remade || any<action::CreateTable>(steps_);
    if (!whole && before && there) {
      // On the way nothing that is managed now may be forgotten; where all comes at once there is no way. What stays
      // goes on to be managed.
      const bool at_once = capabilities_.atomic_table_commit && all && lost_.empty();
      mark.parts = MarkParts{*before, at_once || remade || !now ? nullptr : &*now, {}};
      mark.alone = steps_.empty() && now != before;
    }
    plan_.units = make_units(std::move(steps_), plan_.observed, mark, capabilities_,
                             sql::dialect_or_newest_spark(capabilities_.dialect));
    guard_by_version();
  }

  /// Finds what the policy of now does not let run. True: something is.
  bool forbidden() {
    TablePlan asked;
    asked.name = plan_.name;
    asked.units.emplace_back().steps = steps_;
    Findings found = judge_steps(options_.plan.policy, asked, {});
    for (Finding& each : found) {
      each.fix = "have the policy changed, or take it back by hand";
      plan_.findings.push_back(std::move(each));
    }
    return !found.empty();
  }

  /// A table that bore no mark shall bear none; before the step that gives it its name back.
  void add_unmark(std::string text) {
    auto place = steps_.end();
    if (!steps_.empty() && std::holds_alternative<action::RenameTable>(steps_.back().action)) --place;
    Step step = make_step(action::UnsetProperty{std::string(kManagedMarkKey), std::move(text)}, "", {});
    step.impact.text = "it was not marked as ours before";
    steps_.insert(place, std::move(step));
  }

  void refuse_skipped() {
    for (const Step& step : steps_) {
      if (!step.skipped || step.permission.empty()) continue;
      add_finding(one_way_text(step.action, restores(step.action) ? "no RESTORE is made unasked"
                                                                  : "others may have written to it since"),
                  "--allow " + step.permission + " takes it back all the same", Severity::error, step.span);
    }
  }

  /// What is dropped or restored because nobody has written to it is so only while that holds.
  void guard_by_version() {
    if (!table_.unwritten || !plan_.observed.version) return;
    std::int64_t version = *plan_.observed.version;
    for (Unit& unit : plan_.units) {
      const bool guarded = std::any_of(unit.steps.begin(), unit.steps.end(), [](const Step& step) {
        return !step.skipped && (drops_rows(step.action) || restores(step.action));
      });
      if (guarded) unit.only_at = version;
      if (commits(unit)) ++version;
    }
  }

  const ChangedTable& table_;
  const Capabilities& capabilities_;
  const WayBackOptions& options_;
  const TablePlan& first_;
  TablePlan plan_;
  std::vector<Step> steps_;
  struct Lost {
    const Step* step;
    std::string reason;
  };
  std::vector<Lost> lost_;
  bool made_ = false;
  bool filled_ = false;
  bool beside_log_ = false;  ///< the run changed what no version of the table's log holds
};

}  // namespace

TablePlan way_back(const ChangedTable& table, const Capabilities& capabilities, const WayBackOptions& options) {
  return WayBack(table, capabilities, options).run();
}

bool commits(const Unit& unit) {
  if (!unit.runs() && !unit.done) return false;
  return unit.mark.has_value() || std::any_of(unit.steps.begin(), unit.steps.end(), [](const Step& step) {
           return !step.skipped && !in_catalog_only(step.action);
         });
}

}  // namespace delta
