#include "delta/model/fingerprint.hpp"

#include <algorithm>
#include <charconv>

#include "delta/sql/tokens.hpp"
#include "model/path_text.hpp"

namespace delta {
namespace {

/// Writes a model as a sequence of length-prefixed texts, so that no two models can run together into the same bytes.
/// Appends to one buffer: a plan names thousands of tables before and after.
class Canonical {
 public:
  explicit Canonical(std::string& bytes) : bytes_(bytes) {}

  void add(std::string_view text) {
    prefix(text.size());
    bytes_ += text;
  }
  void add(long long number) {
    char digits[24];
    const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
    add(std::string_view(digits, static_cast<std::size_t>(end - digits)));
  }
  void folded(std::string_view name) {
    nested([&](Canonical& inner) { append_folded(inner.bytes_, name); });
  }

  /// What `write` writes, as one text.
  template <class Write>
  void nested(Write write) {
    const std::size_t begin = bytes_.size();
    write(*this);
    char digits[24];
    char* end = std::to_chars(digits, digits + sizeof digits, bytes_.size() - begin).ptr;
    *end++ = ':';
    bytes_.insert(begin, digits, static_cast<std::size_t>(end - digits));
  }

  /// What `write` writes of each member, sorted: order is not a difference. A member of which it writes nothing is left
  /// out.
  template <class Members, class Write>
  void sorted(const Members& members, Write write) {
    std::string scratch;
    Canonical inner(scratch);
    std::vector<std::pair<std::size_t, std::size_t>> places;  // where each text begins, and its length
    places.reserve(members.size());
    for (const auto& member : members) {
      const std::size_t begin = scratch.size();
      write(inner, member);
      if (scratch.size() > begin) places.emplace_back(begin, scratch.size() - begin);
    }
    const auto text = [&](const auto& place) { return std::string_view(scratch).substr(place.first, place.second); };
    std::sort(places.begin(), places.end(), [&](const auto& a, const auto& b) { return text(a) < text(b); });
    add(static_cast<long long>(places.size()));
    for (const auto& place : places) add(text(place));
  }

 private:
  void prefix(std::size_t size) {
    char digits[24];
    char* end = std::to_chars(digits, digits + sizeof digits, size).ptr;
    *end++ = ':';
    bytes_.append(digits, static_cast<std::size_t>(end - digits));
  }

  std::string& bytes_;
};

void add_type(Canonical& out, const DataType& type);

void add_field(Canonical& out, const Field& field) {
  out.folded(field.name.text());
  out.nested([&](Canonical& inner) { add_type(inner, field.type); });
  out.add(field.nullable ? "null" : "not null");
  out.add(field.comment);
}

void add_type(Canonical& out, const DataType& type) {
  out.add(static_cast<long long>(type.kind));
  out.add(type.precision);
  out.add(type.scale);
  out.add(type.name());
  for (const DataType& inner : type.types) out.nested([&](Canonical& one) { add_type(one, inner); });
  out.sorted(type.fields, add_field);
}

void add_properties(Canonical& out, const std::vector<Property>& properties) {
  out.sorted(properties, [](Canonical& one, const Property& property) {
    if (property.key.value.starts_with("deltac.")) return;
    if (property.key.value == "delta.columnMapping.maxColumnId") return;
    one.add(property.key.value);
    one.add(property.value.value);
  });
}

std::string expression_text(const char* word, const Rare<LocatedText>& expression) {
  return expression ? word + sql::canonical_expression(expression->value) : std::string();
}

void add_column(Canonical& out, const Column& column) {
  add_field(out, column);
  out.add(expression_text("default ", column.default_value));
  out.add(expression_text("generated ", column.generated));
  if (column.identity) {
    out.add(column.identity->start);
    out.add(column.identity->step);
    out.add(column.identity->allow_explicit_insert ? "by default" : "always");
  }
  out.nested([&](Canonical& inner) { add_properties(inner, column.tags); });
}

void add_texts(Canonical& out, const std::vector<LocatedText>& texts) {
  out.add(static_cast<long long>(texts.size()));
  for (const LocatedText& text : texts) out.folded(text.value);
}

void add_key(Canonical& out, const Key& key) {
  out.add(key.name.value);
  add_texts(out, key.columns);
}

void add_check(Canonical& out, const Check& check) {
  out.folded(check.name.value);
  out.add(sql::canonical_expression(check.expression.value));
}

/// Which columns it refers to is part of what the code declares. On a target they are the other table's primary key, by
/// whatever names that has.
void add_foreign_key(Canonical& out, const ForeignKey& key, bool declared) {
  out.add(key.name.value);
  add_texts(out, key.columns);
  out.folded(key.target.text());
  if (declared) add_texts(out, key.target_columns);
}

/// A server tells of a view its query and little else.
void add_view(Canonical& out, const Table& view) {
  out.folded(view.name.text());
  out.add("view " + sql::canonical_expression(view.query->value));
}

void add_table(Canonical& out, const Table& table, bool declared) {
  if (table.query) return add_view(out, table);
  out.folded(table.name.text());
  out.sorted(table.columns, add_column);
  out.add(table.comment);
  add_texts(out, table.partition_by);
  add_texts(out, table.cluster_by);
  out.add(table.location ? table.location->value : "");
  out.nested([&](Canonical& inner) { add_properties(inner, table.properties); });
  out.nested([&](Canonical& inner) { add_properties(inner, table.tags); });
  out.sorted(table.checks, add_check);
  out.nested([&](Canonical& inner) {
    if (table.primary_key) add_key(inner, *table.primary_key);
  });
  out.sorted(table.unique, add_key);
  out.sorted(table.foreign_keys,
             [&](Canonical& one, const ForeignKey& key) { add_foreign_key(one, key, declared); });
}

}  // namespace

std::string fingerprint(const Table& table) {
  std::string bytes;
  Canonical out(bytes);
  add_table(out, table, false);
  return sha256_hex(bytes);
}

std::string fingerprint(const Registry& registry) {
  std::string bytes;
  Canonical out(bytes);
  out.add(registry.name);
  out.sorted(registry.tables, [](Canonical& one, const Table& table) {
    one.nested([&](Canonical& inner) { add_table(inner, table, true); });
    for (const LocatedText& earlier : table.renamed_from) one.add("renamed from " + earlier.value);
    for (const LocatedText& column : table.dropped) one.add("dropped " + column.value);
    one.add(table.owns_columns ? "owns columns" : "");
  });
  out.sorted(registry.tombstones,
             [](Canonical& one, const Tombstone& tombstone) { one.folded(tombstone.name.text()); });
  return sha256_hex(bytes);
}

}  // namespace delta
