// Options that stand on tables and on columns.
#pragma once
#include "delta/options/kinds.hpp"

namespace delta::options {

/// The comment of the table, view or column; wins over the doc comment above it.
struct comment : table_option, column_option, view_option {
  consteval comment(const char* /*text*/) {}
};

/// A CHECK constraint: a name that is unique in its table, and an SQL expression.
struct check_constraint : table_option, column_option {
  consteval check_constraint(const char* /*name*/, const char* /*expression*/) {}
};
/// Short for check_constraint, for code bases without a macro of this name.
using check = check_constraint;

/// A tag of the catalogue, where the target has tags.
struct tag : table_option, column_option {
  consteval tag(const char* /*key*/, const char* /*value*/) {}
};

/// What the table or column was called before. May repeat, newest first.
struct renamed_from : table_option, column_option {
  consteval renamed_from(const char* /*name*/) {}
};

}  // namespace delta::options
