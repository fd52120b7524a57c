#include <cstdint>
#include <unordered_map>

#include "delta/model/fill.hpp"
#include "delta/rules/check.hpp"
#include "rules/subjects.hpp"

/// Rules about the names of tables: alike, malformed, refused by a catalogue, outside the namespaces that are allowed.
namespace delta::rules {

constinit const RuleInfo kSubstitution{
    .code = 107,
    .severity = Severity::error,
    .summary = "'${' would be replaced by Spark before it reads the statement",
    .explanation =
        "Spark substitutes ${…} everywhere: in names, expressions, even inside quotes. deltac escapes it in "
        "comments and values, which a name or an expression does not allow. In a table's name write {env}. In "
        "an expression split the text: '$' || '{…'.",
    .example =
        "DELTA_TABLE(\"${env}.silver.orders\");  // wrong\n"
        "DELTA_TABLE(\"{env}.silver.orders\");",
    .prevents = "",
    .matrix = "V-NAME-09",
};

constinit const RuleInfo kDeclaredTwice{
    .code = 101,
    .severity = Severity::error,
    .summary = "a table is declared twice",
    .explanation =
        "Catalogues store names in lower case, so two names that differ in case alone are one table. Two structs "
        "for one table would undo each other's changes. Keep one, and let the other library use it.",
    .example =
        "struct A { DELTA_TABLE(\"{env}.silver.orders\"); … };\n"
        "struct B { DELTA_TABLE(\"{env}.silver.Orders\"); … };  // wrong: the same table",
    .prevents = "TABLE_OR_VIEW_ALREADY_EXISTS, 42P07",
    .matrix = "V-NAME-06",
};

namespace {

constexpr RuleInfo kTypeInTwoLibraries{
    .code = 102,
    .severity = Severity::error,
    .summary = "two libraries declare a table with a C++ type of the same name",
    .explanation =
        "References name tables by their C++ type, and a program that links both libraries breaks C++'s rule of "
        "one definition. Put the types into different namespaces.",
    .example =
        "// shop:    struct Order { DELTA_TABLE(\"{env}.silver.orders\"); … };\n"
        "// billing: struct Order { DELTA_TABLE(\"{env}.gold.orders\"); … };  // wrong: say billing::Order",
    .prevents = "",
};

constexpr RuleInfo kMalformedName{
    .code = 103,
    .severity = Severity::error,
    .summary = "a table's name has two or three parts, and none is empty",
    .explanation = "The parts are catalogue, schema and table, joined by dots; the catalogue may be left out.",
    .example =
        "DELTA_TABLE(\"orders\");                // wrong: no schema\n"
        "DELTA_TABLE(\"silver..orders\");        // wrong: an empty part\n"
        "DELTA_TABLE(\"{env}.silver.orders\");",
    .prevents = "REQUIRES_SINGLE_PART_NAMESPACE, 42K05",
    .matrix = "V-NAME-03",
};

constexpr RuleInfo kMalformedPlaceholder{
    .code = 104,
    .severity = Severity::error,
    .summary = "a placeholder is a name in braces",
    .explanation =
        "{env} is replaced when the program runs, by --var env=… or a default given at link. The name has "
        "letters, digits and underscores, and begins with no digit. Write {{ and }} for braces.",
    .example =
        "DELTA_TABLE(\"{env.silver.orders\");   // wrong: not closed\n"
        "DELTA_TABLE(\"{my-env}.silver.orders\");  // wrong: no name\n"
        "DELTA_TABLE(\"{env}.silver.orders\");",
    .prevents = "",
};

constexpr RuleInfo kNameCharacter{
    .code = 105,
    .severity = Severity::error,
    .summary = "a table's name holds a character that the catalogue refuses",
    .explanation =
        "No catalogue takes spaces, slashes or control characters. Spark's session catalogue takes letters "
        "without accents, digits and underscores only; that is judged when a plan is made.",
    .example =
        "DELTA_TABLE(\"{env}.silver.order lines\");  // wrong\n"
        "DELTA_TABLE(\"{env}.silver.order_lines\");",
    .prevents = "INVALID_SCHEMA_OR_RELATION_NAME, 42602",
    .matrix = "V-NAME-04",
};

constexpr RuleInfo kNameTooLong{
    .code = 106,
    .severity = Severity::error,
    .summary = "a part of a name is longer than 255 bytes",
    .explanation = "Catalogues and file systems end there: Spark fails to make the table's directory.",
    .example = "",
    .prevents = "DELTA_CANNOT_CREATE_LOG_PATH, 42KD5",
    .matrix = "V-NAME-05",
};

constexpr RuleInfo kOutsidePolicy{
    .code = 108,
    .severity = Severity::error,
    .summary = "a table's namespace is none that the migration allows",
    .explanation =
        "NAMESPACE_POLICY lists the namespaces that one migration may touch; a table's namespace, all of its name "
        "but the last part, must equal one of them. Move the table, or add its namespace to the policy.",
    .example =
        "delta_add_migration(shop-migrate SCHEMAS shop NAMESPACE_POLICY \"{env}.silver\")\n"
        "DELTA_TABLE(\"{env}.gold.orders\");  // wrong",
    .prevents = "",
};

constexpr RuleInfo kDeclaredAndDropped{
    .code = 109,
    .severity = Severity::error,
    .summary = "a table is both declared and dropped",
    .explanation =
        "DELTA_DROPPED removes a table for good. Remove the tombstone if the table is to live, or the struct's "
        "DELTA_TABLE if it is to go.",
    .example =
        "struct Order { DELTA_TABLE(\"{env}.silver.orders\"); … };\n"
        "DELTA_DROPPED(\"{env}.silver.orders\");  // wrong",
    .prevents = "",
};

constexpr RuleInfo kDroppedTwice{
    .code = 110,
    .severity = Severity::warning,
    .summary = "a table is dropped twice",
    .explanation = "One DELTA_DROPPED says it. Keep it until no target has the table any more, and remove the other.",
    .example =
        "DELTA_DROPPED(\"{env}.silver.orders\");\n"
        "DELTA_DROPPED(\"{env}.silver.Orders\");  // the same table",
    .prevents = "",
};

constexpr std::size_t kLongestPart = 255;

bool is_session_character(unsigned char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/// What no catalogue takes in a name.
bool is_refused_everywhere(unsigned char c) { return c <= ' ' || c == '/' || c == 0x7F; }

/// The part of a pattern that is wrong: an unclosed brace, a stray one, or braces around what is no name.
struct Fault {
  std::size_t offset = 0;
  std::size_t length = 1;
  std::string text;
  std::string fix;
};

std::vector<Fault> placeholder_faults(std::string_view pattern) {
  std::vector<Fault> faults;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const char c = pattern[i];
    if (c != '{' && c != '}') continue;
    if (i + 1 < pattern.size() && pattern[i + 1] == c) {
      ++i;
      continue;
    }
    if (c == '}') {
      faults.push_back({i, 1, "'}' closes nothing", "write '}}' for a brace"});
      continue;
    }
    const std::size_t end = pattern.find('}', i);
    if (end == pattern.npos) {
      faults.push_back({i, 1, "'{' is not closed", "close it, or write '{{' for a brace"});
      break;
    }
    const std::string_view name = pattern.substr(i + 1, end - i - 1);
    if (!is_variable_name(name)) {
      faults.push_back({i, end - i + 1, "'{" + std::string(name) + "}' is no placeholder",
                        "use letters, digits and '_', as in {env}"});
    }
    i = end;
  }
  return faults;
}

/// A name or pattern as a rule about texts sees it, wherever it was written.
struct Named {
  const TableName& name;
  const LocatedText& text;
  const SourceSpan& otherwise;  ///< the place when the literal's is not known
};

class NameWalk {
 public:
  NameWalk(Stage stage, const sql::Dialect* dialect, Findings& findings)
      : stage_(stage), dialect_(dialect), findings_(findings) {}

  /// Judges one name by itself. False if it is so malformed that rules about its parts have nothing to say.
  bool check(const Named& named) {
    const std::string pattern = named.text.empty() ? named.name.text() : named.text.value;
    if (const std::size_t at = pattern.find("${"); at != pattern.npos) {
      add(kSubstitution, named, at, 2, "Spark would replace '${' in a name",
          "write " + pattern.substr(at + 1, pattern.find('}', at) - at) + ", without '$'");
      return false;
    }
    if (stage_ != Stage::plan) {
      const std::vector<Fault> faults = placeholder_faults(pattern);
      for (const Fault& fault : faults) {
        add(kMalformedPlaceholder, named, fault.offset, fault.length, fault.text, fault.fix);
      }
      if (!faults.empty()) return false;
    }
    const std::size_t parts = named.name.parts.size();
    if (parts < 2 || parts > 3) {
      add(kMalformedName, named, 0, pattern.size(),
          quoted(named.name.text()) + " has " + std::to_string(parts) + (parts == 1 ? " part" : " parts") +
              ", and a table's name has two or three",
          parts < 2 ? "write schema.table, or catalogue.schema.table" : "");
      return false;
    }
    return check_parts(named);
  }

 private:
  bool check_parts(const Named& named) {
    std::size_t offset = 0;
    for (const Identifier& part : named.name.parts) {
      const std::string& text = part.text();
      if (text.empty()) {
        add(kMalformedName, named, 0, named.text.value.size(), "a part of " + quoted(named.name.text()) + " is empty",
            "");
        return false;
      }
      if (text.size() > kLongestPart) {
        add(kNameTooLong, named, offset, text.size(),
            "a part of the name has " + std::to_string(text.size()) + " bytes, and catalogues take 255", "");
      }
      check_characters(named, text, offset);
      offset += text.size() + 1;
    }
    return true;
  }

  void check_characters(const Named& named, const std::string& part, std::size_t offset) {
    const bool restricted = dialect_ != nullptr && dialect_->restricts_table_names;
    for (std::size_t i = 0; i < part.size(); ++i) {
      const auto c = static_cast<unsigned char>(part[i]);
      const bool placeholder = stage_ != Stage::plan && (c == '{' || c == '}');
      if (!is_refused_everywhere(c) && (!restricted || is_session_character(c) || placeholder)) continue;
      std::string shown = c <= ' ' || c == 0x7F ? c == ' ' ? "a space" : "a control character" : "";
      std::size_t length = 1;
      if (shown.empty()) {
        while (c >= 0x80 && i + length < part.size() && (static_cast<unsigned char>(part[i + length]) & 0xC0) == 0x80) {
          ++length;
        }
        shown = quoted(std::string_view(part).substr(i, length));
      }
      add(kNameCharacter, named, offset + i, length,
          is_refused_everywhere(c) ? "no catalogue takes " + shown + " in a name"
                                   : "Spark's catalogue takes no " + shown + " in a name",
          "use letters, digits and '_'");
      return;
    }
  }

  /// The text and the name agree byte for byte while patterns are not filled; afterwards only the whole is known.
  void add(const RuleInfo& rule, const Named& named, std::size_t offset, std::size_t length, std::string text,
           std::string fix) {
    const SourceSpan where =
        stage_ == Stage::plan || length >= named.text.value.size() ? named.text.span : named.text.at(offset, length);
    Finding& added =
        findings_.emplace_back(finding(rule, first_known(where, named.otherwise), std::move(text), std::move(fix)));
    added.table = named.name.text();
  }

  Stage stage_;
  const sql::Dialect* dialect_;
  Findings& findings_;
};

void check_policy(const TableFacts& facts) {
  const std::vector<LocatedText>& policy = facts.registry.namespace_policy;
  if (policy.empty() || facts.stage == Stage::compile) return;
  const std::string own = facts.table.name.name_space().text();
  std::vector<std::string> allowed;
  for (const LocatedText& one : policy) {
    if (fold_case(one.value) == fold_case(own)) return;
    allowed.push_back(one.value);
  }
  facts.add(kOutsidePolicy, facts.place(), "namespace " + quoted(own) + " is none that this migration allows",
            nearest_name(own, allowed).empty() ? "allowed: " + listed(allowed, "or") : did_you_mean(own, allowed));
}

void note_first(Finding& added, const Table& first, const std::string& what) {
  const SourceSpan& where = first_known(first.declared_name.span, first.span);
  const std::string by = first.library.empty() ? "" : ", by " + first.library;
  if (where.known()) added.notes.push_back({where, what + by});
}

/// The way out for two names that differ in the case of a variable: `{env}` and `{ENV}` are two of them to --var, which
/// may have one value. Empty for other names.
std::string one_variable(std::string_view first, std::string_view second) {
  const auto ours = placeholders(first);
  const auto theirs = placeholders(second);
  if (!ours || !theirs || ours->size() != theirs->size()) return "";
  for (std::size_t i = 0; i < ours->size(); ++i) {
    const std::string& one = (*ours)[i];
    const std::string& other = (*theirs)[i];
    if (one != other && fold_case(one) == fold_case(other)) {
      return "{" + one + "} and {" + other + "} are two variables: use one of them";
    }
  }
  return "";
}

void check_declared_twice(const TableIndex& tables, Findings& findings) {
  for (const auto& [first_seen, again] : tables.repeats) {
    // The one that stands later in the sources is the finding, whatever the order of the registry.
    const Table* first = first_seen;
    const Table* second = again;
    const auto order = [](const Table& t) {
      return std::tie(t.library, t.declared_name.span.file, t.declared_name.span.line);
    };
    if (order(*second) < order(*first)) std::swap(first, second);
    Finding& added = findings.emplace_back(
        finding(kDeclaredTwice, first_known(second->declared_name.span, second->span),
                "table " + quoted(second->name.text()) + " is declared twice (names ignore case)"));
    added.table = second->name.text();
    added.fix = one_variable(first->name.text(), second->name.text());
    note_first(added, *first, "first declared here");
  }
}

void check_types_in_libraries(const Registry& registry, Findings& findings) {
  std::unordered_map<std::string_view, const Table*> seen;
  seen.reserve(registry.tables.size());
  for (const Table& table : registry.tables) {
    if (table.type_name.empty()) continue;
    const auto [found, fresh] = seen.try_emplace(table.type_name, &table);
    if (fresh || found->second->library == table.library) continue;
    Finding& added = findings.emplace_back(
        finding(kTypeInTwoLibraries, first_known(table.span, table.declared_name.span),
                "two libraries declare a struct " + table.type_name, "put one of them into another namespace"));
    added.table = table.name.text();
    note_first(added, *found->second, "first declared here");
  }
}

void check_tombstones(const Registry& registry, const TableIndex& tables, Stage stage, Findings& findings) {
  NameWalk walk(stage, nullptr, findings);
  std::unordered_map<std::string, const Tombstone*> seen;
  for (const Tombstone& tombstone : registry.tombstones) {
    if (!walk.check({tombstone.name, tombstone.declared_name, tombstone.declared_name.span})) continue;
    const auto [first, fresh] = seen.try_emplace(fold_case(tombstone.name.text()), &tombstone);
    if (!fresh) {
      Finding& added = findings.emplace_back(finding(kDroppedTwice, tombstone.declared_name.span,
                                                     "table " + quoted(tombstone.name.text()) + " is dropped already",
                                                     "keep one of the two"));
      added.table = tombstone.name.text();
      if (first->second->declared_name.span.known()) {
        added.notes.push_back({first->second->declared_name.span, "dropped here"});
      }
    }
    const auto found = tables.by_name.find(fold_case(tombstone.name.text()));
    if (found == tables.by_name.end()) continue;
    Finding& added = findings.emplace_back(
        finding(kDeclaredAndDropped, tombstone.declared_name.span,
                "table " + quoted(tombstone.name.text()) + " is declared and dropped", "remove one of the two"));
    added.table = tombstone.name.text();
    note_first(added, *found->second, "declared here");
  }
}

}  // namespace

void check_table_names(const Registry& registry, const TableIndex& tables, Stage stage, Findings& findings) {
  check_declared_twice(tables, findings);
  if (stage == Stage::link) check_types_in_libraries(registry, findings);
  check_tombstones(registry, tables, stage, findings);
}

void check_table_name(const TableFacts& facts) {
  NameWalk walk(facts.stage, facts.dialect, facts.findings);
  if (walk.check({facts.table.name, facts.table.declared_name, facts.place()})) check_policy(facts);
  for (const LocatedText& earlier : facts.table.renamed_from) {
    walk.check({TableName::parse(earlier.value), earlier, facts.place()});
  }
}

Rows table_name_rows() {
  static constexpr const RuleInfo* rows[] = {
      &kDeclaredTwice, &kTypeInTwoLibraries, &kMalformedName, &kMalformedPlaceholder, &kNameCharacter,
      &kNameTooLong,   &kSubstitution,       &kOutsidePolicy, &kDeclaredAndDropped,   &kDroppedTwice,
  };
  return rows;
}

}  // namespace delta::rules
