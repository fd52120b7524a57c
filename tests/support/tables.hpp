#pragma once
#include <stdexcept>
#include <string>
#include <vector>

#include "delta/catalog/catalog_reader.hpp"
#include "delta/model/table.hpp"
#include "delta/sql/type_text.hpp"

/// Tables written shortly, for tests.
namespace delta::testing {

inline DataType type(const std::string& text) {
  auto parsed = sql::parse_type(text);
  if (!parsed) throw std::invalid_argument(text + ": " + parsed.error().message);
  return *std::move(parsed);
}

/// A nullable column.
inline Column column(const std::string& name, const std::string& type_text) {
  Column made;
  made.name = name;
  made.type = type(type_text);
  return made;
}

inline Column required(const std::string& name, const std::string& type_text) {
  Column made = column(name, type_text);
  made.nullable = false;
  return made;
}

inline Column renamed(Column made, const std::string& earlier) {
  made.renamed_from = {earlier};
  return made;
}

inline Column commented(Column made, const std::string& comment) {
  made.comment = comment;
  return made;
}

inline Column defaulted(Column made, const std::string& expression) {
  made.default_value = LocatedText(expression);
  return made;
}

inline Table table(const std::string& name, std::vector<Column> columns) {
  Table made;
  made.name = TableName::parse(name);
  made.declared_name = name;
  made.columns = std::move(columns);
  return made;
}

/// The table as a target reports it: a plain protocol, rows in it, and the mark of registry "shop" if it was declared
/// so.
inline ObservedTable observed(Table state) {
  ObservedTable made;
  made.name = state.name;
  made.presence = Presence::present;
  made.protocol.features = {"appendOnly", "invariants"};
  made.version = 7;
  made.table = std::move(state);
  return made;
}

inline ObservedTable absent(const std::string& name) {
  ObservedTable made;
  made.name = TableName::parse(name);
  return made;
}

inline ObservedTable marked(ObservedTable made, const Table& declared, const std::string& registry = "shop") {
  made.mark = declared_mark(declared, registry);
  return made;
}

inline ObservedTable with_features(ObservedTable made, const std::vector<std::string>& features) {
  made.protocol.features.insert(features.begin(), features.end());
  return made;
}

/// Column mapping is on.
inline ObservedTable mapped(ObservedTable made) {
  made.table.properties.push_back({"delta.columnMapping.mode", "name"});
  return with_features(std::move(made), {"columnMapping"});
}

/// An engine: one statement per commit, sees rows.
inline Capabilities engine() {
  Capabilities can;
  can.target = "test";
  return can;
}

/// A lake: one commit per table, does not look at rows.
inline Capabilities lake() {
  Capabilities can = engine();
  can.atomic_table_commit = true;
  can.validates_rows = false;
  return can;
}

inline Registry registry(std::vector<Table> tables) {
  Registry made;
  made.name = "shop";
  made.tables = std::move(tables);
  return made;
}

/// Of one nullable column.
inline Table simple(const std::string& name) { return table(name, {column("id", "INT")}); }

/// With a primary key, so that others can refer to it.
inline Table keyed(const std::string& name) {
  Table made = table(name, {required("id", "INT")});
  made.primary_key = Key{{}, {"id"}, {}};
  return made;
}

/// `made` with a foreign key from its id to the primary key of `target`.
inline Table referring(Table made, const std::string& target) {
  ForeignKey key;
  key.columns = {"id"};
  key.target = TableName::parse(target);
  made.foreign_keys.push_back(key);
  return made;
}

}  // namespace delta::testing
