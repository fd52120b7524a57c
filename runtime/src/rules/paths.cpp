#include "rules/paths.hpp"

namespace delta::rules {
namespace {

/// Where step `wanted` of a path begins in its text, and how long it is there, backticks included.
std::pair<std::size_t, std::size_t> extent(std::string_view text, std::size_t wanted) {
  std::size_t begin = 0;
  std::size_t step = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '`') quoted = !quoted;
    if (text[i] != '.' || quoted) continue;
    if (step == wanted) return {begin, i - begin};
    ++step;
    begin = i + 1;
  }
  return {begin, text.size() - begin};
}

std::vector<std::string> field_names(const DataType& type) {
  std::vector<std::string> names;
  for (const Field& field : type.fields) names.push_back(field.name.text());
  return names;
}

/// What can stand below a type, when `step` cannot.
void explain(PathFault& fault, const DataType& type, const std::string& parent, const std::string& step) {
  switch (type.kind) {
    case TypeKind::structure:
      fault.missing_field = true;
      fault.text = quoted(parent) + " has no field " + quoted(step);
      fault.fix = did_you_mean(step, field_names(type));
      return;
    case TypeKind::array:
      fault.text = quoted(parent) + " is an array, and what is in it is called element";
      fault.fix = "write " + parent + ".element" + (step.empty() ? "" : "." + step);
      return;
    case TypeKind::map:
      fault.text = quoted(parent) + " is a map, and what is in it is called key and value";
      fault.fix = "write " + parent + ".value" + (step.empty() ? "" : "." + step);
      return;
    default: fault.text = quoted(parent) + " has no fields"; return;
  }
}

}  // namespace

SourceSpan place_of(const LocatedText& path, const PathFault& fault) {
  return fault.length == path.value.size() ? path.span : path.at(fault.offset, fault.length);
}

Expected<ResolvedPath, PathFault> resolve(const TableFacts& facts, const LocatedText& path) {
  ColumnPath wanted = ColumnPath::parse(path.value);
  const auto fault_at = [&](std::size_t step) {
    PathFault fault;
    fault.step = step;
    std::tie(fault.offset, fault.length) = extent(path.value, step);
    return fault;
  };
  const Column* column = facts.column(wanted.steps.front().text());
  if (!column) {
    PathFault fault = fault_at(0);
    fault.missing_field = true;
    fault.text = facts.title() + " has no column " + quoted(wanted.steps.front().text());
    fault.fix = did_you_mean(wanted.steps.front().text(), facts.column_names());
    return fault;
  }
  const DataType* type = &column->type;
  ColumnPath reached;
  if (!wanted.top_level()) reached.steps.push_back(wanted.steps.front());
  for (std::size_t i = 1; i < wanted.steps.size(); ++i) {
    reached.steps.push_back(wanted.steps[i]);
    const DataType* next = find_type(facts.table, reached);
    if (!next) {
      PathFault fault = fault_at(i);
      explain(fault, *type, reached.parent().text(), wanted.steps[i].text());
      return fault;
    }
    type = next;
  }
  return ResolvedPath{std::move(wanted), column, type};
}

std::optional<PathFault> path_fault(const TableFacts& facts, const LocatedText& path) {
  auto found = resolve(facts, path);
  return found ? std::nullopt : std::optional(std::move(found).error());
}

}  // namespace delta::rules
