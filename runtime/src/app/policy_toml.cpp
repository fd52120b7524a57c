/// The only file that includes the TOML parser.
#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
// toml++ 3.3 asserts what a file may break ("[" and a new line), or, with NDEBUG, has the compiler assume it. It
// reports the fault right after, if it is let.
#undef NDEBUG
#define TOML_ASSERT(expr) static_assert(true)
#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <array>

#include "app/policy_file.hpp"
#include "app/policy_text.hpp"
#include "delta/rules/policies.hpp"
#include "plan/name_pattern.hpp"

namespace delta::app {
namespace {

/// "'a', 'b' or 'c'"
std::string one_of(const std::vector<std::string>& words) {
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    out += (i == 0 ? "" : i + 1 == words.size() ? " or " : ", ") + ("'" + words[i] + "'");
  }
  return out;
}

constexpr std::array<std::pair<std::string_view, bool>, 2> kProtections{{{"frozen", true}, {"keep-data", false}}};
constexpr std::array<std::pair<std::string_view, Scope>, 4> kScopes{
    {{"full", Scope::full}, {"columns", Scope::columns}, {"metadata", Scope::metadata}, {"none", Scope::none}}};
constexpr std::array<std::pair<std::string_view, std::optional<Severity>>, 3> kSeverities{
    {{"error", Severity::error}, {"warning", Severity::warning}, {"off", std::nullopt}}};

/// Reads a policy out of a TOML document, and collects what is wrong with it.
class PolicyReader {
 public:
  PolicyReader(std::string_view text, const std::string& path) : text_(text), path_(path) {}

  Expected<Policy, Findings> read() {
    const auto plain = plain_ascii(text_);
    if (!plain) {
      add(span_at(plain.error()), "this character cannot stand here",
          "outside of comments a policy is plain ASCII: in a string in quotes, \\u00fc is an ü");
      return std::move(findings_);
    }
    toml::parse_result parsed = toml::parse(*plain, path_);
    if (!parsed) {
      const toml::parse_error& error = parsed.error();
      wrong(error.source(), "this is no TOML: " + std::string(error.description()), "");
      return std::move(findings_);
    }
    read_document(parsed.table());
    sort_findings(findings_);
    if (!findings_.empty()) return std::move(findings_);
    return std::move(policy_);
  }

 private:
  struct Entry {
    const toml::key* key;
    const toml::node* value;
  };

  /// In the order of the file, which decides between patterns.
  static std::vector<Entry> entries(const toml::table& table) {
    std::vector<Entry> all;
    for (auto&& [key, value] : table) all.push_back({&key, &value});
    std::sort(all.begin(), all.end(), [](const Entry& a, const Entry& b) {
      const auto& left = a.key->source().begin;
      const auto& right = b.key->source().begin;
      return left.line != right.line ? left.line < right.line : left.column < right.column;
    });
    return all;
  }

  static std::string text_of(const toml::key& key) { return std::string(key.str()); }

  void read_document(const toml::table& document) {
    static const std::vector<std::string> kKeys{"allow", "protect", "scope", "convention", "severity", "targets"};
    for (const Entry& each : entries(document)) {
      const std::string_view key = each.key->str();
      if (key == "allow") {
        read_allow(*each.value);
      } else if (key == "protect") {
        read_globs(each, [&](LocatedText glob, const toml::node& value) {
          if (const auto found = word(value, kProtections)) policy_.protections.push_back({std::move(glob), *found});
        });
      } else if (key == "scope") {
        read_globs(each, [&](LocatedText glob, const toml::node& value) {
          if (const auto found = word(value, kScopes)) policy_.scopes.push_back({std::move(glob), *found});
        });
      } else if (key == "convention") {
        read_conventions(*each.value);
      } else if (key == "severity") {
        read_severities(each);
      } else if (key == "targets") {
        read_targets(each);
      } else {
        unknown(*each.key, kKeys);
      }
    }
  }

  void read_allow(const toml::node& value) {
    const toml::array* list = value.as_array();
    if (list == nullptr) return wrong_type(value, "a list of kinds, such as [\"drop-column:dev.*\"]");
    policy_.allow.emplace();
    const std::vector<std::string> kinds(permission_kinds().begin(), permission_kinds().end());
    for (const toml::node& item : *list) {
      const auto text = string(item, "a kind in quotes, such as \"drop-column\"");
      if (!text) continue;
      const std::size_t colon = text->value.find(':');
      const std::string kind = text->value.substr(0, colon);
      if (std::find(kinds.begin(), kinds.end(), kind) == kinds.end()) {
        wrong(item.source(), "there is no kind of step '" + kind + "'", nearest(kind, kinds));
        continue;
      }
      std::string glob = colon == std::string::npos ? "*" : text->value.substr(colon + 1);
      if (good_glob(item, glob)) policy_.allow->push_back({{kind, std::move(glob)}, text->span});
    }
  }

  template <class Take>
  void read_globs(const Entry& entry, Take take) {
    const toml::table* table = entry.value->as_table();
    if (table == nullptr)
      return wrong_type(*entry.value, fmt::format("a table: [{}], then \"GLOB\" = \"WORD\" lines", entry.key->str()));
    for (const Entry& each : entries(*table)) {
      LocatedText glob(text_of(*each.key), span_of(each.key->source()));
      if (good_glob(each.key->source(), glob.value)) take(std::move(glob), *each.value);
    }
  }

  void read_conventions(const toml::node& value) {
    const toml::array* list = value.as_array();
    if (list == nullptr) return wrong_type(value, "a list: write [[convention]], once for each group of tables");
    for (const toml::node& item : *list) {
      if (const toml::table* table = item.as_table()) {
        read_convention(*table);
      } else {
        wrong_type(item, "a table: write [[convention]], once for each group of tables");
      }
    }
  }

  void read_convention(const toml::table& table) {
    static const std::vector<std::string> kKeys{"tables",   "table_names", "column_names",
                                                "comments", "table_tags",  "column_tags"};
    Policy::Convention asked;
    for (const Entry& each : entries(table)) {
      const std::string_view key = each.key->str();
      if (key == "tables") {
        const auto glob = string(*each.value, "a pattern in quotes, such as \"*.gold.*\"");
        if (glob && good_glob(*each.value, glob->value)) asked.tables = *glob;
      } else if (key == "table_names" || key == "column_names") {
        const auto form = string(*each.value, "a regular expression in quotes, such as \"[a-z][a-z0-9_]*\"");
        if (form && good_pattern(*form)) (key == "table_names" ? asked.table_names : asked.column_names) = *form;
      } else if (key == "comments") {
        for (const LocatedText& which : strings(*each.value, "a list, such as [\"tables\", \"columns\"]")) {
          if (which.value == "tables") {
            asked.table_comments = which.span;
          } else if (which.value == "columns") {
            asked.column_comments = which.span;
          } else {
            add(which.span, "comments are asked for on 'tables' and 'columns', not on '" + which.value + "'",
                nearest(which.value, {"tables", "columns"}));
          }
        }
      } else if (key == "table_tags" || key == "column_tags") {
        (key == "table_tags" ? asked.table_tags : asked.column_tags) =
            strings(*each.value, "a list of tags, such as [\"owner\"]");
      } else {
        unknown(*each.key, kKeys);
      }
    }
    policy_.conventions.push_back(std::move(asked));
  }

  void read_severities(const Entry& entry) {
    const toml::table* table = entry.value->as_table();
    if (table == nullptr) return wrong_type(*entry.value, "a table: [severity], then DLT402 = \"warning\" lines");
    for (const Entry& each : entries(*table)) {
      const rules::RuleInfo* rule = rules::find_rule(each.key->str());
      if (rule == nullptr) {
        wrong(each.key->source(), "there is no finding " + text_of(*each.key), "deltac explain lists them all");
        continue;
      }
      const auto severity = word(*each.value, kSeverities);
      if (!severity) continue;
      if (*severity != Severity::error && !rules::may_be_lowered(*rule)) {
        wrong(each.value->source(), code_text(rule->code) + " guards safety: it stays an error", "take the line away");
        continue;
      }
      policy_.severities[rule->code] = *severity;
    }
  }

  void read_targets(const Entry& entry) {
    const toml::table* table = entry.value->as_table();
    if (table == nullptr) return wrong_type(*entry.value, "a table for each target: [targets.NAME]");
    for (const Entry& each : entries(*table)) {
      if (const toml::table* target = each.value->as_table()) {
        read_target(*each.key, *target);
      } else {
        wrong_type(*each.value, "a table: [targets." + text_of(*each.key) + "]");
      }
    }
  }

  void read_target(const toml::key& name, const toml::table& table) {
    static const std::vector<std::string> kKeys{"target", "protected"};
    Policy::Target target;
    target.name = LocatedText(text_of(name), span_of(name.source()));
    if (name.str().empty()) wrong(name.source(), "a target without a name", "give it one: it is typed to go on");
    for (const Entry& each : entries(table)) {
      const std::string_view key = each.key->str();
      if (key == "target") {
        const auto glob = string(*each.value, "a pattern over the target's text, such as \"odbc:DSN=prod*\"");
        if (glob && good_glob(*each.value, glob->value)) target.target = *glob;
      } else if (key == "protected") {
        const auto truth = each.value->value_exact<bool>();
        if (!truth) wrong_type(*each.value, "true or false");
        target.is_protected = truth.value_or(false);
      } else {
        unknown(*each.key, kKeys);
      }
    }
    if (!table.contains("target")) {
      wrong(name.source(), "the target " + target.name.value + " lacks the pattern that it is known by",
            "add target = \"GLOB\" over what --target says");
    }
    policy_.targets.push_back(std::move(target));
  }

  std::optional<LocatedText> string(const toml::node& value, std::string_view wanted) {
    if (const auto text = value.value_exact<std::string>()) return LocatedText(*text, span_of(value.source()));
    wrong_type(value, wanted);
    return std::nullopt;
  }

  std::vector<LocatedText> strings(const toml::node& value, std::string_view wanted) {
    std::vector<LocatedText> all;
    const toml::array* list = value.as_array();
    if (list == nullptr) {
      wrong_type(value, wanted);
      return all;
    }
    for (const toml::node& item : *list) {
      if (auto text = string(item, "a text in quotes")) all.push_back(*std::move(text));
    }
    return all;
  }

  template <class Meaning, std::size_t N>
  std::optional<Meaning> word(const toml::node& value,
                              const std::array<std::pair<std::string_view, Meaning>, N>& rows) {
    std::vector<std::string> words;
    for (const auto& row : rows) words.emplace_back(row.first);
    const auto text = string(value, one_of(words));
    if (!text) return std::nullopt;
    for (const auto& [name, meaning] : rows) {
      if (text->value == name) return std::optional<Meaning>(meaning);
    }
    add(text->span, "'" + text->value + "' is none of " + one_of(words), nearest(text->value, words));
    return std::nullopt;
  }

  bool good_glob(const toml::node& where, const std::string& glob) { return good_glob(where.source(), glob); }
  bool good_glob(const toml::source_region& where, const std::string& glob) {
    if (glob.empty()) return wrong(where, "the pattern is empty", "* fits everything"), false;
    const std::size_t foreign = glob.find_first_of("[]{}\\");
    if (foreign == std::string::npos) return true;
    wrong(where, fmt::format("'{}' cannot stand in a pattern", glob[foreign]),
          "* stands for any text and ? for one character");
    return false;
  }

  bool good_pattern(const LocatedText& form) {
    const auto made = NamePattern::make(form.value);
    if (!made) add(form.span, made.error().message, made.error().fix);
    return static_cast<bool>(made);
  }

  static std::string nearest(std::string_view name, const std::vector<std::string>& words) {
    const std::string found = rules::nearest_name(name, words);
    return found.empty() ? "use " + one_of(words) : "did you mean '" + found + "'?";
  }

  void unknown(const toml::key& key, const std::vector<std::string>& known) {
    wrong(key.source(), "a policy knows no key '" + text_of(key) + "' here", nearest(key.str(), known));
  }

  void wrong_type(const toml::node& value, std::string_view wanted) {
    wrong(value.source(), "this is " + type_word(value) + ", and something else belongs here",
          "write " + std::string(wanted));
  }

  static std::string type_word(const toml::node& value) {
    switch (value.type()) {
      case toml::node_type::table: return "a table";
      case toml::node_type::array: return "a list";
      case toml::node_type::string: return "a text";
      case toml::node_type::integer: return "a number";
      case toml::node_type::floating_point: return "a number";
      case toml::node_type::boolean: return "a truth value";
      default: return "a date or time";
    }
  }

  SourceSpan span_at(std::size_t offset) const {
    const std::string_view before = text_.substr(0, offset);
    const std::size_t line_begin = before.rfind('\n') + 1;  // 0 where there is none
    return {path_, static_cast<int>(std::count(before.begin(), before.end(), '\n')) + 1,
            static_cast<int>(offset - line_begin) + 1, 1};
  }

  SourceSpan span_of(const toml::source_region& region) const {
    const int begin = static_cast<int>(region.begin.column);
    const bool one_line = region.end.line == region.begin.line;
    const int length = one_line ? static_cast<int>(region.end.column) - begin : 1;
    return {path_, static_cast<int>(region.begin.line), begin, std::max(1, length)};
  }

  void wrong(const toml::source_region& where, std::string text, std::string fix) {
    add(span_of(where), std::move(text), std::move(fix));
  }

  void add(const SourceSpan& where, std::string text, std::string fix) {
    findings_.push_back(rules::finding(rules::kPolicyNotUnderstood, where, std::move(text), std::move(fix)));
  }

  std::string_view text_;
  const std::string& path_;
  Policy policy_;
  Findings findings_;
};

}  // namespace

Expected<Policy, Findings> parse_policy(std::string_view text, const std::string& path) {
  return PolicyReader(text, path).read();
}

}  // namespace delta::app
