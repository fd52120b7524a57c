#include "diff/key_differ.hpp"

#include <algorithm>

#include "diff/column_differ.hpp"
#include "diff/renames.hpp"

namespace delta {
namespace {

bool same_names(const std::vector<LocatedText>& a, const std::vector<LocatedText>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const LocatedText& x, const LocatedText& y) { return same_name(x.value, y.value); });
}

const Property* find(const std::vector<Property>& tags, const std::string& key) {
  const auto found = std::find_if(tags.begin(), tags.end(), [&](const Property& tag) { return tag.key.value == key; });
  return found == tags.end() ? nullptr : &*found;
}

bool has_column_tags(const Table& table) {
  return std::any_of(table.columns.begin(), table.columns.end(),
                     [](const Column& column) { return !column.tags.empty(); });
}

}  // namespace

KeyDiffer::KeyDiffer(const Table& desired, const ObservedTable& observed, const ManagedMark* mark, Diff& out)
    : desired_(desired), observed_(observed), mark_(mark), out_(out) {}

void KeyDiffer::run() {
  const bool keys = !observed_.blind.contains(Aspect::keys);
  const bool with_tags = !observed_.blind.contains(Aspect::tags);
  if (!keys && !with_tags) return;
  for (const Change& each : out_.changes) {
    if (const auto* rename = std::get_if<change::ColumnRenamed>(&each)) renames_.push_back(*rename);
  }
  if (keys) primary_key();
  if (keys) foreign_keys();
  if (with_tags) tags();
}

void KeyDiffer::primary_key() {
  const Rare<Key>& to = desired_.primary_key;
  const Rare<Key>& from = observed_.table.primary_key;
  if (!to && !from) return;
  if (to && from && same_name(to->name.value, from->name.value) && same_columns(to->columns, from->columns)) return;
  if (!to && !managed("primary_key", "")) return unmanaged("primary key " + from->name.value);
  out_.changes.push_back(change::PrimaryKeyChanged{from, to, to && to->span.known() ? to->span : desired_.span});
}

void KeyDiffer::foreign_keys() {
  const auto& seen = observed_.table.foreign_keys;
  std::vector<bool> kept(seen.size(), false);
  for (const ForeignKey& each : desired_.foreign_keys) {
    const auto found = std::find_if(seen.begin(), seen.end(), [&](const ForeignKey& one) { return same(each, one); });
    if (found != seen.end()) {
      kept[static_cast<std::size_t>(found - seen.begin())] = true;
    } else {
      out_.changes.push_back(change::ForeignKeyAdded{each});
    }
  }
  for (std::size_t i = 0; i < seen.size(); ++i) {
    if (kept[i]) continue;
    // One of another shape under a declared name, or on the columns of a declared one, makes way for that.
    const bool replaced = std::any_of(desired_.foreign_keys.begin(), desired_.foreign_keys.end(),
                                      [&](const auto& one) { return same_name(one.name.value, seen[i].name.value); });
    if (replaced || managed("foreign_key", foreign_key_aspect(seen[i]))) {
      out_.changes.push_back(change::ForeignKeyRemoved{seen[i], desired_.span});
    } else {
      unmanaged("foreign key " + seen[i].name.value);
    }
  }
}

bool KeyDiffer::same(const ForeignKey& desired, const ForeignKey& observed) const {
  // A table that refers to itself has its columns renamed on both sides.
  const bool own = observed.target == observed_.name;
  return same_name(desired.name.value, observed.name.value) && same_columns(desired.columns, observed.columns) &&
         (desired.target == observed.target || (own && desired.target == desired_.name)) &&
         (own ? same_columns(desired.target_columns, observed.target_columns)
              : same_names(desired.target_columns, observed.target_columns));
}

bool KeyDiffer::same_columns(const std::vector<LocatedText>& desired, const std::vector<LocatedText>& observed) const {
  return std::equal(desired.begin(), desired.end(), observed.begin(), observed.end(),
                    [&](const LocatedText& a, const LocatedText& b) {
                      return after_renames(ColumnPath(Identifier(b.value)), renames_) ==
                             ColumnPath(Identifier(a.value));
                    });
}

void KeyDiffer::tags() {
  compare_tags(desired_.tags, observed_.table.tags, {}, {});
  // Most tables have none, and are spared the search for each column's partner.
  if (!has_column_tags(desired_) && !has_column_tags(observed_.table)) return;
  for (const Column& column : observed_.table.columns) {
    const ColumnPath seen(column.name);
    const ColumnPath now = after_renames(seen, renames_);
    const Column* partner = find_column(desired_, now.last());
    if (partner != nullptr) compare_tags(partner->tags, column.tags, now, seen);
  }
}

void KeyDiffer::compare_tags(const std::vector<Property>& desired, const std::vector<Property>& observed,
                             const ColumnPath& path, const ColumnPath& seen) {
  for (const Property& tag : desired) {
    const Property* now = find(observed, tag.key.value);
    if (now != nullptr && now->value.value == tag.value.value) continue;
    out_.changes.push_back(change::TagChanged{path, tag.key.value,
                                              now == nullptr ? std::nullopt : std::optional(now->value.value),
                                              tag.value.value, tag.key.span});
  }
  for (const Property& tag : observed) {
    if (find(desired, tag.key.value) != nullptr) continue;
    if (managed("tag", tag_aspect(seen.text(), tag.key.value))) {
      out_.changes.push_back(change::TagChanged{path, tag.key.value, tag.value.value, std::nullopt, desired_.span});
    } else {
      unmanaged(path.steps.empty() ? "tag " + tag.key.value : "tag " + tag.key.value + " of " + path.text());
    }
  }
}

bool KeyDiffer::managed(std::string_view kind, std::string_view path) const {
  return mark_ != nullptr && mark_->holds(kind, path);
}

void KeyDiffer::unmanaged(std::string subject) {
  out_.unmanaged.push_back({std::move(subject), std::string(kUnmanagedReason)});
}

}  // namespace delta
