#pragma once
#include <cstdint>

#include "evolutions.hpp"

/// Random registries in two versions, made from a seed: the same seed makes the same for the same engine.
namespace delta::testing {

/// What registries are made from.
struct Chance {
  std::uint64_t seed = 0;
  const sql::Dialect* engine = &sql::newest_spark();  ///< no table declares what it lacks
};

/// One pair in so many is of texts alone.
inline constexpr int kPairsOfTexts = 40;

/// A table as the first version of the code declares it, and what becomes of it in the second.
struct Pair {
  enum class Fate { evolves, is_renamed, is_dropped, leaves, hits_a_wall };
  Table before;
  Table after;
  Fate fate = Fate::evolves;
};

/// Many hostile texts in one table: names, comments, DEFAULTs and properties.
inline Table table_of_texts(const std::string& name, Names& names) {
  std::vector<Column> columns;
  for (int i = 0; i < 60; ++i) {
    Column made = column(names.next(), "STRING");
    made.comment = hostile_text();
    made.default_value = LocatedText(sql::quote_string(hostile_text()));
    columns.push_back(std::move(made));
  }
  Table made = table(name, std::move(columns));
  made.comment = hostile_text();
  made.properties = {{"delta.columnMapping.mode", "name"}};
  for (int i = 0; i < 30; ++i) made.properties.push_back({"k" + std::to_string(i) + hostile_text(), hostile_text()});
  return made;
}

inline Pair pair_of_texts(const std::string& name) {
  Names names;
  names.hostile = names.mapped = true;
  Pair pair;
  pair.before = table_of_texts(name, names);
  pair.after = pair.before;
  for (Column& column : pair.after.columns) {
    column.comment = hostile_text();
    column.default_value = LocatedText(sql::quote_string(hostile_text()));
  }
  for (int i = 0; i < 5; ++i) {
    Column& column = pair.after.columns[static_cast<std::size_t>(i * 7)];
    column.renamed_from = {column.name.text()};
    column.name = names.next();
  }
  pair.after.comment = hostile_text();
  for (Property& property : pair.after.properties) {
    if (!property.key.value.starts_with("delta.")) property.value = LocatedText(hostile_text());
  }
  return pair;
}

inline Pair random_pair(const std::string& name, const sql::Dialect& engine) {
  Names names;
  names.hostile = !one_in(3);
  Pair pair;
  pair.before = sound_table(name, names, engine);
  pair.after = evolved(pair.before, names, engine);
  switch (below(24)) {
    case 0: pair.fate = Pair::Fate::is_dropped; break;
    case 1: pair.fate = Pair::Fate::leaves; break;
    case 2:
    case 3:
      pair.fate = Pair::Fate::is_renamed;
      pair.after.name = TableName::parse(name + "_renamed");
      pair.after.declared_name = pair.after.name.text();
      pair.after.renamed_from = {name};
      break;
    case 4:
    case 5: {
      Table walled = pair.after;
      Evolution(walled, names).run_into_a_wall();
      if (!is_sound(walled, engine)) break;
      pair.after = std::move(walled);
      pair.fate = Pair::Fate::hits_a_wall;
      break;
    }
    default: break;
  }
  return pair;
}

/// The pair of that number, whatever others there are.
inline Pair pair_of(const Chance& chance, int number) {
  std::string digits = std::to_string(number);
  digits.insert(0, digits.size() < 5 ? 5 - digits.size() : 0, '0');
  const bool of_texts = number % kPairsOfTexts == kPairsOfTexts / 2;
  const auto made = rc::gen::exec([name = "dev.pairs.t" + digits, of_texts, engine = chance.engine] {
    return of_texts ? pair_of_texts(name) : random_pair(name, *engine);
  });
  return made(rc::Random(chance.seed * 1'000'003 + static_cast<std::uint64_t>(number)), rc::kNominalSize).value();
}

/// The registry of `count` pairs in their first or second version, or of the one called `only`.
inline Registry registry_of(const Chance& chance, int count, bool second, int only = -1) {
  Registry made;
  made.name = "pairs";
  for (int number = 0; number < count; ++number) {
    if (only >= 0 && number != only) continue;
    const Pair pair = pair_of(chance, number);
    if (!second) {
      made.tables.push_back(pair.before);
    } else if (pair.fate == Pair::Fate::is_dropped) {
      made.tombstones.push_back({pair.before.name, pair.before.declared_name, "", ""});
    } else if (pair.fate != Pair::Fate::leaves) {
      made.tables.push_back(pair.after);
    }
  }
  std::sort(made.tables.begin(), made.tables.end(), [](const Table& a, const Table& b) { return a.name < b.name; });
  return made;
}

}  // namespace delta::testing
