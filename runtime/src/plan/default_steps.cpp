#include "plan/default_steps.hpp"

#include <algorithm>
#include <optional>

#include "plan/impact.hpp"

namespace delta {

struct DefaultSteps::Default {
  ColumnPath path;
  std::optional<std::string> from;
  std::optional<std::string> to;
  SourceSpan span;

  bool is_new() const { return !from && to; }
};

std::vector<DefaultSteps::Default> DefaultSteps::changed() const {
  std::vector<Default> all;
  for (const auto* each : alteration_.defaults) all.push_back({each->path, each->from, each->to, each->span});
  for (const auto* each : alteration_.added) {
    const auto& value = each->column.default_value;
    if (value) all.push_back({each->path, std::nullopt, value->value, value->span});
  }
  std::sort(all.begin(), all.end(), [](const Default& a, const Default& b) { return a.path < b.path; });
  return all;
}

void DefaultSteps::add_all() {
  const std::vector<Default> all = changed();
  const auto for_new = [&](auto work) {
    if (!alteration_.backfills) return;
    for (const Default& each : all) {
      if (each.is_new()) work(each);
    }
  };
  for_new([this](const Default& each) { fill(each); });
  for (const Default& each : all) set(each);
  for_new([this](const Default& each) { fill_again(each); });
}

/// Rows are not filled where the default itself has to wait for a permission.
void DefaultSteps::fill(const Default& each) {
  Needs needs;
  sink_.need_path(needs, each.path);
  sink_.need_feature(needs, "allowColumnDefaults");
  fills_.emplace_back(each.path,
                      sink_.add(action::Backfill{each.path, *each.to}, "backfill", each.span, std::move(needs)));
}

/// Delta takes no DEFAULT in ADD COLUMN: a new column's comes afterwards.
void DefaultSteps::set(const Default& each) {
  Needs needs;
  sink_.need_path(needs, each.path);
  if (!each.to) {
    sink_.add(action::DropDefault{each.path, each.from.value_or("")}, "", each.span, std::move(needs));
    return;
  }
  sink_.need_feature(needs, "allowColumnDefaults");
  set_.emplace_back(each.path,
                    sink_.add(action::SetDefault{each.path, *each.to, each.from}, "", each.span, std::move(needs)));
}

void DefaultSteps::fill_again(const Default& each) {
  Needs needs;
  for (const auto& [path, step] : set_) {
    if (path == each.path) needs.push_back(step);
  }
  action::Backfill again{each.path, *each.to};
  const std::size_t step = sink_.add(std::move(again), "backfill", each.span, std::move(needs));
  Impact& impact = sink_.last().impact;
  impact.text = "one way: again, for rows that were written before the default held";
  impact.seconds = impact_of(action::SetDefault{}).seconds;
  fills_.emplace_back(each.path, step);
}

void DefaultSteps::need_filled(Needs& needs, const ColumnPath& path) const {
  for (const auto& [filled, step] : fills_) {
    if (filled == path) needs.push_back(step);
  }
}

}  // namespace delta
