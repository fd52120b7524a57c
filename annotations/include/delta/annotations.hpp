// Annotations for structs that are Delta tables or views: DELTA_TABLE or DELTA_VIEW in the struct's body, DELTA behind
// a member's name, DELTA_DROPPED at namespace scope. Compilers check the options while they compile the struct; the
// deltac tool reads them. Nothing of it reaches the program: no code, no data, no change of layout.
#pragma once
#include "delta/column_type.hpp"

#if defined(_MSVC_LANG)
#define DELTA_CPLUSPLUS_ _MSVC_LANG
#else
#define DELTA_CPLUSPLUS_ __cplusplus
#endif

#if DELTA_CPLUSPLUS_ >= 202002L

#include "delta/options/column.hpp"
#include "delta/options/common.hpp"
#include "delta/options/keys.hpp"
#include "delta/options/kinds.hpp"
#include "delta/options/prefix.hpp"
#include "delta/options/table.hpp"

namespace delta::detail {

#if defined(__clang__) || defined(_MSC_VER)
inline constexpr std::size_t no_effect = 0;  // alignas(0) has no effect
#else
inline constexpr std::size_t no_effect = 1;  // GCC warns about 0; alignas(1) on a member has no effect there
#endif

template <is_table_option... Options>
consteval bool table(const char* /*name*/, Options...) {
  return true;
}

template <is_column_option... Options>
consteval std::size_t column(Options...) {
  return no_effect;
}

template <is_view_option... Options>
consteval bool view(const char* /*name*/, const char* /*query*/, Options...) {
  return true;
}

consteval bool tombstone(const char* /*name*/) { return true; }

}  // namespace delta::detail

/// In a struct's body: the struct is this table. A name of two or three parts, `{var}` in any of them, then options of
/// delta::options: DELTA_TABLE("{env}.silver.orders", cluster_by("day"), dropped("legacy_code"));
#define DELTA_TABLE(name, ...) static_assert(::delta::detail::table(name __VA_OPT__(, DELTA_1_(__VA_ARGS__))))

/// In a struct's body: the struct is this view. A name, the query whose columns the members are, `{var}` in both, then
/// options: DELTA_VIEW("{env}.gold.daily", "SELECT day, sum(total) AS total FROM {env}.silver.orders GROUP BY day");
#define DELTA_VIEW(name, query, ...) \
  static_assert(::delta::detail::view(name, query __VA_OPT__(, DELTA_1_(__VA_ARGS__))))

/// Behind a member's name, before its initialiser: options of its column. std::int64_t id DELTA(primary_key) = 0;
#define DELTA(...) alignas(::delta::detail::column(__VA_OPT__(DELTA_1_(__VA_ARGS__))))

/// At namespace scope: this table must not exist any more.
#define DELTA_DROPPED(name) static_assert(::delta::detail::tombstone(name))

#else  // before C++20 a header with annotations compiles, and its options are not checked

#define DELTA_TABLE(...) static_assert(true, "")
#define DELTA_VIEW(...) static_assert(true, "")
#define DELTA(...)
#define DELTA_DROPPED(...) static_assert(true, "")

#endif
