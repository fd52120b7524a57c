#include "diff/difference.hpp"

#include <map>

#include "delta/sql/tokens.hpp"
#include "delta/sql/type_text.hpp"

namespace delta {
namespace {

/// A thing that a table has: how it is called, what it is, and what of it is compared.
struct Thing {
  std::string label;
  std::string shown;
  std::string compared;
};
using Things = std::map<std::string, Thing>;  ///< by a key that both looks have in common

class Lister {
 public:
  Things list(const Table& table) && {
    for (const Column& column : table.columns) add_column(column);
    if (!table.comment.empty()) add("comment", "", "the comment", "'" + table.comment + "'");
    add("partitioning", "", "the partitioning", texts(table.partition_by));
    add("clustering", "", "the clustering", texts(table.cluster_by));
    if (table.location) add("location", "", "the location", table.location->value);
    for (const Property& each : table.properties) add_property(each);
    for (const Property& each : table.tags) add("tag", each.key.value, "tag " + each.key.value, each.value.value);
    for (const Check& check : table.checks) {
      add("check", fold_case(check.name.value), "check " + check.name.value, check.expression.value,
          sql::canonical_expression(check.expression.value));
    }
    if (table.primary_key) add("primary key", "", "the primary key", texts(table.primary_key->columns));
    for (const Key& key : table.unique) add("unique", texts(key.columns), "UNIQUE", texts(key.columns));
    for (const ForeignKey& key : table.foreign_keys) {
      add("reference", texts(key.columns), "the reference of " + texts(key.columns), key.target.text());
    }
    return std::move(things_);
  }

 private:
  void add(const std::string& kind, const std::string& name, std::string label, std::string shown) {
    std::string compared = shown;
    add(kind, name, std::move(label), std::move(shown), std::move(compared));
  }
  void add(const std::string& kind, const std::string& name, std::string label, std::string shown,
           std::string compared) {
    if (!shown.empty()) things_[kind + '\n' + name] = {std::move(label), std::move(shown), std::move(compared)};
  }

  static std::string texts(const std::vector<LocatedText>& items) {
    std::string out;
    for (const LocatedText& item : items) out += (out.empty() ? "" : ", ") + item.value;
    return out;
  }

  void add_property(const Property& each) {
    const std::string& key = each.key.value;
    if (key.starts_with("deltac.") || key == "delta.columnMapping.maxColumnId") return;
    add("property", key, "property " + key, each.value.value);
  }

  void add_column(const Column& column) {
    const ColumnPath path(column.name);
    add_field(path, column);
    const std::string key = fold_case(path.text());
    const auto expression = [&](const char* kind, const Rare<LocatedText>& text) {
      if (!text) return;
      add(kind, key, "the " + std::string(kind) + " of " + path.text(), text->value,
          sql::canonical_expression(text->value));
    };
    expression("default", column.default_value);
    expression("generation", column.generated);
    if (column.identity) {
      add("identity", key, "the identity of " + path.text(),
          std::to_string(column.identity->start) + " by " + std::to_string(column.identity->step));
    }
  }

  void add_field(const ColumnPath& path, const Field& field) {
    const std::string key = fold_case(path.text());
    const bool nested = field.type.kind == TypeKind::structure;
    add("column", key, "column " + path.text(),
        (nested ? "STRUCT" : sql::type_text(field.type)) + (field.nullable ? "" : " NOT NULL"));
    if (!field.comment.empty()) add("comment", key, "the comment of " + path.text(), "'" + field.comment + "'");
    for (const Field& inner : field.type.fields) add_field(path.child(inner.name), inner);
  }

  Things things_;
};

}  // namespace

std::vector<std::string> differences(const Table& then, const Table& now) {
  const Things before = Lister().list(then);
  const Things after = Lister().list(now);
  std::vector<std::string> out;
  for (const auto& [key, thing] : before) {
    const auto found = after.find(key);
    if (found == after.end()) {
      out.push_back(thing.label + " " + thing.shown + " is gone");
    } else if (found->second.compared != thing.compared) {
      out.push_back(thing.label + " changed from " + thing.shown + " to " + found->second.shown);
    }
  }
  for (const auto& [key, thing] : after) {
    if (!before.contains(key)) out.push_back(thing.label + " " + thing.shown + " is new");
  }
  if (then.name != now.name) out.push_back("its name is " + now.name.text());
  return out;
}

}  // namespace delta
