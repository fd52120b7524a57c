#include "delta/model/fill.hpp"

#include <algorithm>
#include <functional>

namespace delta {
namespace {

Error pattern_error(std::string_view pattern, std::string_view reason, std::string fix) {
  return {"'" + std::string(pattern) + "' " + std::string(reason), std::move(fix)};
}

/// Walks a pattern: `plain` gets text that stands for itself, `variable` the names in braces.
Expected<void> scan(std::string_view pattern, const std::function<void(char)>& plain,
                    const std::function<Expected<void>(std::string_view)>& variable) {
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const char c = pattern[i];
    const bool doubled = i + 1 < pattern.size() && pattern[i + 1] == c;
    if ((c == '{' || c == '}') && doubled) {
      plain(c);
      ++i;
    } else if (c == '{') {
      const std::size_t end = pattern.find('}', i);
      if (end == std::string_view::npos) {
        return pattern_error(pattern, "has a '{' that is not closed", "close it, or write '{{' for a brace");
      }
      const std::string_view name = pattern.substr(i + 1, end - i - 1);
      if (!is_variable_name(name)) {
        return pattern_error(pattern, "has a placeholder that is no name: '{" + std::string(name) + "}'",
                             "use letters, digits and '_', as in {env}");
      }
      if (auto done = variable(name); !done) return done;
      i = end;
    } else if (c == '}') {
      return pattern_error(pattern, "has a '}' without a '{'", "write '}}' for a brace");
    } else {
      plain(c);
    }
  }
  return {};
}

Expected<TableName> fill_name(const TableName& name, const Variables& variables) {
  auto text = fill(name.text(), variables);
  if (!text) return text.error();
  TableName filled = TableName::parse(*text);
  if (std::ranges::any_of(filled.parts, [](const Identifier& part) { return part.text().empty(); })) {
    return pattern_error(name.text(), "is '" + *text + "' with the variables given, and a part of it has no name",
                         "give its variable a value");
  }
  return filled;
}

Expected<void> fill_table(Table& table, const Variables& variables) {
  auto name = fill_name(table.name, variables);
  if (!name) return name.error();
  table.name = *std::move(name);
  const auto fill_text = [&](LocatedText& text) -> Expected<void> {
    auto filled = fill(text.value, variables);
    if (!filled) return filled.error();
    text.value = *std::move(filled);
    return {};
  };
  if (table.location) {
    if (auto done = fill_text(*table.location); !done) return done;
  }
  if (table.query) {
    if (auto done = fill_text(*table.query); !done) return done;
  }
  for (LocatedText& earlier : table.renamed_from) {
    if (auto done = fill_text(earlier); !done) return done;
  }
  for (ForeignKey& key : table.foreign_keys) {
    auto target = fill_name(key.target, variables);
    if (!target) return target.error();
    key.target = *std::move(target);
  }
  return {};
}

}  // namespace

bool is_variable_name(std::string_view text) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  return !text.empty() && letter(text.front()) &&
         std::all_of(text.begin(), text.end(), [&](char c) { return letter(c) || digit(c); });
}

Expected<std::vector<std::string>> placeholders(std::string_view pattern) {
  std::vector<std::string> names;
  auto done = scan(
      pattern, [](char) {},
      [&](std::string_view name) -> Expected<void> {
        if (std::find(names.begin(), names.end(), name) == names.end()) names.emplace_back(name);
        return {};
      });
  if (!done) return done.error();
  return names;
}

Expected<std::string> fill(std::string_view pattern, const Variables& variables) {
  std::string filled;
  auto done = scan(
      pattern, [&](char c) { filled += c; },
      [&](std::string_view name) -> Expected<void> {
        const auto value = variables.find(std::string(name));
        if (value == variables.end()) {
          return pattern_error(pattern, "needs a value for {" + std::string(name) + "}",
                               "give --var " + std::string(name) + "=VALUE");
        }
        filled += value->second;
        return {};
      });
  if (!done) return done.error();
  return filled;
}

std::set<std::string> used_variables(const Registry& registry) {
  std::set<std::string> used;
  const auto collect = [&](const std::string& pattern) {
    if (auto names = placeholders(pattern)) used.insert(names->begin(), names->end());
  };
  for (const Table& table : registry.tables) {
    collect(table.name.text());
    if (table.location) collect(table.location->value);
    if (table.query) collect(table.query->value);
    for (const LocatedText& earlier : table.renamed_from) collect(earlier.value);
  }
  for (const Tombstone& tombstone : registry.tombstones) collect(tombstone.name.text());
  for (const LocatedText& policy : registry.namespace_policy) collect(policy.value);
  return used;
}

Expected<Registry> fill(Registry registry, const Variables& given) {
  const std::set<std::string> used = used_variables(registry);
  for (const auto& [name, value] : given) {
    if (used.contains(name)) continue;
    std::string known;
    for (const std::string& each : used) known += (known.empty() ? "" : ", ") + each;
    return Error{"no table's name uses {" + name + "}",
                 known.empty() ? "leave --var " + name + " out" : "the variables there are: " + known};
  }
  Variables variables = given;
  variables.insert(registry.variables.begin(), registry.variables.end());

  Registry filled = std::move(registry);
  filled.variables = variables;
  for (Table& table : filled.tables) {
    if (auto done = fill_table(table, variables); !done) return done.error();
  }
  for (Tombstone& tombstone : filled.tombstones) {
    auto name = fill_name(tombstone.name, variables);
    if (!name) return name.error();
    tombstone.name = *std::move(name);
  }
  for (LocatedText& policy : filled.namespace_policy) {
    auto text = fill(policy.value, variables);
    if (!text) return text.error();
    policy.value = *std::move(text);
  }
  std::sort(filled.tables.begin(), filled.tables.end(), [](const Table& a, const Table& b) { return a.name < b.name; });
  return filled;
}

}  // namespace delta
