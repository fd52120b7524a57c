// Options that stand on columns alone.
#pragma once
#include "delta/options/kinds.hpp"

namespace delta::options {

/// The column's name, where it is not the member's.
struct name : column_option {
  consteval name(const char* /*column*/) {}
};

/// The Delta type, where the member's type does not tell it: type("DECIMAL(20,0)").
struct type : column_option {
  consteval type(const char* /*sql_type*/) {}
};

/// SQL text of the value that a row gets when a writer names none.
struct default_value : column_option {
  consteval default_value(const char* /*expression*/) {}
};

/// SQL text that the column is computed from.
struct generated : column_option {
  consteval generated(const char* /*expression*/) {}
};

struct identity_numbers : column_option {};
struct identity_t : column_option {
  consteval identity_numbers operator()(long long /*start*/, long long /*step*/) const { return {}; }
};
/// Delta counts the values itself: identity, or identity(start, step).
inline constexpr identity_t identity{};

struct identity_by_default_numbers : column_option {};
struct identity_by_default_t : column_option {
  consteval identity_by_default_numbers operator()(long long /*start*/, long long /*step*/) const { return {}; }
};
/// As identity, but a writer may give a value of its own.
inline constexpr identity_by_default_t identity_by_default{};

struct first_t : column_option {};
/// A new column goes before all others.
inline constexpr first_t first{};

/// A new column goes behind this one.
struct after : column_option {
  consteval after(const char* /*column*/) {}
};

struct as_integer_t : column_option {};
/// An enum is stored as its number, not by name.
inline constexpr as_integer_t as_integer{};

struct check_values_t : column_option {};
/// A CHECK constraint allows the enum's values only.
inline constexpr check_values_t check_values{};

struct ignore_t : column_option {};
/// The member is no column.
inline constexpr ignore_t ignore{};

}  // namespace delta::options
