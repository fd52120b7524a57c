#include "plan/impact.hpp"

#include <utility>

#include "delta/model/features.hpp"

namespace delta {
namespace {

/// About how long a step takes on a server, for tables of a few gigabytes: a commit of metadata is seconds whatever the
/// table's size, reading every row or writing files anew grows with it.
constexpr int kCommitSeconds = 2;
constexpr int kScanSeconds = 20;
constexpr int kRewriteSeconds = 60;

Impact with_text(std::string text) {
  Impact impact;
  impact.text = std::move(text);
  return impact;
}

/// A commit of metadata: it ends every write that is under way.
Impact commit(std::string text) {
  Impact impact = with_text(std::move(text));
  impact.kills_writers = true;
  impact.seconds = kCommitSeconds;
  return impact;
}

/// A commit that changes the schema for readers: a stream stops at it, and goes on with the new one.
Impact schema_commit(std::string text) {
  Impact impact = commit(std::move(text));
  impact.stops_streams = true;
  return impact;
}

/// A commit after which the old name is gone: a stream does not get past it.
Impact name_commit(std::string text) {
  Impact impact = commit(std::move(text));
  impact.breaks_streams = true;
  impact.breaks_names = true;
  return impact;
}

Impact one_way(Impact impact) {
  impact.one_way = true;
  return impact;
}

Impact loss(std::string text) {
  Impact impact = one_way(name_commit(std::move(text)));
  impact.destructive = true;
  return impact;
}

Impact scan(Impact impact) {
  impact.scans_rows = true;
  impact.seconds = kScanSeconds;
  return impact;
}

Impact made(std::string text) {
  Impact impact = with_text(std::move(text));
  impact.seconds = kCommitSeconds;
  return impact;
}

struct ImpactOf {
  bool in_protocol;

  Impact operator()(const action::CreateSchema&) const { return made("new"); }
  Impact operator()(const action::CreateTable&) const { return made("new"); }
  Impact operator()(const action::DropTable&) const { return loss("loses the table and all its data"); }
  Impact operator()(const action::RenameTable&) const {
    return name_commit("keeps data; breaks who reads the old name");
  }
  Impact operator()(const action::EnableFeature& a) const {
    if (in_protocol) return one_way(commit("one way"));
    const FeatureInfo* feature = find_feature(a.feature);
    Impact impact = one_way(commit("one way: writers must know it"));
    impact.locks_out_writers = true;
    if (feature == nullptr || !feature->readers) return impact;
    impact.locks_out_readers = true;
    impact.text =
        "one way: readers need Delta reader " + std::to_string(feature->legacy_reader > 0 ? feature->legacy_reader : 3);
    return impact;
  }
  Impact operator()(const action::AddColumn&) const {
    return schema_commit("nullable; NULL in the rows that are there");
  }
  Impact operator()(const action::DropColumn&) const { return loss("loses a column of data"); }
  Impact operator()(const action::RenameColumn&) const {
    return name_commit("keeps data; breaks who reads the old name");
  }
  Impact operator()(const action::AlterType&) const { return one_way(schema_commit("one way: keeps data")); }
  Impact operator()(const action::DropNotNull&) const {
    return one_way(schema_commit("one way: readers may meet NULL"));
  }
  Impact operator()(const action::SetProperty&) const { return commit(""); }
  /// Only Delta's own properties have defaults.
  Impact operator()(const action::UnsetProperty& a) const {
    return commit(a.key.starts_with("delta.") ? "the default holds again" : "");
  }
  Impact operator()(const action::SetComment&) const { return commit(""); }
  Impact operator()(const action::SetDefault&) const { return commit("for rows to come"); }
  Impact operator()(const action::DropDefault&) const { return commit("for rows to come"); }
  Impact operator()(const action::AddCheck&) const {
    return scan(commit("reads every row; loses against a writer at work"));
  }
  Impact operator()(const action::DropCheck&) const { return commit("rows are no longer checked"); }
  Impact operator()(const action::SetClustering& a) const {
    return commit(a.columns.empty() ? "files stay as they lie" : "for rows to come; OPTIMIZE FULL moves the others");
  }
  /// Its commit changes rows, not metadata: writes that only append go on.
  Impact operator()(const action::Backfill&) const {
    Impact impact = one_way(with_text("one way: writes every file anew that has such a row; loses against a writer"));
    impact.breaks_streams = true;
    impact.scans_rows = true;
    impact.writes_rows = true;
    impact.seconds = kRewriteSeconds;
    return impact;
  }
  Impact operator()(const action::CreateView& a) const {
    Impact impact = made(a.replaces ? "its readers get the new query" : "new");
    impact.breaks_names = a.replaces;
    return impact;
  }
  Impact operator()(const action::DropView&) const {
    Impact impact = made("breaks who reads it; the query stays in the code's history");
    impact.breaks_names = true;
    return impact;
  }
  Impact operator()(const action::RestoreTable&) const {
    Impact impact = name_commit("all as it was; nothing was written since");
    impact.seconds = kScanSeconds;
    return impact;
  }
  Impact operator()(const action::SetNotNull&) const {
    return scan(schema_commit("reads every row; fails if one is NULL"));
  }
  // The catalogue's alone: no commit in the table's log.
  Impact operator()(const action::SetPrimaryKey&) const { return made("informational; not enforced"); }
  Impact operator()(const action::DropPrimaryKey&) const { return made("informational"); }
  Impact operator()(const action::AddForeignKey&) const { return made("informational; not enforced"); }
  Impact operator()(const action::DropForeignKey&) const { return made("informational"); }
  Impact operator()(const action::SetTag&) const { return made(""); }
  Impact operator()(const action::UnsetTag&) const { return made("policies by tag no longer hold"); }
  Impact operator()(const action::SetPolicy&) const { return made(""); }
  Impact operator()(const action::DropPolicy&) const { return made("readers see what it hid"); }
};

}  // namespace

Impact impact_of(const Action& action, bool in_protocol) { return std::visit(ImpactOf{in_protocol}, action); }

Step make_step(Action action, std::string permission, const SourceSpan& span) {
  Step step;
  step.impact = impact_of(action);
  step.action = std::move(action);
  step.permission = std::move(permission);
  step.span = span;
  return step;
}

void expect_no_rows(Step& step) {
  const bool reads =
      std::holds_alternative<action::AddCheck>(step.action) || std::holds_alternative<action::SetNotNull>(step.action);
  if (!reads || !step.impact.scans_rows) return;
  step.impact.scans_rows = false;
  step.impact.seconds = kCommitSeconds;
  step.impact.text = "no row is there yet";
}

std::string step_words(const Action& action) {
  if (const auto* enable = std::get_if<action::EnableFeature>(&action)) {
    const FeatureInfo* feature = find_feature(enable->feature);
    return feature == nullptr ? enable->feature : std::string(feature->words);
  }
  if (const auto* rename = std::get_if<action::RenameColumn>(&action)) return "the rename to " + rename->to.text();
  if (const auto* rename = std::get_if<action::RenameTable>(&action)) return "the rename to " + rename->to.text();
  if (std::holds_alternative<action::CreateSchema>(action)) return "the schema";
  if (std::holds_alternative<action::CreateTable>(action)) return "the table";
  if (std::holds_alternative<action::CreateView>(action)) return "the view";
  if (std::holds_alternative<action::AddCheck>(action))
    return "the CHECK " + action_subject(action) + " to be added back";
  if (std::holds_alternative<action::DropCheck>(action))
    return "the CHECK " + action_subject(action) + " to be dropped";
  if (std::holds_alternative<action::Backfill>(action)) return "filling " + action_subject(action);
  if (std::holds_alternative<action::SetClustering>(action)) return "the new clustering";
  if (std::holds_alternative<action::SetNotNull>(action)) return "NOT NULL of " + action_subject(action);
  if (std::holds_alternative<action::SetPrimaryKey>(action)) return "the primary key " + action_subject(action);
  if (std::holds_alternative<action::DropPrimaryKey>(action))
    return "the primary key " + action_subject(action) + " to be dropped";
  if (std::holds_alternative<action::AddForeignKey>(action)) return "the foreign key " + action_subject(action);
  if (std::holds_alternative<action::DropForeignKey>(action))
    return "the foreign key " + action_subject(action) + " to be dropped";
  if (std::holds_alternative<action::SetTag>(action)) return "the tag " + action_subject(action);
  if (std::holds_alternative<action::UnsetTag>(action)) return "the tag " + action_subject(action) + " to be lifted";
  if (const auto* drop = std::get_if<action::DropPolicy>(&action)) {
    return drop->policy.column.empty() ? "the row filter to be lifted" : "the mask to be lifted";
  }
  if (std::holds_alternative<action::SetProperty>(action) || std::holds_alternative<action::UnsetProperty>(action))
    return "the property " + action_subject(action);
  if (std::holds_alternative<action::DropView>(action)) return "the view to be dropped";
  if (std::holds_alternative<action::DropTable>(action)) return "the table to be dropped";
  if (std::holds_alternative<action::RestoreTable>(action)) return "the restore";
  if (const auto* comment = std::get_if<action::SetComment>(&action)) {
    return comment->path.steps.empty() ? "the comment" : "the comment of " + action_subject(action);
  }
  return "column " + action_subject(action);
}

}  // namespace delta
