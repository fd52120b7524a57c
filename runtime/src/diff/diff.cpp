#include "delta/diff/diff.hpp"

#include <algorithm>
#include <set>

#include "delta/model/features.hpp"
#include "diff/column_differ.hpp"
#include "diff/key_differ.hpp"
#include "diff/rename_cycles.hpp"
#include "diff/renames.hpp"
#include "model/location.hpp"

namespace delta {
namespace {

constexpr std::string_view kFeatureKey = "delta.feature.";

/// Compares what belongs to the table as a whole.
class TableDiffer {
 public:
  TableDiffer(const Table& desired, const ObservedTable& observed, const ManagedMark* mark, Diff& out)
      : desired_(desired), observed_(observed), mark_(mark), out_(out) {}

  void run() {
    comment();
    if (!blind(Aspect::properties)) {
      properties();
      renames();
    }
    if (!blind(Aspect::checks)) checks();
    layout();
    location();
  }

 private:
  bool blind(Aspect aspect) const { return !observed_.blind.empty() && observed_.blind.contains(aspect); }
  bool managed(std::string_view kind, std::string_view path) const {
    return mark_ != nullptr && mark_->holds(kind, path);
  }
  void unmanaged(std::string subject) { out_.unmanaged.push_back({std::move(subject), std::string(kUnmanagedReason)}); }

  void comment() {
    const std::string& now = observed_.table.comment;
    if (desired_.comment == now || blind(Aspect::comments)) return;
    if (desired_.comment.empty() && !managed("comment", "")) return unmanaged("comment of the table");
    out_.changes.push_back(change::CommentChanged{{}, now, desired_.comment, desired_.span});
  }

  const Property* declared(std::string_view key) const {
    for (const Property& each : desired_.properties) {
      if (each.key.value == key) return &each;
    }
    return nullptr;
  }

  void properties() {
    for (const Property& each : desired_.properties) {
      const std::string& key = each.key.value;
      // A feature is in the protocol and not among the properties.
      if (key.starts_with(kFeatureKey)) {
        if (observed_.protocol.features.contains(key.substr(kFeatureKey.size()))) continue;
        out_.changes.push_back(change::PropertyChanged{key, std::nullopt, each.value.value, each.key.span});
        continue;
      }
      const std::string* now = observed_.property(key);
      if (now != nullptr && *now == each.value.value) continue;
      out_.changes.push_back(change::PropertyChanged{key, now == nullptr ? std::nullopt : std::optional(*now),
                                                     each.value.value, each.value.span});
    }
    for (const Property& each : observed_.table.properties) {
      const std::string& key = each.key.value;
      if (is_bookkeeping_property(key) || declared(key) != nullptr) continue;
      if (managed("property", key)) {
        out_.changes.push_back(change::PropertyChanged{key, each.value.value, std::nullopt, desired_.span});
      } else {
        unmanaged("property " + key);
      }
    }
  }

  /// Which trades of names the table has seen. What the code no longer asks for is forgotten, so that it may ask again.
  void renames() {
    const std::string declared = declared_renames(desired_);
    const std::string* now = observed_.property(kRenamesKey);
    if (now == nullptr ? declared.empty() : *now == declared) return;
    out_.changes.push_back(
        change::PropertyChanged{std::string(kRenamesKey), now == nullptr ? std::nullopt : std::optional(*now),
                                declared.empty() ? std::nullopt : std::optional(declared), desired_.span});
  }

  static const Check* find(const std::vector<Check>& checks, const std::string& name) {
    const auto found =
        std::find_if(checks.begin(), checks.end(), [&](const Check& each) { return same_name(each.name.value, name); });
    return found == checks.end() ? nullptr : &*found;
  }

  void checks() {
    for (const Check& each : desired_.checks) {
      const Check* now = find(observed_.table.checks, each.name.value);
      if (now != nullptr && same_sql(each.expression.value, now->expression.value)) continue;
      if (now != nullptr) out_.changes.push_back(change::CheckRemoved{*now, each.name.span});
      out_.changes.push_back(change::CheckAdded{each});
    }
    for (const Check& each : observed_.table.checks) {
      if (find(desired_.checks, each.name.value) != nullptr) continue;
      if (managed("check", each.name.value)) {
        out_.changes.push_back(change::CheckRemoved{each, desired_.span});
      } else {
        unmanaged("check " + each.name.value);
      }
    }
  }

  /// Observed layout columns are compared under the names that they will have.
  std::vector<std::string> renamed(const std::vector<LocatedText>& columns) const {
    std::vector<change::ColumnRenamed> renames;
    for (const Change& each : out_.changes) {
      if (const auto* rename = std::get_if<change::ColumnRenamed>(&each)) renames.push_back(*rename);
    }
    std::vector<std::string> now;
    for (const LocatedText& column : columns) {
      now.push_back(after_renames(ColumnPath::parse(column.value), renames).text());
    }
    return now;
  }

  static std::vector<std::string> texts(const std::vector<LocatedText>& columns) {
    std::vector<std::string> values;
    for (const LocatedText& column : columns) values.push_back(ColumnPath::parse(column.value).text());
    return values;
  }

  static bool same_columns(const std::vector<std::string>& a, const std::vector<std::string>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), same_name);
  }

  const SourceSpan& span_of(const std::vector<LocatedText>& columns) const {
    return columns.empty() ? desired_.span : columns.front().span;
  }

  /// Without renames, equal spellings need no second look.
  bool same_texts(const std::vector<LocatedText>& desired, const std::vector<LocatedText>& observed) const {
    return out_.changes.empty() && desired == observed;
  }

  void layout() {
    if (!same_texts(desired_.partition_by, observed_.table.partition_by)) {
      auto from = renamed(observed_.table.partition_by);
      auto to = texts(desired_.partition_by);
      if (!same_columns(from, to)) {
        out_.changes.push_back(
            change::PartitioningChanged{std::move(from), std::move(to), span_of(desired_.partition_by)});
      }
    }
    if (blind(Aspect::clustering) || same_texts(desired_.cluster_by, observed_.table.cluster_by)) return;
    auto from = renamed(observed_.table.cluster_by);
    auto to = texts(desired_.cluster_by);
    if (same_columns(from, to)) return;
    if (to.empty() && !managed("clustering", "")) return unmanaged("clustering");
    out_.changes.push_back(change::ClusteringChanged{std::move(from), std::move(to), span_of(desired_.cluster_by)});
  }

  void location() {
    if (!desired_.location || !observed_.table.location) return;
    if (canonical_location(desired_.location->value) == canonical_location(observed_.table.location->value)) return;
    out_.changes.push_back(
        change::LocationChanged{observed_.table.location->value, desired_.location->value, desired_.location->span});
  }

  const Table& desired_;
  const ObservedTable& observed_;
  const ManagedMark* mark_;
  Diff& out_;
};

/// What changes of one kind are sorted by. New columns keep the order of their declaration.
struct SortKey {
  std::string operator()(const change::ColumnAdded&) const { return {}; }
  std::string operator()(const change::ColumnRenamed& c) const { return c.from.text(); }
  std::string operator()(const change::PropertyChanged& c) const { return c.key; }
  std::string operator()(const change::CheckAdded& c) const { return fold_case(c.check.name.value); }
  std::string operator()(const change::CheckRemoved& c) const { return fold_case(c.check.name.value); }
  std::string operator()(const change::ClusteringChanged&) const { return {}; }
  std::string operator()(const change::PartitioningChanged&) const { return {}; }
  std::string operator()(const change::LocationChanged&) const { return {}; }
  std::string operator()(const change::PrimaryKeyChanged&) const { return {}; }
  std::string operator()(const change::ForeignKeyRemoved& c) const { return fold_case(c.key.name.value); }
  std::string operator()(const change::ForeignKeyAdded& c) const { return fold_case(c.key.name.value); }
  std::string operator()(const change::TagChanged& c) const { return fold_case(c.path.text()) + ' ' + c.key; }
  template <class OfColumn>
  std::string operator()(const OfColumn& c) const {
    return fold_case(c.path.text());
  }
};

/// Where a change belongs: by kind, then by what it is about, then as it was found.
struct Rank {
  std::size_t kind;
  std::string key;
  std::size_t place;
  auto operator<=>(const Rank&) const = default;
};

void sort_canonically(std::vector<Change>& changes) {
  std::vector<Rank> ranks;
  for (const Change& each : changes) ranks.push_back({each.index(), std::visit(SortKey{}, each), ranks.size()});
  std::sort(ranks.begin(), ranks.end());
  std::vector<Change> sorted;
  sorted.reserve(changes.size());
  for (const Rank& rank : ranks) sorted.push_back(std::move(changes[rank.place]));
  changes = std::move(sorted);
}

}  // namespace

Diff diff(const Table& desired, const ObservedTable& observed, const std::optional<ManagedMark>& mark) {
  Diff out;
  const ManagedMark* known = mark ? &*mark : nullptr;
  ColumnDiffer(desired, observed, known, out).run();
  TableDiffer(desired, observed, known, out).run();
  KeyDiffer(desired, observed, known, out).run();
  if (out.changes.size() > 1) sort_canonically(out.changes);
  std::sort(out.unmanaged.begin(), out.unmanaged.end(),
            [](const Unmanaged& a, const Unmanaged& b) { return a.subject < b.subject; });
  sort_findings(out.findings);
  return out;
}

}  // namespace delta
