#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace delta::rules {

/// What values a property takes.
enum class ValueKind {
  boolean,
  positive,         ///< a whole number of at least 1
  minus_one_or_up,  ///< a whole number of at least -1
  whole,            ///< a whole number of at least 0
  interval,         ///< "interval 7 days"; no months and years
  bytes,            ///< "100mb"
  choice,           ///< one of `values`
  choices,          ///< several of `values`, with commas
  columns,          ///< names of columns, with commas
  any,
  internal,  ///< Delta writes it; nobody sets it
};

/// Which engines know a property.
enum class KnownTo { everywhere, databricks };

/// A `delta.*` property. Checked against Delta 4.0 and 4.4 on Spark where the matrix has a run, else read from its
/// DeltaConfig; rows of Databricks alone are from its documentation.
struct PropertyRow {
  std::string_view key;
  ValueKind kind;
  KnownTo known_to = KnownTo::everywhere;
  std::string_view values = {};  ///< for a choice, separated by '|'; `x!` is Databricks' alone
};

std::span<const PropertyRow> property_rows_table();
/// The row of a key, ignoring case, or nullptr.
const PropertyRow* find_property_row(std::string_view key);

/// A property that Delta takes on a table that exists only if the table has one of some others.
struct PropertyNeed {
  std::string_view key;
  std::string_view value;
  std::string_view needs;  ///< key=value, alternatives separated by '|', the best first
};

/// The need of a property with this value, or nullptr.
const PropertyNeed* find_property_need(std::string_view key, std::string_view value);

/// What is wrong with a value, for people, and what would be right.
struct ValueFault {
  std::string text;
  std::string fix;
};

/// Nothing if the value fits. `databricks`: it also takes what only Databricks does.
std::optional<ValueFault> value_fault(const PropertyRow& row, std::string_view value, bool databricks);

}  // namespace delta::rules
