#pragma once
#include "delta/rules/check.hpp"
#include "delta/sql/dialect.hpp"
#include "schemas.hpp"

/// Random evolutions of random tables. To be used inside a rapidcheck property or generator.
namespace delta::testing {

/// One change after another, each of which Delta can do in place with all permissions.
class Evolution {
 public:
  Evolution(Table& table, Names& names) : table_(table), names_(names) {
    for (const Column& column : table.columns) {
      old_.push_back(column.name.text());
      if (column.generated) generations_.push_back(column.generated->value);
    }
  }

  void run() {
    for (int i = below(7); i > 0; --i) step();
  }

  /// One change that Delta cannot do in place.
  void run_into_a_wall() {
    Column& column = any_of(table_.columns);
    switch (below(5)) {
      case 0:
        column.type = column.type.kind == TypeKind::string ? type("INT") : type("STRING");
        column.default_value.reset();
        return;
      case 1: {
        Column made = random_column(names_);
        made.nullable = false;
        made.default_value.reset();
        table_.columns.push_back(std::move(made));
        return;
      }
      case 2: column.nullable = !column.nullable; return;
      case 3:
        if (table_.partition_by.empty()) table_.cluster_by.clear();
        table_.partition_by = {table_.columns[0].name.text()};
        return;
      default: column.type = DataType::array(column.type); column.default_value.reset();
    }
  }

 private:
  void step() {
    switch (below(15)) {
      case 0:
      case 1: return add();
      case 2: return drop();
      case 3: return rename();
      case 4: return widen_some();
      case 5: return change_comment();
      case 6: return relax(any_of(table_.columns));
      case 7: return change_properties();
      case 8: return change_default();
      case 9: return change_checks();
      case 10: return change_clustering();
      case 11: return one_in(2) ? trade() : rename();
      case 12: table_.comment = coin() ? "" : names_.hostile ? hostile_text() : "another table"; return;
      default: {
        Column& column = any_of(table_.columns);
        if (!is_read(column)) change_inside(column.type, ColumnPath(column.name));
      }
    }
  }

  /// A generated column and what it reads stay as they are; what it read stays even where the column itself goes, since
  /// both cannot go in one plan (DLT708).
  bool is_read(const Column& column) const {
    if (column.generated || column.identity) return true;
    return std::any_of(generations_.begin(), generations_.end(), [&](const std::string& expression) {
      return expression.find(spelled(column)) != std::string::npos;
    });
  }

  bool is_partition(const Column& column) const { return names(table_.partition_by, ColumnPath(column.name)); }

  static bool names(const std::vector<LocatedText>& list, const ColumnPath& path) {
    return std::any_of(list.begin(), list.end(),
                       [&](const LocatedText& each) { return path.contains(ColumnPath::parse(each.value)); });
  }

  bool existed(const Column& column) const {
    return std::find(old_.begin(), old_.end(), column.name.text()) != old_.end();
  }

  void add() {
    const auto place = static_cast<std::ptrdiff_t>(below(static_cast<int>(table_.columns.size()) + 1));
    Column made = random_column(names_);
    loosen(made);
    if (one_in(3)) made.position.place = Position::Place::first;
    if (made.position.place == Position::Place::last && one_in(3)) {
      made.position = {Position::Place::after, LocatedText(any_of(table_.columns).name.text())};
    }
    table_.columns.insert(table_.columns.begin() + place, std::move(made));
  }

  /// Nothing inside a new column can be NOT NULL.
  static void loosen(Field& field) {
    field.nullable = true;
    loosen(field.type);
  }
  static void loosen(DataType& type) {
    for (DataType& inner : type.types) loosen(inner);
    for (Field& field : type.fields) loosen(field);
  }

  void drop() {
    if (table_.columns.size() < table_.partition_by.size() + 3) return;
    const auto place = static_cast<std::size_t>(below(static_cast<int>(table_.columns.size())));
    const Column gone = table_.columns[place];
    if (gone.identity ? false : is_read(gone) && !gone.generated) return;
    if (is_partition(gone)) return;
    // Of two columns that trade names one may not go: the other's old name would still be there.
    if (existed(gone) && !gone.renamed_from.empty()) return;
    const bool placed = std::any_of(table_.columns.begin(), table_.columns.end(), [&](const Column& each) {
      return each.position.place == Position::Place::after && each.position.sibling().value == gone.name.text();
    });
    if (placed) return;
    table_.columns.erase(table_.columns.begin() + static_cast<std::ptrdiff_t>(place));
    forget(ColumnPath(gone.name));
    if (one_in(3) && existed(gone)) table_.dropped.emplace_back(ColumnPath(gone.name).text());
  }

  /// What names a path that is going.
  void forget(const ColumnPath& path) {
    const std::string spelling = sql::quote(path);
    std::erase_if(table_.checks,
                  [&](const Check& check) { return check.expression.value.find(spelling) != std::string::npos; });
    std::erase_if(table_.cluster_by,
                  [&](const LocatedText& column) { return path.contains(ColumnPath::parse(column.value)); });
  }

  /// What names a path that is called otherwise now.
  void follow(const ColumnPath& from, const ColumnPath& to) {
    const std::string before = sql::quote(from);
    const std::string after = sql::quote(to);
    for (Check& check : table_.checks) {
      std::string& text = check.expression.value;
      for (std::size_t at = text.find(before); at != std::string::npos; at = text.find(before, at + after.size())) {
        text.replace(at, before.size(), after);
      }
    }
    for (auto* list : {&table_.cluster_by, &table_.partition_by}) {
      for (LocatedText& each : *list) {
        ColumnPath path = ColumnPath::parse(each.value);
        if (!from.contains(path)) continue;
        for (std::size_t i = 0; i < to.steps.size(); ++i) path.steps[i] = to.steps[i];
        each.value = path.text();
      }
    }
  }

  void rename() {
    Column& column = any_of(table_.columns);
    if (!column.renamed_from.empty() || is_read(column) || !existed(column)) return;
    const std::string before = column.name.text();
    column.renamed_from = {before};
    column.name = names_.next();
    follow(ColumnPath(Identifier(before)), ColumnPath(column.name));
    for (Column& each : table_.columns) {
      if (each.position.place == Position::Place::after && each.position.sibling().value == before) {
        each.position = {Position::Place::after, LocatedText(column.name.text())};
      }
    }
  }

  /// Two columns take each other's names.
  void trade() {
    Column& one = any_of(table_.columns);
    Column& other = any_of(table_.columns);
    for (const Column* each : {&one, &other}) {
      if (&one == &other || !each->renamed_from.empty() || is_read(*each) || !existed(*each)) return;
    }
    const Identifier first = one.name;
    const Identifier second = other.name;
    one.renamed_from = {first.text()};
    other.renamed_from = {second.text()};
    one.name = second;
    other.name = first;
    const ColumnPath waiting(Identifier("waiting"));
    follow(ColumnPath(first), waiting);
    follow(ColumnPath(second), ColumnPath(first));
    follow(waiting, ColumnPath(second));
  }

  void widen_some() {
    Column& column = any_of(table_.columns);
    if (!is_read(column)) widen(column.type);
  }

  static void widen(DataType& type) {
    switch (type.kind) {
      case TypeKind::tinyint:
        type = DataType::of(one_of({TypeKind::smallint, TypeKind::integer, TypeKind::bigint, TypeKind::float64}));
        return;
      case TypeKind::smallint:
        type = one_in(4) ? DataType::decimal(14, 2) : DataType::of(one_of({TypeKind::integer, TypeKind::bigint}));
        return;
      case TypeKind::integer:
        type = one_in(4) ? DataType::decimal(10, 0) : DataType::of(one_of({TypeKind::bigint, TypeKind::float64}));
        return;
      case TypeKind::bigint:
        if (one_in(3)) type = DataType::decimal(22, 2);
        return;
      case TypeKind::float32: type = DataType::of(TypeKind::float64); return;
      case TypeKind::decimal: type = DataType::decimal(type.precision + below(3) + 1, type.scale); return;
      case TypeKind::varchar: type = coin() ? DataType::of(TypeKind::string) : DataType::varchar(20); return;
      case TypeKind::fixed_char: type = coin() ? DataType::of(TypeKind::string) : DataType::varchar(6); return;
      case TypeKind::date: type = DataType::of(TypeKind::timestamp_ntz); return;
      default:
        for (DataType& inner : type.types) widen(inner);
        for (Field& field : type.fields) widen(field.type);
    }
  }

  void change_comment() {
    Field* field = &any_of(table_.columns);
    while (!field->type.fields.empty() && coin()) field = &any_of(field->type.fields);
    field->comment = coin() ? "" : names_.hostile ? hostile_text() : "another text";
  }

  /// The column and some of what is inside it. A struct that may be NULL has no field that may not.
  static void relax(Field& field) {
    field.nullable = true;
    for (Field& inner : field.type.fields) relax(inner);
  }

  void change_properties() {
    std::erase_if(table_.properties, [&](const Property& each) {
      return each.key.value != "delta.columnMapping.mode" && !each.key.value.starts_with("delta.feature.") && coin();
    });
    const std::vector<Property> kept = table_.properties;
    table_.properties.clear();
    random_properties(table_, names_);
    std::erase_if(table_.properties, [&](const Property& each) {
      return std::any_of(kept.begin(), kept.end(),
                         [&](const Property& old) { return old.key.value == each.key.value; });
    });
    table_.properties.insert(table_.properties.end(), kept.begin(), kept.end());
  }

  void change_default() {
    Column& column = any_of(table_.columns);
    if (column.generated || column.identity) return;
    auto value = coin() ? random_default(column.type, names_) : std::nullopt;
    if (value && *value == "NULL" && !column.nullable) value.reset();
    column.default_value = value ? Rare<LocatedText>(LocatedText(*value)) : Rare<LocatedText>();
  }

  void change_checks() {
    if (!table_.checks.empty() && coin()) {
      Check& check = any_of(table_.checks);
      if (coin()) {
        table_.checks.erase(table_.checks.begin() + (&check - table_.checks.data()));
      } else {
        check.expression.value = "(" + check.expression.value + ") OR 1 = 1";
      }
      return;
    }
    if (auto check = random_check(table_, names_)) table_.checks.push_back(*std::move(check));
  }

  void change_clustering() {
    if (!table_.partition_by.empty()) return;
    table_.cluster_by = one_in(4) ? std::vector<LocatedText>() : random_clustering(table_);
  }

  /// Adds, renames or drops a field of a struct, wherever one is.
  void change_inside(DataType& type, const ColumnPath& path) {
    if (type.kind == TypeKind::array) change_inside(type.types[0], path.child("element"));
    if (type.kind == TypeKind::map) change_inside(type.types[1], path.child("value"));
    if (type.kind != TypeKind::structure) return;
    switch (below(4)) {
      case 0: {
        Field field;
        field.name = names_.next();
        field.type = random_type(names_, 1);
        loosen(field.type);
        if (one_in(3)) field.comment = names_.hostile ? hostile_text() : "inside";
        if (one_in(3)) field.position.place = Position::Place::first;
        type.fields.insert(type.fields.begin() + below(static_cast<int>(type.fields.size()) + 1), std::move(field));
        return;
      }
      case 1: {
        Field& field = any_of(type.fields);
        if (!field.renamed_from.empty() || field.position.place == Position::Place::first) return;
        const ColumnPath before = path.child(field.name);
        field.renamed_from = {field.name.text()};
        field.name = names_.next();
        return follow(before, path.child(field.name));
      }
      case 2:
        if (type.fields.size() > 1) {
          forget(path.child(type.fields.back().name));
          type.fields.pop_back();
        }
        return;
      default: {
        Field& field = any_of(type.fields);
        change_inside(field.type, path.child(field.name));
      }
    }
  }

  Table& table_;
  Names& names_;
  std::vector<std::string> old_;          // columns that were there before
  std::vector<std::string> generations_;  // the expressions of those that are generated
};

/// No rule finds fault with the table by itself, and that engine can make it.
inline bool is_sound(const Table& table, const sql::Dialect& engine) {
  const bool computed = std::any_of(table.columns.begin(), table.columns.end(),
                                    [](const Column& each) { return each.generated || each.identity; });
  if (computed && !engine.generated_columns) return false;
  const Registry alone = registry({table});
  return !has_error(rules::check(alone, rules::Stage::plan, &engine));
}

/// A table that no rule finds fault with.
inline Table sound_table(const std::string& name, Names& names, const sql::Dialect& engine = sql::newest_spark()) {
  for (int i = 0; i < 20; ++i) {
    Table made = random_table(name, names);
    if (is_sound(made, engine)) return made;
  }
  return table(name, {column("id", "BIGINT")});
}

/// A version of `before` that can be reached from it.
inline Table evolved(const Table& before, Names& names, const sql::Dialect& engine = sql::newest_spark()) {
  names.mapped = std::any_of(before.properties.begin(), before.properties.end(),
                             [](const Property& each) { return each.key.value == "delta.columnMapping.mode"; });
  for (int i = 0; i < 20; ++i) {
    Table after = before;
    Evolution(after, names).run();
    if (is_sound(after, engine)) return after;
  }
  return before;
}

}  // namespace delta::testing
