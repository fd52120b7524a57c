// Keys and references. On a column they stand for the column itself; on a table they name their columns.
#pragma once
#include "delta/options/kinds.hpp"

namespace delta::options {

struct primary_key_columns : table_option {};
struct primary_key_t : column_option {
  template <is_literal... Names>
    requires(sizeof...(Names) > 0)
  consteval primary_key_columns operator()(const Names&...) const {
    return {};
  }
};
/// On a column: it identifies a row; on several, they do together. On a table: primary_key("a", "b").
inline constexpr primary_key_t primary_key{};

struct unique_columns : table_option {};
struct unique_t : column_option {
  template <is_literal... Names>
    requires(sizeof...(Names) > 0)
  consteval unique_columns operator()(const Names&...) const {
    return {};
  }
};
/// On a column: no two rows share its value. On a table: unique("a", "b").
inline constexpr unique_t unique{};

template <class Table>
struct reference_to_column : column_option {};
template <class Table>
struct references_t : column_option {
  consteval reference_to_column<Table> operator()(const char* /*column*/) const { return {}; }
};
/// The column holds a key of another table, which need only be declared: references<Customer> for its primary key,
/// references<Customer>("number") for another column.
template <class Table>
inline constexpr references_t<Table> references{};

template <class Table>
struct foreign_key_to : table_option {};
template <class Table>
struct foreign_key_columns : table_option {
  template <is_literal... Names>
    requires(sizeof...(Names) > 0)
  consteval foreign_key_to<Table> to(const Names&...) const {
    return {};
  }
};
/// Several columns hold a key of another table: foreign_key<Order>("shop", "number") for its primary key, and
/// foreign_key<Order>("shop", "number").to("shop", "id") for other columns.
template <class Table>
struct foreign_key : foreign_key_columns<Table> {
  template <is_literal... Names>
    requires(sizeof...(Names) > 0)
  consteval foreign_key(const Names&...) {}
};

}  // namespace delta::options
