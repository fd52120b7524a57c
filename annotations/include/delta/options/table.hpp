// Options that stand on tables, and property on views too.
#pragma once
#include "delta/options/kinds.hpp"

namespace delta::options {

/// The columns that split the table's files into directories, outermost first.
struct partition_by : table_option {
  template <is_literal... Names>
    requires(sizeof...(Names) > 0)
  consteval partition_by(const Names&...) {}
};

/// The columns, or paths of nested fields, that rows are clustered by; at most four.
struct cluster_by : table_option {
  template <is_literal... Names>
    requires(sizeof...(Names) > 0)
  consteval cluster_by(const Names&...) {}
};

/// Where an external table's files lie. May hold {var}.
struct location : table_option {
  consteval location(const char* /*uri*/) {}
};

/// A table property: property("delta.enableChangeDataFeed", "true").
struct property : table_option, view_option {
  consteval property(const char* /*key*/, const char* /*value*/) {}
};

/// A column that must be gone, whoever made it.
struct dropped : table_option {
  consteval dropped(const char* /*column*/) {}
};

struct owns_columns_t : table_option {};
/// The struct names every column of the table: one that it does not declare is removed.
inline constexpr owns_columns_t owns_columns{};

}  // namespace delta::options
