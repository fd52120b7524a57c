#pragma once
#include "delta/plan/action.hpp"

/// The members of every action with their names: one list for those who write actions and those who read them.
///
/// `visit(name, member)` is called for each. An action without a function here does not compile where plans are
/// written, and neither does one that got another member (the bindings no longer fit): nothing of a step can be left
/// out of a saved plan by accident.
namespace delta::action {

template <class Visit>
void members(CreateSchema& action, Visit&& visit) {
  auto& [name] = action;
  visit("name", name);
}
template <class Visit>
void members(CreateTable& action, Visit&& visit) {
  auto& [table, features] = action;
  visit("table", table);
  visit("features", features);
}
template <class Visit>
void members(DropTable& action, Visit&& visit) {
  auto& [name] = action;
  visit("name", name);
}
template <class Visit>
void members(RenameTable& action, Visit&& visit) {
  auto& [from, to] = action;
  visit("from", from);
  visit("to", to);
}
template <class Visit>
void members(EnableFeature& action, Visit&& visit) {
  auto& [feature, properties] = action;
  visit("feature", feature);
  visit("properties", properties);
}
template <class Visit>
void members(AddColumn& action, Visit&& visit) {
  auto& [path, column] = action;
  visit("path", path);
  visit("column", column);
}
template <class Visit>
void members(DropColumn& action, Visit&& visit) {
  auto& [path, type] = action;
  visit("path", path);
  visit("type", type);
}
template <class Visit>
void members(RenameColumn& action, Visit&& visit) {
  auto& [from, to] = action;
  visit("from", from);
  visit("to", to);
}
template <class Visit>
void members(AlterType& action, Visit&& visit) {
  auto& [path, from, to] = action;
  visit("path", path);
  visit("from", from);
  visit("to", to);
}
template <class Visit>
void members(DropNotNull& action, Visit&& visit) {
  auto& [path] = action;
  visit("path", path);
}
template <class Visit>
void members(SetProperty& action, Visit&& visit) {
  auto& [key, value, old] = action;
  visit("key", key);
  visit("value", value);
  visit("old", old);
}
template <class Visit>
void members(UnsetProperty& action, Visit&& visit) {
  auto& [key, old] = action;
  visit("key", key);
  visit("old", old);
}
template <class Visit>
void members(SetComment& action, Visit&& visit) {
  auto& [path, text, old] = action;
  visit("path", path);
  visit("text", text);
  visit("old", old);
}
template <class Visit>
void members(SetDefault& action, Visit&& visit) {
  auto& [path, expression, old] = action;
  visit("path", path);
  visit("expression", expression);
  visit("old", old);
}
template <class Visit>
void members(DropDefault& action, Visit&& visit) {
  auto& [path, old] = action;
  visit("path", path);
  visit("old", old);
}
template <class Visit>
void members(AddCheck& action, Visit&& visit) {
  auto& [name, expression] = action;
  visit("name", name);
  visit("expression", expression);
}
template <class Visit>
void members(DropCheck& action, Visit&& visit) {
  auto& [name, expression] = action;
  visit("name", name);
  visit("expression", expression);
}
template <class Visit>
void members(SetClustering& action, Visit&& visit) {
  auto& [columns, old, automatic] = action;
  visit("columns", columns);
  visit("old", old);
  visit("automatic", automatic);
}
template <class Visit>
void members(SetNotNull& action, Visit&& visit) {
  auto& [path] = action;
  visit("path", path);
}
template <class Visit>
void members(SetPrimaryKey& action, Visit&& visit) {
  auto& [key] = action;
  visit("key", key);
}
template <class Visit>
void members(DropPrimaryKey& action, Visit&& visit) {
  auto& [key] = action;
  visit("key", key);
}
template <class Visit>
void members(AddForeignKey& action, Visit&& visit) {
  auto& [table, key] = action;
  visit("table", table);
  visit("key", key);
}
template <class Visit>
void members(DropForeignKey& action, Visit&& visit) {
  auto& [table, key] = action;
  visit("table", table);
  visit("key", key);
}
template <class Visit>
void members(SetTag& action, Visit&& visit) {
  auto& [path, key, value, old] = action;
  visit("path", path);
  visit("key", key);
  visit("value", value);
  visit("old", old);
}
template <class Visit>
void members(UnsetTag& action, Visit&& visit) {
  auto& [path, key, old] = action;
  visit("path", path);
  visit("key", key);
  visit("old", old);
}
template <class Visit>
void members(SetPolicy& action, Visit&& visit) {
  auto& [policy] = action;
  visit("policy", policy);
}
template <class Visit>
void members(DropPolicy& action, Visit&& visit) {
  auto& [policy] = action;
  visit("policy", policy);
}

template <class Visit>
void members(Backfill& action, Visit&& visit) {
  auto& [path, expression] = action;
  visit("path", path);
  visit("expression", expression);
}
template <class Visit>
void members(CreateView& action, Visit&& visit) {
  auto& [view, replaces] = action;
  visit("view", view);
  visit("replaces", replaces);
}
template <class Visit>
void members(DropView& action, Visit&& visit) {
  auto& [name] = action;
  visit("name", name);
}
template <class Visit>
void members(RestoreTable& action, Visit&& visit) {
  auto& [version, table] = action;
  visit("version", version);
  visit("table", table);
}

}  // namespace delta::action
