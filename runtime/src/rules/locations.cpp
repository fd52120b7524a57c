#include <algorithm>

#include "model/location.hpp"
#include "rules/subjects.hpp"

/// Rules about where tables lie: one definition for each physical place.
namespace delta::rules {
namespace {

constexpr RuleInfo kLocationTwice{
    .code = 421,
    .severity = Severity::error,
    .summary = "two tables have one location",
    .explanation =
        "Two schemas for the same files would undo each other. Keep one of the tables, or give it another place.",
    .example =
        "struct A { DELTA_TABLE(\"{env}.silver.a\", location(\"s3://bucket/orders\")); … };\n"
        "struct B { DELTA_TABLE(\"{env}.silver.b\", location(\"s3://bucket/orders/\")); … };  // wrong",
    .prevents = "DELTA_CREATE_TABLE_SCHEME_MISMATCH",
};

constexpr RuleInfo kLocationInside{
    .code = 422,
    .severity = Severity::error,
    .summary = "one table's location lies inside another's",
    .explanation =
        "Cleaning up the outer table (VACUUM) deletes files that it does not know, and those of the inner table are "
        "such files. Put the tables side by side.",
    .example =
        "location(\"s3://bucket/orders\")\n"
        "location(\"s3://bucket/orders/lines\")  // wrong",
    .prevents = "",
};

constexpr RuleInfo kMalformedLocation{
    .code = 423,
    .severity = Severity::error,
    .summary = "a location is an absolute path or a URI",
    .explanation = "A relative path would mean another place for every program that reads it.",
    .example =
        "location(\"data/orders\")             // wrong\n"
        "location(\"s3://bucket/data/orders\")",
    .prevents = "",
};

struct Located {
  std::string path;  ///< `canonical_location`
  const Table* table;
};

void add(const RuleInfo& rule, const Table& table, std::string text, std::string fix, const Table* other,
         Findings& findings) {
  Finding& added = findings.emplace_back(
      finding(rule, first_known(table.location->span, table.declared_name.span), std::move(text), std::move(fix)));
  added.table = table.name.text();
  if (!other) return;
  const SourceSpan& where = first_known(other->location->span, other->declared_name.span);
  if (where.known()) added.notes.push_back({where, "the location of " + quoted(other->name.text())});
}

bool earlier(const Table& a, const Table& b) {
  return std::tie(a.library, a.location->span.file, a.location->span.line, a.location->span.column) <
         std::tie(b.library, b.location->span.file, b.location->span.line, b.location->span.column);
}

bool inside(const std::string& inner, const std::string& outer) {
  return inner.size() > outer.size() && inner.starts_with(outer) && (outer == "/" || inner[outer.size()] == '/');
}

}  // namespace

void check_locations(const Registry& registry, Stage, Findings& findings) {
  std::vector<Located> all;
  for (const Table& table : registry.tables) {
    if (!table.location) continue;
    const std::string& text = table.location->value;
    const bool pattern = text.starts_with('{');
    if (text.empty() || (text.find(':') == text.npos && text[0] != '/' && !pattern)) {
      add(kMalformedLocation, table, quoted(text) + " is no absolute path and no URI", "begin it with / or with s3://…",
          nullptr, findings);
      continue;
    }
    all.push_back({canonical_location(text), &table});
  }
  // A '/' sorts behind a few other characters; in that order what is inside a directory follows it at once.
  const auto by_path = [](const Located& a, const Located& b) {
    return std::lexicographical_compare(a.path.begin(), a.path.end(), b.path.begin(), b.path.end(), [](char x, char y) {
      return (x == '/' ? 0 : static_cast<unsigned char>(x)) < (y == '/' ? 0 : static_cast<unsigned char>(y));
    });
  };
  std::sort(all.begin(), all.end(), [&](const Located& a, const Located& b) {
    if (a.path != b.path) return by_path(a, b);
    return earlier(*a.table, *b.table);
  });
  std::size_t outer = 0;
  for (std::size_t i = 1; i < all.size(); ++i) {
    const Table& table = *all[i].table;
    if (all[i].path == all[outer].path) {
      add(kLocationTwice, table, "two tables have the location " + quoted(table.location->value), "", all[outer].table,
          findings);
    } else if (inside(all[i].path, all[outer].path)) {
      add(kLocationInside, table, "the location of " + quoted(table.name.text()) + " lies inside another table's",
          "put them side by side", all[outer].table, findings);
    } else {
      outer = i;
    }
  }
}

Rows location_rows() {
  static constexpr const RuleInfo* rows[] = {&kLocationTwice, &kLocationInside, &kMalformedLocation};
  return rows;
}

}  // namespace delta::rules
