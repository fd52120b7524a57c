#include "delta/model/fingerprint.hpp"

#include <algorithm>

#include "delta/sql/tokens.hpp"

namespace delta {
namespace {

/// Writes a model as a sequence of length-prefixed texts, so that no two models can run together into the same bytes.
class Canonical {
 public:
  void add(std::string_view text) {
    bytes_ += std::to_string(text.size());
    bytes_ += ':';
    bytes_ += text;
  }
  void add(long long number) { add(std::string_view(std::to_string(number))); }
  std::string take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

std::string canonical(const DataType& type);

/// The fields' texts, sorted: order is not a difference.
template <class Members>
void add_sorted(Canonical& out, const Members& members) {
  std::vector<std::string> texts;
  texts.reserve(members.size());
  for (const auto& member : members) texts.push_back(member);
  std::sort(texts.begin(), texts.end());
  out.add(static_cast<long long>(texts.size()));
  for (const std::string& text : texts) out.add(text);
}

void add_field(Canonical& out, const Field& field) {
  out.add(fold_case(field.name.text()));
  out.add(canonical(field.type));
  out.add(field.nullable ? "null" : "not null");
  out.add(field.comment);
}

std::string canonical(const DataType& type) {
  Canonical out;
  out.add(static_cast<long long>(type.kind));
  out.add(type.precision);
  out.add(type.scale);
  out.add(type.text);
  for (const DataType& inner : type.types) out.add(canonical(inner));
  std::vector<std::string> fields;
  for (const Field& field : type.fields) {
    Canonical one;
    add_field(one, field);
    fields.push_back(one.take());
  }
  add_sorted(out, fields);
  return out.take();
}

std::string canonical(const std::vector<Property>& properties) {
  std::vector<std::string> texts;
  for (const Property& property : properties) {
    if (property.key.value.starts_with("deltac.")) continue;
    if (property.key.value == "delta.columnMapping.maxColumnId") continue;
    Canonical one;
    one.add(property.key.value);
    one.add(property.value.value);
    texts.push_back(one.take());
  }
  Canonical out;
  add_sorted(out, texts);
  return out.take();
}

std::string canonical(const Column& column) {
  Canonical out;
  add_field(out, column);
  out.add(column.default_value ? "default " + sql::canonical_expression(column.default_value->value) : "");
  out.add(column.generated ? "generated " + sql::canonical_expression(column.generated->value) : "");
  if (column.identity) {
    out.add(column.identity->start);
    out.add(column.identity->step);
    out.add(column.identity->allow_explicit_insert ? "by default" : "always");
  }
  out.add(canonical(column.tags));
  return out.take();
}

void add_texts(Canonical& out, const std::vector<LocatedText>& texts) {
  out.add(static_cast<long long>(texts.size()));
  for (const LocatedText& text : texts) out.add(fold_case(text.value));
}

std::string canonical_key(const Key& key) {
  Canonical out;
  out.add(key.name.value);
  add_texts(out, key.columns);
  return out.take();
}

std::string canonical(const Table& table) {
  Canonical out;
  out.add(fold_case(table.name.text()));
  std::vector<std::string> texts;
  for (const Column& column : table.columns) texts.push_back(canonical(column));
  add_sorted(out, texts);
  out.add(table.comment);
  add_texts(out, table.partition_by);
  add_texts(out, table.cluster_by);
  out.add(table.location ? table.location->value : "");
  out.add(canonical(table.properties));
  out.add(canonical(table.tags));

  texts.clear();
  for (const Check& check : table.checks) {
    Canonical one;
    one.add(fold_case(check.name.value));
    one.add(sql::canonical_expression(check.expression.value));
    texts.push_back(one.take());
  }
  add_sorted(out, texts);

  out.add(table.primary_key ? canonical_key(*table.primary_key) : "");
  texts.clear();
  for (const Key& key : table.unique) texts.push_back(canonical_key(key));
  add_sorted(out, texts);
  texts.clear();
  for (const ForeignKey& key : table.foreign_keys) {
    Canonical one;
    one.add(key.name.value);
    add_texts(one, key.columns);
    one.add(fold_case(key.target.text()));
    add_texts(one, key.target_columns);
    texts.push_back(one.take());
  }
  add_sorted(out, texts);
  return out.take();
}

}  // namespace

std::string fingerprint(const Table& table) { return sha256_hex(canonical(table)); }

std::string fingerprint(const Registry& registry) {
  Canonical out;
  out.add(registry.name);
  std::vector<std::string> texts;
  for (const Table& table : registry.tables) {
    Canonical one;
    one.add(canonical(table));
    for (const LocatedText& earlier : table.renamed_from) one.add("renamed from " + earlier.value);
    for (const LocatedText& column : table.dropped) one.add("dropped " + column.value);
    one.add(table.owns_columns ? "owns columns" : "");
    texts.push_back(one.take());
  }
  add_sorted(out, texts);
  texts.clear();
  for (const Tombstone& tombstone : registry.tombstones) texts.push_back(fold_case(tombstone.name.text()));
  add_sorted(out, texts);
  return sha256_hex(out.take());
}

}  // namespace delta
