#include "plan/key_steps.hpp"

namespace delta {
namespace {

/// Lifting it, readers see what it hid until it is back.
constexpr const char* kLift = "lift-policy";
constexpr std::size_t kNone = static_cast<std::size_t>(-1);

ColumnPath path_of(const LocatedText& column) { return ColumnPath(Identifier(column.value)); }

}  // namespace

KeySteps::KeySteps(const KeyChanges& changes, const ObservedTable& observed, StepSink sink)
    : changes_(changes), observed_(observed), sink_(std::move(sink)) {}

std::size_t KeySteps::drop(Action action, bool comes_back, bool serves, const SourceSpan& span, Needs needs) {
  const std::size_t step = sink_.add(std::move(action), "", span, std::move(needs));
  if (comes_back) sink_.last().impact.text = "added back below";
  sink_.last().serves = serves;
  return step;
}

void KeySteps::gone(const std::vector<LocatedText>& columns, std::size_t step) {
  for (const LocatedText& each : columns) gone_.emplace_back(path_of(each), step);
}

void KeySteps::gone(const std::string& path, std::size_t step) { gone_.emplace_back(ColumnPath::parse(path), step); }

void KeySteps::drop_first() {
  drop_references();
  if (const auto& key = changes_.primary_key; key.gone) {
    Needs needs = references_;
    for (std::size_t i = 0; i < changes_.foreign_keys.size(); ++i) {
      const auto& own = changes_.foreign_keys[i].gone;
      if (own && own->target == observed_.name) needs.push_back(foreign_keys_[i]);
    }
    const bool back = key.back.has_value();
    primary_key_.push_back(drop(action::DropPrimaryKey{*key.gone}, back, false, key.span, std::move(needs)));
    gone(key.gone->columns, primary_key_.back());
  }
  drop_policies();
  lift_tags();
}

void KeySteps::drop_references() {
  for (const ReferenceInTheWay& each : changes_.references) {
    references_.push_back(drop(action::DropForeignKey{each.referrer.table, each.referrer.key}, each.back.has_value(),
                               !each.back, {}, {}));
  }
  for (const auto& each : changes_.foreign_keys) {
    foreign_keys_.push_back(kNone);
    if (!each.gone) continue;
    foreign_keys_.back() = drop(action::DropForeignKey{{}, *each.gone}, each.back.has_value(), false, each.span, {});
    gone(each.gone->columns, foreign_keys_.back());
    if (each.gone->target == observed_.name) gone(each.gone->target_columns, foreign_keys_.back());
  }
}

void KeySteps::drop_policies() {
  for (const auto& each : changes_.policies) {
    const bool back = each.back.has_value();
    const std::size_t step = drop(action::DropPolicy{*each.gone}, false, !back, each.span, {});
    if (back) {
      sink_.last().permission = kLift;
      sink_.last().impact.text = "readers see what it hid until it is back";
    }
    policies_.push_back(step);
    if (!each.gone->column.empty()) gone(each.gone->column, step);
    for (const std::string& column : each.gone->columns) gone(column, step);
  }
}

void KeySteps::lift_tags() {
  for (const auto& each : changes_.lifted_tags) {
    const Property& tag = each.gone->tag;
    const std::size_t step =
        drop(action::UnsetTag{each.gone->path, tag.key.value, tag.value.value}, false, !each.back, each.span, {});
    if (each.back) {
      sink_.last().permission = kLift;
      sink_.last().impact.text = "policies by tag do not hold until it is back";
    }
    tags_.push_back(step);
    gone_.emplace_back(each.gone->path, step);
  }
}

void KeySteps::need_gone(Needs& needs, const ColumnPath& before) const {
  for (const auto& [path, step] : gone_) {
    if (before.contains(path)) needs.push_back(step);
  }
}

void KeySteps::need_columns(Needs& needs, const std::vector<LocatedText>& columns) const {
  for (const LocatedText& each : columns) sink_.need_path(needs, path_of(each));
}

void KeySteps::set_tags() {
  for (std::size_t i = 0; i < changes_.lifted_tags.size(); ++i) {
    const auto& each = changes_.lifted_tags[i];
    if (!each.back) continue;
    Needs needs{tags_[i]};
    sink_.need_path(needs, each.back->path);
    sink_.add(action::SetTag{each.back->path, each.back->tag.key.value, each.back->tag.value.value, std::nullopt}, "",
              each.span, std::move(needs));
  }
  for (const change::TagChanged& each : changes_.tags) {
    if (each.to) continue;
    sink_.add(action::UnsetTag{each.path, each.key, each.from.value_or("")}, "", each.span, {});
  }
  for (const change::TagChanged& each : changes_.tags) {
    if (!each.to) continue;
    Needs needs;
    sink_.need_path(needs, each.path);
    sink_.add(action::SetTag{each.path, each.key, *each.to, each.from}, "", each.span, std::move(needs));
  }
}

void KeySteps::add_last(const std::vector<std::pair<ColumnPath, std::size_t>>& not_null) {
  Needs key_set;
  if (const auto& key = changes_.primary_key; key.back) {
    Needs needs = primary_key_;
    need_columns(needs, key.back->columns);
    for (const auto& [path, step] : not_null) {
      for (const LocatedText& column : key.back->columns) {
        if (path == path_of(column)) needs.push_back(step);
      }
    }
    key_set.push_back(sink_.add(action::SetPrimaryKey{*key.back}, "", key.span, std::move(needs)));
  }
  for (std::size_t i = 0; i < changes_.foreign_keys.size(); ++i) {
    const auto& each = changes_.foreign_keys[i];
    if (!each.back) continue;
    Needs needs;
    if (foreign_keys_[i] != kNone) needs.push_back(foreign_keys_[i]);
    need_columns(needs, each.back->columns);
    // A key of the same name that is to go makes way for it.
    for (std::size_t j = 0; j < changes_.foreign_keys.size(); ++j) {
      const auto& other = changes_.foreign_keys[j];
      if (j != i && other.gone && !other.back && other.gone->name.value == each.back->name.value) {
        needs.push_back(foreign_keys_[j]);
      }
    }
    if (each.back->target == observed_.name) needs.insert(needs.end(), key_set.begin(), key_set.end());
    sink_.add(action::AddForeignKey{{}, *each.back}, "", each.span, std::move(needs));
  }
  for (std::size_t i = 0; i < changes_.references.size(); ++i) {
    const ReferenceInTheWay& each = changes_.references[i];
    if (!each.back) continue;
    Needs needs{references_[i]};
    needs.insert(needs.end(), key_set.begin(), key_set.end());
    sink_.add(action::AddForeignKey{each.referrer.table, *each.back}, "", {}, std::move(needs));
  }
  for (std::size_t i = 0; i < changes_.policies.size(); ++i) {
    const auto& each = changes_.policies[i];
    if (!each.back) continue;
    Needs needs{policies_[i]};
    if (!each.back->column.empty()) sink_.need_path(needs, ColumnPath::parse(each.back->column));
    for (const std::string& column : each.back->columns) sink_.need_path(needs, ColumnPath::parse(column));
    sink_.add(action::SetPolicy{*each.back}, "", each.span, std::move(needs));
  }
}

}  // namespace delta
