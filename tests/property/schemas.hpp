#pragma once
#include <rapidcheck.h>

#include <algorithm>
#include <string>
#include <vector>

#include "support/tables.hpp"

/// Random schemas and random evolutions of them that Delta can follow. To be used inside a rapidcheck property.
namespace delta::testing {

inline int below(int limit) { return *rc::gen::inRange(0, limit); }
inline bool coin() { return *rc::gen::arbitrary<bool>(); }

/// Makes names that no other column has.
class Names {
 public:
  std::string next() {
    std::string name = "c" + std::to_string(++last_);
    if (coin()) name[0] = 'C';
    return name;
  }

 private:
  int last_ = 0;
};

inline DataType random_type(Names& names, int depth) {
  static const char* const kScalars[] = {"BOOLEAN", "INT",           "BIGINT",     "STRING", "DECIMAL(10,2)",
                                         "DATE",    "TIMESTAMP_NTZ", "VARCHAR(8)", "BINARY", "FLOAT"};
  switch (depth > 0 ? below(8) : 0) {
    case 5:
      return DataType::array(random_type(names, depth - 1));
    case 6:
      return DataType::map(type("STRING"), random_type(names, depth - 1));
    case 7: {
      std::vector<Field> fields;
      for (int i = 0; i <= below(3); ++i) {
        Field field;
        field.name = names.next();
        field.type = random_type(names, depth - 1);
        if (coin()) field.comment = "inside";
        fields.push_back(std::move(field));
      }
      return DataType::structure(std::move(fields));
    }
    default:
      return type(kScalars[below(10)]);
  }
}

inline Column random_column(Names& names) {
  Column made;
  made.name = names.next();
  made.type = random_type(names, 2);
  if (below(3) == 0) made.comment = "what it holds";
  if (made.type.kind == TypeKind::integer && coin()) made.default_value = LocatedText("1");
  return made;
}

inline void random_facts(Table& table) {
  for (int i = 0; i < below(3); ++i) {
    table.properties.push_back({"team.key" + std::to_string(i), std::to_string(below(3))});
  }
  if (coin()) table.comment = "a table";
  for (const Column& column : table.columns) {
    const TypeKind kind = column.type.kind;
    if (kind == TypeKind::integer && below(3) == 0) {
      table.checks.push_back({"positive_" + column.name.text(), column.name.text() + " > 0"});
    }
    if (kind == TypeKind::date && table.cluster_by.size() < 4 && coin()) table.cluster_by.push_back(column.name.text());
  }
}

inline Table random_table(const std::string& name, Names& names) {
  std::vector<Column> columns = {column("id", "BIGINT")};
  const int count = below(6) + 1;
  for (int i = 0; i < count; ++i) columns.push_back(random_column(names));
  if (coin()) columns[0].nullable = false;
  Table made = table(name, std::move(columns));
  random_facts(made);
  return made;
}

/// One change after another, each of which Delta can do in place with all permissions.
class Evolution {
 public:
  Evolution(Table& table, Names& names) : table_(table), names_(names) {}

  void run() {
    for (int i = below(6); i > 0; --i) step();
  }

 private:
  Column& any_column() {
    return table_.columns[static_cast<std::size_t>(below(static_cast<int>(table_.columns.size())))];
  }

  void step() {
    switch (below(9)) {
      case 0:
        return add();
      case 1:
        return drop();
      case 2:
        return rename();
      case 3:
        return widen(any_column().type);
      case 4:
        any_column().comment = coin() ? "" : "another text";
        return;
      case 5:
        any_column().nullable = true;
        return;
      case 6:
        table_.properties.clear();
        return random_properties();
      case 7:
        return change_default();
      default:
        return change_inside(any_column().type);
    }
  }

  void add() {
    const auto place = static_cast<std::ptrdiff_t>(below(static_cast<int>(table_.columns.size()) + 1));
    Column made = random_column(names_);
    if (below(3) == 0) made.position.place = Position::Place::first;
    table_.columns.insert(table_.columns.begin() + place, std::move(made));
  }

  void drop() {
    if (table_.columns.size() < 3) return;
    const std::string gone = table_.columns.back().name.text();
    table_.columns.pop_back();
    forget(gone);
  }

  void forget(const std::string& name) {
    std::erase_if(table_.checks, [&](const Check& check) { return check.name.value == "positive_" + name; });
    std::erase_if(table_.cluster_by, [&](const LocatedText& column) { return column.value == name; });
  }

  void rename() {
    Column& column = any_column();
    if (!column.renamed_from.empty()) return;
    const std::string before = column.name.text();
    column.renamed_from = {before};
    column.name = names_.next();
    for (Check& check : table_.checks) {
      if (check.expression.value == before + " > 0") check.expression.value = column.name.text() + " > 0";
    }
    for (LocatedText& clustered : table_.cluster_by) {
      if (clustered.value == before) clustered.value = column.name.text();
    }
  }

  void widen(DataType& type) {
    switch (type.kind) {
      case TypeKind::integer:
        type = DataType::of(TypeKind::bigint);
        return;
      case TypeKind::float32:
        type = DataType::of(TypeKind::float64);
        return;
      case TypeKind::decimal:
        type = DataType::decimal(12, 2);
        return;
      case TypeKind::varchar:
        type = DataType::of(TypeKind::string);
        return;
      case TypeKind::date:
        if (table_.cluster_by.empty()) type = DataType::of(TypeKind::timestamp_ntz);
        return;
      default:
        for (DataType& inner : type.types) widen(inner);
        for (Field& field : type.fields) widen(field.type);
    }
  }

  void change_default() {
    Column& column = any_column();
    if (column.type.kind == TypeKind::integer) column.default_value = LocatedText(coin() ? "2" : "3");
    if (coin()) column.default_value.reset();
  }

  void random_properties() {
    for (int i = 0; i < below(3); ++i) {
      table_.properties.push_back({"team.key" + std::to_string(i), std::to_string(below(3))});
    }
  }

  /// Adds, renames or drops a field of a struct, wherever one is.
  void change_inside(DataType& type) {
    for (DataType& inner : type.types) change_inside(inner);
    if (type.kind != TypeKind::structure) return;
    switch (below(3)) {
      case 0: {
        Field field;
        field.name = names_.next();
        field.type = random_type(names_, 1);
        type.fields.insert(type.fields.begin(), std::move(field));
        return;
      }
      case 1: {
        Field& field = type.fields.front();
        if (!field.renamed_from.empty()) return;
        field.renamed_from = {field.name.text()};
        field.name = names_.next();
        return;
      }
      default:
        if (type.fields.size() > 1) type.fields.pop_back();
        if (!type.fields.empty()) change_inside(type.fields.front().type);
    }
  }

  Table& table_;
  Names& names_;
};

/// A version of `before` that can be reached from it.
inline Table evolved(const Table& before, Names& names) {
  Table after = before;
  Evolution(after, names).run();
  return after;
}

/// The same values in another order.
template <class Values>
void shuffle(Values& values) {
  for (std::size_t i = values.size(); i > 1; --i) {
    std::swap(values[i - 1], values[static_cast<std::size_t>(below(static_cast<int>(i)))]);
  }
}

}  // namespace delta::testing
