// How a type of the user's own becomes a column:
//   template <> struct delta::column_type<Money> : delta::as<delta::decimal<18, 2>> {};
// Needs nothing else of the library and compiles as C++11.
#pragma once

namespace delta {

/// Stored as U is: a type that deltac knows, or another that is mapped.
template <class U>
struct as {
  using type = U;
};

/// Specialise for a type to say what it is stored as; derive from `as`.
template <class T>
struct column_type;

}  // namespace delta
