#include "sql/render_keys.hpp"

#include <vector>

#include "delta/sql/quote.hpp"

namespace delta::sql {
namespace {

std::string listed(const std::vector<LocatedText>& columns) {
  std::string text;
  for (const LocatedText& column : columns) text += (text.empty() ? "" : ", ") + quote_identifier(column.value);
  return '(' + text + ')';
}

std::string alter(const std::string& table) { return "ALTER TABLE " + table + ' '; }

/// Another table's key stands for the moment only: that it is gone already, after a run that was killed, is no error.
std::string foreign_key_statement(const std::string& table, const action::DropForeignKey& drop) {
  return alter(drop.table ? quote(*drop.table) : table) +
         (drop.table ? "DROP CONSTRAINT IF EXISTS " : "DROP CONSTRAINT ") + quote_identifier(drop.key.name.value);
}

std::string policy_statement(const std::string& table, const AccessPolicy& policy, bool set) {
  const bool mask = !policy.column.empty();
  const std::string place = mask ? "ALTER COLUMN " + quote(ColumnPath::parse(policy.column)) + ' ' : "";
  if (!set) return alter(table) + place + (mask ? "DROP MASK" : "DROP ROW FILTER");
  std::string columns;
  for (const std::string& each : policy.columns)
    columns += (columns.empty() ? "" : ", ") + quote(ColumnPath::parse(each));
  std::string text = alter(table) + place + (mask ? "SET MASK " : "SET ROW FILTER ") + quote(policy.function);
  if (mask) return columns.empty() ? text : text + " USING COLUMNS (" + columns + ')';
  return text + " ON (" + columns + ')';
}

}  // namespace

std::string primary_key_clause(const Key& key) {
  return "CONSTRAINT " + quote_identifier(key.name.value) + " PRIMARY KEY " + listed(key.columns);
}

std::string foreign_key_clause(const ForeignKey& key) {
  std::string text = "CONSTRAINT " + quote_identifier(key.name.value) + " FOREIGN KEY " + listed(key.columns) +
                     " REFERENCES " + quote(key.target);
  return key.target_columns.empty() ? text : text + ' ' + listed(key.target_columns);
}

std::optional<std::string> constraint_statement(const std::string& table, const Action& action) {
  if (const auto* a = std::get_if<action::SetPrimaryKey>(&action))
    return alter(table) + "ADD " + primary_key_clause(a->key);
  // RESTRICT is what the server does by itself; CASCADE would drop keys of tables that the plan does not know.
  if (const auto* a = std::get_if<action::DropPrimaryKey>(&action))
    return alter(table) + "DROP CONSTRAINT " + quote_identifier(a->key.name.value) + " RESTRICT";
  if (const auto* a = std::get_if<action::AddForeignKey>(&action))
    return alter(a->table ? quote(*a->table) : table) + "ADD " + foreign_key_clause(a->key);
  if (const auto* a = std::get_if<action::DropForeignKey>(&action)) return foreign_key_statement(table, *a);
  if (const auto* a = std::get_if<action::SetPolicy>(&action)) return policy_statement(table, a->policy, true);
  if (const auto* a = std::get_if<action::DropPolicy>(&action)) return policy_statement(table, a->policy, false);
  return std::nullopt;
}

}  // namespace delta::sql
