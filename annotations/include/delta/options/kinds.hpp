// What an option may stand on. Options hold no values: deltac reads the arguments, and where each literal stands, from
// the very expression that the compiler checked, and so a build pays for the check alone.
#pragma once
#include <cstddef>

namespace delta {

struct table_option {};
struct column_option {};
struct view_option {};

template <class T>
concept is_table_option = __is_base_of(table_option, T);
template <class T>
concept is_column_option = __is_base_of(column_option, T);
template <class T>
concept is_view_option = __is_base_of(view_option, T);

namespace detail {
template <class T>
inline constexpr bool is_char_array = false;
template <std::size_t N>
inline constexpr bool is_char_array<char[N]> = true;
}  // namespace detail

/// The type of a string literal, where an option takes any number of them.
template <class T>
concept is_literal = detail::is_char_array<T>;

}  // namespace delta
