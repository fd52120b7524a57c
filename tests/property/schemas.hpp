#pragma once
#include <algorithm>
#include <string>
#include <vector>

#include "delta/sql/quote.hpp"
#include "random.hpp"
#include "support/tables.hpp"

/// Random tables that Delta takes. To be used inside a rapidcheck property or generator.
namespace delta::testing {

inline bool is_whole(TypeKind kind) {
  return kind == TypeKind::tinyint || kind == TypeKind::smallint || kind == TypeKind::integer ||
         kind == TypeKind::bigint;
}

/// Rows can be ordered by its minima and maxima.
inline bool has_range(TypeKind kind) {
  return is_whole(kind) || kind == TypeKind::float32 || kind == TypeKind::float64 || kind == TypeKind::decimal ||
         kind == TypeKind::string || kind == TypeKind::date || kind == TypeKind::timestamp ||
         kind == TypeKind::timestamp_ntz;
}

inline DataType random_scalar() {
  static const char* const kScalars[] = {
      "BOOLEAN",       "TINYINT", "SMALLINT", "INT",        "BIGINT",        "FLOAT",       "DOUBLE", "DECIMAL(10,2)",
      "DECIMAL(18,0)", "STRING",  "STRING",   "VARCHAR(8)", "CHAR(4)",       "BINARY",      "DATE",   "DATE",
      "TIMESTAMP",     "INT",     "BIGINT",   "INT",        "TIMESTAMP_NTZ", "DECIMAL(5,2)"};
  return type(kScalars[below(22)]);
}

inline DataType random_type(Names& names, int depth);

/// NOT NULL stands only where every struct around it is NOT NULL, and never inside a collection.
inline DataType random_struct(Names& names, int depth, bool may_require) {
  std::vector<Field> fields;
  for (int i = below(3); i >= 0; --i) {
    Field field;
    field.name = names.next();
    field.type = random_type(names, depth - 1);
    if (one_in(3)) field.comment = names.hostile ? hostile_text() : "inside";
    if (may_require && one_in(3)) field.nullable = false;
    fields.push_back(std::move(field));
  }
  return DataType::structure(std::move(fields));
}

inline DataType random_type(Names& names, int depth) {
  switch (depth > 0 ? below(9) : 0) {
    case 5: return DataType::array(random_type(names, depth - 1));
    case 6: return DataType::map(type(one_of({"STRING", "INT", "DATE", "BIGINT"})), random_type(names, depth - 1));
    case 7:
    case 8: return random_struct(names, depth, false);
    default: return one_in(40) ? type("VARIANT") : random_scalar();
  }
}

/// SQL text of a DEFAULT that the type takes, or nothing.
inline std::optional<std::string> random_default(const DataType& type, const Names& names) {
  switch (type.kind) {
    case TypeKind::boolean: return one_of<std::string>({"true", "FALSE", "NULL"});
    case TypeKind::tinyint:
    case TypeKind::smallint:
    case TypeKind::integer:
    case TypeKind::bigint: return one_of<std::string>({"1", "-7", "+3", "100", "1 + 1", "NULL", "CAST(5 AS INT)"});
    case TypeKind::float32:
    case TypeKind::float64: return one_of<std::string>({"1.5", "-2", "1e2", "0.25"});
    case TypeKind::decimal: return one_of<std::string>({"1.5", "0", "-99.25", "12"});
    case TypeKind::string: return sql::quote_string(names.hostile ? hostile_text() : "text");
    case TypeKind::varchar:
    case TypeKind::fixed_char: return one_of<std::string>({"'ab'", "'it\\'s'", "'\\u0024{x'", "''"});
    case TypeKind::date: return one_of<std::string>({"DATE'2026-01-02'", "current_date()", "'2026-01-02'"});
    case TypeKind::timestamp: return one_of<std::string>({"TIMESTAMP'2026-01-02 03:04:05'", "current_timestamp()"});
    case TypeKind::timestamp_ntz: return "TIMESTAMP_NTZ'2026-01-02 03:04:05'";
    case TypeKind::binary: return "X'0AFF'";
    default: return std::nullopt;
  }
}

inline Column random_column(Names& names) {
  Column made;
  made.name = names.next();
  made.nullable = !one_in(4);
  made.type = one_in(5) ? random_struct(names, 2, !made.nullable) : random_type(names, 2);
  if (one_in(3)) made.comment = names.hostile ? hostile_text() : "what it holds";
  if (one_in(4)) {
    auto value = random_default(made.type, names);
    if (value && (made.nullable || *value != "NULL")) made.default_value = LocatedText(*value);
  }
  return made;
}

/// A column as an expression names it.
inline std::string spelled(const Column& column) { return sql::quote_identifier(column.name.text()); }
/// The same for an option that takes paths, such as cluster_by.
inline std::string path_text(const ColumnPath& path) { return path.text(); }

/// The columns, and fields of structs, by which rows can be clustered.
inline void cluster_candidates(const ColumnPath& path, const DataType& type, std::vector<std::string>& found) {
  if (has_range(type.kind)) found.push_back(path_text(path));
  if (type.kind != TypeKind::structure) return;
  for (const Field& field : type.fields) cluster_candidates(path.child(field.name), field.type, found);
}

inline std::vector<LocatedText> random_clustering(const Table& table) {
  std::vector<std::string> found;
  for (const Column& column : table.columns) cluster_candidates(ColumnPath(column.name), column.type, found);
  shuffle(found);
  found.resize(std::min<std::size_t>(found.size(), static_cast<std::size_t>(below(3) + 1)));
  return {found.begin(), found.end()};
}

inline std::optional<Check> random_check(const Table& table, Names& names) {
  const Column& column = table.columns[static_cast<std::size_t>(below(static_cast<int>(table.columns.size())))];
  if (column.identity) return std::nullopt;
  const std::string spelling = spelled(column);
  std::string expression = spelling + " IS NULL OR " + spelling;
  if (is_whole(column.type.kind)) {
    expression += " > 0";
  } else if (column.type.kind == TypeKind::string) {
    expression += " <> '" + one_of<std::string>({"no", "it\\'s", "\\\\", "?", "--", "{x}", "\\u0024{x}"}) + "'";
  } else if (column.type.kind == TypeKind::structure && is_whole(column.type.fields[0].type.kind)) {
    expression += "." + sql::quote_identifier(column.type.fields[0].name.text()) + " IS NULL OR " + spelling + "." +
                  sql::quote_identifier(column.type.fields[0].name.text()) + " > 0";
  } else if (column.type.kind == TypeKind::date) {
    expression += " > DATE'1999-12-31'";
  } else {
    return std::nullopt;
  }
  std::string name = "valid_" + std::to_string(names.number());
  if (names.hostile && one_in(4)) name += one_of<std::string>({"'", " x", ".", "`", "?", "\xC3\xA9", "-"});
  return Check{name, expression};
}

/// Properties: a team's own, and Delta's that any engine takes at any time.
inline void random_properties(Table& table, Names& names) {
  for (int i = below(3); i > 0; --i) {
    std::string key = "team.key" + std::to_string(i);
    if (names.hostile && one_in(3)) {
      key += one_of<std::string>({"'", "\"", " ", "?", "\\", ".url", "secret", "\xC3\xA9", "{x}", "--", "$"});
    }
    table.properties.push_back({key, names.hostile && coin() ? hostile_text() : std::to_string(below(3))});
  }
  struct Choice {
    const char* key;
    std::initializer_list<const char*> values;
  };
  static const Choice kChoices[] = {
      {"delta.enableChangeDataFeed", {"true", "false"}},
      {"delta.logRetentionDuration", {"interval 30 days", "interval 7 days"}},
      {"delta.checkpointInterval", {"7", "20"}},
      {"delta.enableDeletionVectors", {"true", "false"}},
      {"delta.appendOnly", {"true", "false"}},
      {"delta.deletedFileRetentionDuration", {"interval 1 week"}},
      {"delta.isolationLevel", {"Serializable"}},
      {"delta.enableExpiredLogCleanup", {"false"}},
      {"delta.checkpointPolicy", {"classic", "v2"}},
      {"delta.enableInCommitTimestamps", {"true"}},
      {"delta.checkpoint.writeStatsAsStruct", {"true", "false"}},
  };
  for (const Choice& choice : kChoices) {
    if (one_in(10)) table.properties.push_back({choice.key, one_of(choice.values)});
  }
  if (one_in(20)) table.properties.push_back({"delta.feature.vacuumProtocolCheck", "supported"});
}

/// A column that Delta fills, beside those that it reads.
inline void random_computed(Table& table, Names& names) {
  if (one_in(6)) {
    Column& id = table.columns[0];
    id.identity = Identity{below(3) - 1, one_of<std::int64_t>({1, 5, -1}), coin(), {}};
    id.default_value.reset();
  }
  if (!one_in(5)) return;
  for (std::size_t i = 1; i < table.columns.size(); ++i) {
    const Column& base = table.columns[i];
    Column made;
    made.name = names.next();
    if (base.type.kind == TypeKind::timestamp || base.type.kind == TypeKind::timestamp_ntz) {
      made.type = DataType::of(TypeKind::date);
      made.generated = LocatedText("CAST(" + spelled(base) + " AS DATE)");
    } else if (base.type.kind == TypeKind::bigint && !base.identity) {
      made.type = DataType::of(TypeKind::bigint);
      made.generated = LocatedText(spelled(base) + " + 1");
    } else if (base.type.kind == TypeKind::string) {
      made.type = DataType::of(TypeKind::string);
      made.generated = LocatedText("concat(" + spelled(base) + ", '\\'?--')");
    } else {
      continue;
    }
    table.columns.push_back(std::move(made));
    return;
  }
}

inline void random_layout(Table& table) {
  if (one_in(3)) table.cluster_by = random_clustering(table);
  if (!table.cluster_by.empty() || !one_in(5)) return;
  for (std::size_t i = 1; i < table.columns.size() && table.partition_by.size() < 2; ++i) {
    const Column& column = table.columns[i];
    const TypeKind kind = column.type.kind;
    const bool plain =
        is_whole(kind) || kind == TypeKind::string || kind == TypeKind::date || kind == TypeKind::boolean;
    if (plain && !column.identity && coin()) table.partition_by.emplace_back(path_text(ColumnPath(column.name)));
  }
}

inline Table random_table(const std::string& name, Names& names) {
  names.mapped = one_in(4);
  std::vector<Column> columns = {column("id", "BIGINT")};
  const int count = below(6) + 1;
  for (int i = 0; i < count; ++i) columns.push_back(random_column(names));
  if (coin()) columns[0].nullable = false;
  Table made = table(name, std::move(columns));
  if (coin()) made.comment = names.hostile ? hostile_text() : "a table";
  random_computed(made, names);
  random_layout(made);
  random_properties(made, names);
  if (names.mapped) made.properties.push_back({"delta.columnMapping.mode", one_in(4) ? "id" : "name"});
  for (int i = one_in(3) ? below(2) + 1 : 0; i > 0; --i) {
    if (auto check = random_check(made, names)) made.checks.push_back(*std::move(check));
  }
  return made;
}

}  // namespace delta::testing
