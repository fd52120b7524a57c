#include "delta/model/fingerprint.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>

#include "delta/sql/tokens.hpp"
#include "model/location.hpp"

namespace delta {
namespace {

/// Bytes that only grow. A registry is written in some hundred thousand pieces of a few bytes, for which std::string
/// does more than copy them.
class Bytes {
 public:
  std::size_t size() const { return size_; }
  std::string_view view() const { return {text_.data(), size_}; }

  void put(std::string_view text) {
    make_room(text.size());
    std::memcpy(text_.data() + size_, text.data(), text.size());
    size_ += text.size();
  }
  void insert(std::size_t place, std::string_view text) {
    make_room(text.size());
    char* const at = text_.data() + place;
    std::memmove(at + text.size(), at, size_ - place);
    std::memcpy(at, text.data(), text.size());
    size_ += text.size();
  }

 private:
  void make_room(std::size_t more) {
    if (text_.size() - size_ < more) text_.resize(2 * text_.size() + more + 128);
  }

  std::string text_;  // what is behind `size_` is room
  std::size_t size_ = 0;
};

/// A number in digits.
class Digits {
 public:
  explicit Digits(long long number)
      : size_(static_cast<std::size_t>(std::to_chars(digits_, digits_ + sizeof digits_, number).ptr - digits_)) {}
  /// A length before what has it: "12:".
  static Digits prefix(std::size_t size) {
    Digits out(static_cast<long long>(size));
    out.digits_[out.size_++] = ':';
    return out;
  }
  std::string_view view() const { return {digits_, size_}; }

 private:
  char digits_[24];
  std::size_t size_;
};

/// Writes a model as a sequence of length-prefixed texts, so that no two models can run together into the same bytes.
class Canonical {
 public:
  explicit Canonical(Bytes& bytes) : bytes_(bytes) {}

  void add(std::string_view text) {
    bytes_.put(Digits::prefix(text.size()).view());
    bytes_.put(text);
  }
  void add(long long number) { add(Digits(number).view()); }
  void folded(std::string_view name) { add(fold_case(name)); }

  /// What `write` writes, as one text.
  template <class Write>
  void nested(Write write) {
    const std::size_t begin = bytes_.size();
    write(*this);
    bytes_.insert(begin, Digits::prefix(bytes_.size() - begin).view());
  }

  /// What `write` writes of each member, sorted: order is not a difference. A member of which it writes nothing is left
  /// out.
  template <class Members, class Write>
  void sorted(const Members& members, Write write) {
    Bytes scratch;
    Canonical inner(scratch);
    Places places;
    places.reserve(members.size());
    for (const auto& member : members) {
      const std::size_t begin = scratch.size();
      write(inner, member);
      if (scratch.size() > begin) places.emplace_back(begin, scratch.size() - begin);
    }
    add_sorted(scratch.view(), places);
  }

 private:
  using Places = std::vector<std::pair<std::size_t, std::size_t>>;  // where a text begins, and its length

  void add_sorted(std::string_view texts, Places& places) {
    const auto text = [&](const auto& place) { return texts.substr(place.first, place.second); };
    std::sort(places.begin(), places.end(), [&](const auto& a, const auto& b) { return text(a) < text(b); });
    add(static_cast<long long>(places.size()));
    for (const auto& place : places) add(text(place));
  }

  Bytes& bytes_;
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
  out.add(table.location ? canonical_location(table.location->value) : "");
  out.nested([&](Canonical& inner) { add_properties(inner, table.properties); });
  out.nested([&](Canonical& inner) { add_properties(inner, table.tags); });
  out.sorted(table.checks, add_check);
  out.nested([&](Canonical& inner) {
    if (table.primary_key) add_key(inner, *table.primary_key);
  });
  out.sorted(table.unique, add_key);
  out.sorted(table.foreign_keys, [&](Canonical& one, const ForeignKey& key) { add_foreign_key(one, key, declared); });
}

}  // namespace

std::string fingerprint(const Table& table) {
  Bytes bytes;
  Canonical out(bytes);
  add_table(out, table, false);
  return sha256_hex(bytes.view());
}

std::string fingerprint(const Registry& registry) {
  Bytes bytes;
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
  return sha256_hex(bytes.view());
}

}  // namespace delta
