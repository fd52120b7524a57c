#include "delta/catalog/visible_part.hpp"

#include "delta/model/fingerprint.hpp"

namespace delta {
namespace {

class Blinded {
 public:
  Blinded(Table& table, Aspects blind)
      : table_(table),
        nullability_(blind.contains(Aspect::nullability)),
        comments_(blind.contains(Aspect::comments)),
        text_lengths_(blind.contains(Aspect::text_lengths)),
        blind_(blind) {}

  void run() {
    if (comments_) table_.comment.clear();
    if (blind_.contains(Aspect::checks)) table_.checks.clear();
    if (blind_.contains(Aspect::clustering)) table_.cluster_by.clear();
    if (blind_.contains(Aspect::properties)) table_.properties.clear();
    if (blind_.contains(Aspect::tags)) table_.tags.clear();
    if (blind_.contains(Aspect::keys)) {
      table_.primary_key.reset();
      table_.unique.clear();
      table_.foreign_keys.clear();
    }
    for (Column& each : table_.columns) column(each);
  }

 private:
  void column(Column& column) const {
    field(column);
    if (blind_.contains(Aspect::defaults)) column.default_value.reset();
    if (blind_.contains(Aspect::generated)) column.generated.reset();
    if (blind_.contains(Aspect::identity)) column.identity.reset();
    if (blind_.contains(Aspect::tags)) column.tags.clear();
  }

  void field(Field& field) const {
    if (nullability_) field.nullable = true;
    if (comments_) field.comment.clear();
    type(field.type);
  }

  void type(DataType& type) const {
    if (text_lengths_ && (type.kind == TypeKind::varchar || type.kind == TypeKind::fixed_char)) {
      type = DataType::of(TypeKind::string);
    }
    for (DataType& inner : type.types) this->type(inner);
    for (Field& inner : type.fields) field(inner);
  }

  Table& table_;
  const bool nullability_;
  const bool comments_;
  const bool text_lengths_;
  const Aspects blind_;
};

}  // namespace

Table visible_part(Table table, Aspects blind) {
  Blinded(table, blind).run();
  return table;
}

bool hides_something(Aspects blind) {
  blind.erase({Aspect::keys, Aspect::tags});
  return !blind.empty();
}

std::string visible_fingerprint(const ObservedTable& table, Aspects blind) {
  if (!table.present()) return {};
  return hides_something(blind) ? fingerprint(visible_part(table.table, blind)) : fingerprint(table.table);
}

}  // namespace delta
