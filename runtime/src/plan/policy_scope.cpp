#include "plan/policy_scope.hpp"

#include <algorithm>

#include "delta/rules/changes.hpp"
#include "diff/rename_cycles.hpp"
#include "diff/renames.hpp"
#include "plan/alteration.hpp"
#include "plan/impact.hpp"
#include "plan/skip.hpp"

namespace delta {
namespace {

/// Which scopes a fact belongs to.
struct Belongs {
  bool columns = false;
  bool metadata = false;
  bool to(Scope scope) const {
    return scope == Scope::full || (scope == Scope::columns && columns) || (scope == Scope::metadata && metadata);
  }
};
constexpr Belongs kColumns{.columns = true, .metadata = false};
constexpr Belongs kMetadata{.columns = false, .metadata = true};
constexpr Belongs kBoth{.columns = true, .metadata = true};

/// What a change is about: for whom it is, in words, and which columns it speaks of.
struct ChangeFacts {
  Belongs belongs;
  std::string subject;
  const char* difference = "differs";
  std::vector<ColumnPath> columns;  ///< that must be there for it
};

const char* difference_of(bool before, bool after) {
  return !before ? "declared, not there" : after ? "differs" : "there, no more declared";
}

std::vector<ColumnPath> paths_of(const std::vector<LocatedText>& columns) {
  std::vector<ColumnPath> paths;
  for (const LocatedText& each : columns) paths.push_back(ColumnPath::parse(each.value));
  return paths;
}

std::vector<ColumnPath> paths_of(const std::vector<std::string>& columns) {
  std::vector<ColumnPath> paths;
  for (const std::string& each : columns) paths.push_back(ColumnPath::parse(each));
  return paths;
}

std::string named(const char* what, const ColumnPath& path) {
  return path.steps.empty() ? std::string(what) + " of the table" : std::string(what) + " of " + path.text();
}

/// The path where the table has a column for it; the table's own facts have none.
std::vector<ColumnPath> on(const ColumnPath& path) {
  return path.steps.empty() ? std::vector<ColumnPath>{} : std::vector<ColumnPath>{path};
}

struct Describe {
  using F = ChangeFacts;
  F operator()(const change::ColumnRenamed& c) const {
    return {kColumns, "column " + c.from.text(), "is to be renamed", {}};
  }
  F operator()(const change::ColumnAdded& c) const {
    return {kColumns, "column " + c.path.text(), "declared, not there", {}};
  }
  F operator()(const change::ColumnRemoved& c) const {
    return {kColumns, "column " + c.path.text(), "there, no more declared", {}};
  }
  F operator()(const change::TypeChanged& c) const { return {kColumns, named("type", c.path), "differs", {}}; }
  F operator()(const change::GeneratedChanged& c) const {
    return {kColumns, named("generation", c.path), "differs", {}};
  }
  F operator()(const change::IdentityChanged& c) const { return {kColumns, named("identity", c.path), "differs", {}}; }
  F operator()(const change::NullabilityChanged& c) const {
    return {kBoth, named("nullability", c.path), "differs", on(c.path)};
  }
  F operator()(const change::DefaultChanged& c) const {
    return {kBoth, named("default", c.path), difference_of(c.from.has_value(), c.to.has_value()), on(c.path)};
  }
  F operator()(const change::CommentChanged& c) const {
    return {kMetadata, named("comment", c.path), difference_of(!c.from.empty(), !c.to.empty()), on(c.path)};
  }
  F operator()(const change::PropertyChanged& c) const {
    // How far a trade of names has come belongs to the columns that trade.
    const bool trade = c.key == kRenamesKey;
    return {trade ? kColumns : kMetadata, "property " + c.key, difference_of(c.from.has_value(), c.to.has_value()), {}};
  }
  F operator()(const change::CheckAdded& c) const {
    return {kMetadata, "check " + c.check.name.value, "declared, not there", columns_read(c.check.expression.value)};
  }
  F operator()(const change::CheckRemoved& c) const {
    return {kMetadata, "check " + c.check.name.value, "there, no more declared",
            columns_read(c.check.expression.value)};
  }
  F operator()(const change::ClusteringChanged& c) const {
    return {kMetadata, "clustering", "differs", paths_of(c.to)};
  }
  F operator()(const change::PartitioningChanged&) const { return {kMetadata, "partitioning", "differs", {}}; }
  F operator()(const change::LocationChanged&) const { return {kMetadata, "location", "differs", {}}; }
  F operator()(const change::PrimaryKeyChanged& c) const {
    const bool to = c.to.has_value();
    return {kMetadata, "primary key", difference_of(c.from.has_value(), to),
            to ? paths_of(c.to->columns) : std::vector<ColumnPath>{}};
  }
  F operator()(const change::ForeignKeyRemoved& c) const {
    return {kMetadata, "reference " + c.key.name.value, "there, no more declared", {}};
  }
  F operator()(const change::ForeignKeyAdded& c) const {
    return {kMetadata, "reference " + c.key.name.value, "declared, not there", paths_of(c.key.columns)};
  }
  F operator()(const change::TagChanged& c) const {
    return {kMetadata, named(("tag " + c.key).c_str(), c.path), difference_of(c.from.has_value(), c.to.has_value()),
            on(c.path)};
  }
};

void without_comments(DataType& type) {
  for (Field& field : type.fields) {
    field.comment.clear();
    without_comments(field.type);
  }
  for (DataType& part : type.types) without_comments(part);
}

void without_metadata(Column& column) {
  column.comment.clear();
  column.tags.clear();
  without_comments(column.type);
}

/// What an action is about.
struct Whose {
  Belongs operator()(const action::AddColumn&) const { return kColumns; }
  Belongs operator()(const action::DropColumn&) const { return kColumns; }
  Belongs operator()(const action::RenameColumn&) const { return kColumns; }
  Belongs operator()(const action::AlterType&) const { return kColumns; }
  Belongs operator()(const action::CreateTable&) const {
    return {makes_tables(Scope::columns), makes_tables(Scope::metadata)};
  }
  Belongs operator()(const action::CreateView&) const {
    return {makes_tables(Scope::columns), makes_tables(Scope::metadata)};
  }
  Belongs operator()(const action::DropTable&) const { return {}; }
  Belongs operator()(const action::DropView&) const { return {}; }
  Belongs operator()(const action::RenameTable&) const { return {}; }
  Belongs operator()(const action::RestoreTable&) const { return {}; }
  Belongs operator()(const action::CreateSchema&) const { return kBoth; }
  Belongs operator()(const action::EnableFeature&) const { return kBoth; }
  Belongs operator()(const action::DropNotNull&) const { return kBoth; }
  Belongs operator()(const action::SetNotNull&) const { return kBoth; }
  Belongs operator()(const action::SetDefault&) const { return kBoth; }
  Belongs operator()(const action::DropDefault&) const { return kBoth; }
  Belongs operator()(const action::Backfill&) const { return kBoth; }
  Belongs operator()(const action::SetProperty& a) const { return a.key == kRenamesKey ? kColumns : kMetadata; }
  Belongs operator()(const action::UnsetProperty& a) const {
    if (a.key == kManagedMarkKey) return kBoth;  // taken back with the rest
    return a.key == kRenamesKey ? kColumns : kMetadata;
  }
  template <class Rest>
  Belongs operator()(const Rest&) const {
    return kMetadata;
  }
};

/// True if a step only makes way for another one, or puts back what had to make way.
bool serves_another(const std::vector<const Step*>& steps, std::size_t index) {
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (i == index || steps[i]->skipped) continue;
    const auto& needs = steps[i]->needs;
    const bool needs_it = std::find(needs.begin(), needs.end(), index) != needs.end();
    if (i > index && drops_something(steps[index]->action) && needs_it) return true;
    if (i < index && drops_something(steps[i]->action) && adds_back(steps[i]->action, steps[index]->action))
      return true;
  }
  return false;
}

/// The names that columns give up and take when others rename them. Until that is done they may mean one column on the
/// table and another in the code.
std::vector<ColumnPath> names_in_motion(const std::vector<Change>& changes) {
  std::vector<change::ColumnRenamed> renames;
  for (const Change& each : changes) {
    if (const auto* rename = std::get_if<change::ColumnRenamed>(&each)) renames.push_back(*rename);
  }
  std::vector<ColumnPath> names;
  for (const change::ColumnRenamed& each : renames) {
    for (const ColumnPath& parent : {each.from.parent(), before_renames(each.from.parent(), renames)}) {
      names.push_back(parent.child(each.from.last()));
      names.push_back(parent.child(each.to));
    }
  }
  return names;
}

}  // namespace

void keep_within_scope(Diff& diff, const ObservedTable& observed, Scope scope) {
  if (scope == Scope::full) return;
  if (scope != Scope::columns) diff.findings.clear();  // of renames of columns, which others manage
  const std::vector<ColumnPath> in_motion = names_in_motion(diff.changes);
  const auto is_there = [&](const ColumnPath& path) {
    return find_type(observed.table, path) != nullptr &&
           std::none_of(in_motion.begin(), in_motion.end(),
                        [&](const ColumnPath& name) { return name.contains(path); });
  };
  std::vector<Change> kept;
  for (Change& each : diff.changes) {
    const ChangeFacts facts = std::visit(Describe{}, each);
    const bool there = scope == Scope::columns || std::all_of(facts.columns.begin(), facts.columns.end(), is_there);
    if (!facts.belongs.to(scope) || !there) {
      diff.unmanaged.push_back(
          {facts.subject, std::string(facts.difference) + "; scope " + std::string(scope_word(scope))});
      continue;
    }
    if (auto* added = std::get_if<change::ColumnAdded>(&each); added != nullptr && scope == Scope::columns) {
      without_metadata(added->column);
    }
    kept.push_back(std::move(each));
  }
  diff.changes = std::move(kept);
  std::stable_sort(diff.unmanaged.begin(), diff.unmanaged.end(),
                   [](const Unmanaged& a, const Unmanaged& b) { return a.subject < b.subject; });
}

Table part_in_scope(Table table, Scope scope) {
  if (scope != Scope::columns) return table;
  table.comment.clear();
  table.cluster_by.clear();
  table.properties.clear();
  table.tags.clear();
  table.checks.clear();
  table.primary_key.reset();
  table.unique.clear();
  table.foreign_keys.clear();
  for (Column& column : table.columns) without_metadata(column);
  return table;
}

ManagedMark mark_in_scope(ManagedMark declared, const Table& desired, Scope scope) {
  if (scope == Scope::columns) {
    declared.aspects = declared_mark(part_in_scope(desired, scope), {}).aspects;
  } else if (scope == Scope::metadata) {
    Table columns = part_in_scope(desired, Scope::columns);
    for (Column& column : columns.columns) column.default_value.reset();
    for (const std::uint64_t aspect : declared_mark(columns, {}).aspects) declared.aspects.erase(aspect);
  }
  return declared;
}

bool makes_tables(Scope scope) { return scope == Scope::full || scope == Scope::columns; }
bool ends_tables(Scope scope) { return scope == Scope::full; }

std::vector<std::string> steps_out_of_scope(const TablePlan& plan, Scope scope) {
  std::vector<std::string> found;
  if (scope == Scope::full) return found;
  std::vector<const Step*> steps;
  std::size_t ran = 0;  // the steps before this one, in the run that is gone on with
  for (const Unit& unit : plan.units) {
    for (const Step& step : unit.steps) steps.push_back(&step);
    if (unit.done) ran = steps.size();
  }
  for (std::size_t i = ran; i < steps.size(); ++i) {
    const Step& step = *steps[i];
    const bool in_scope =
        std::visit(Whose{}, step.action).to(scope) || (scope != Scope::none && serves_another(steps, i));
    if (!step.skipped && !in_scope) found.push_back(step_words(step.action));
  }
  return found;
}

}  // namespace delta
