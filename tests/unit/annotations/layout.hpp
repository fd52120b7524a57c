// One struct with annotations and its twin without: both must have the same layout, whatever the compiler and standard.
#pragma once
#include <delta/annotations.hpp>
#include <delta/types.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <type_traits>

namespace layout {

struct Other;

struct Annotated {
  DELTA_TABLE("{env}.silver.rows", comment("rows"), cluster_by("id", "small"), property("k", "v"),
              check_constraint("c", "id > 0"), primary_key("id", "small"), unique("id"),
              foreign_key<Other>("id", "small").to("a", "b"), dropped("x"), renamed_from("y"), owns_columns,
              location("z"), tag("t", "u"));
  char tag DELTA(ignore);
  std::int64_t id DELTA(name("key"), identity(1, 10), comment("x"));
  std::int8_t small DELTA(as_integer, references<Other>("a")) = 3;
  std::string text DELTA(default_value("'x'"), first);
  delta::decimal<18, 2> total DELTA(type("DECIMAL(18,2)"), check_constraint("t", "total > 0"));
  char tail DELTA(after("text"), unique);
  alignas(32) int aligned DELTA(ignore);
  int array DELTA(ignore)[3];
};

struct AnnotatedView {
  DELTA_VIEW("{env}.gold.rows", "SELECT id FROM {env}.silver.rows", comment("rows"), property("k", "v"));
  std::int64_t id DELTA(comment("x"));
};
struct PlainView {
  std::int64_t id;
};
static_assert(sizeof(AnnotatedView) == sizeof(PlainView), "DELTA_VIEW adds nothing");

struct Plain {
  char tag;
  std::int64_t id;
  std::int8_t small = 3;
  std::string text;
  delta::decimal<18, 2> total;
  char tail;
  alignas(32) int aligned;
  int array[3];
};

static_assert(sizeof(Annotated) == sizeof(Plain), "same size");
static_assert(alignof(Annotated) == alignof(Plain), "same alignment");
static_assert(offsetof(Annotated, id) == offsetof(Plain, id), "same place");
static_assert(offsetof(Annotated, small) == offsetof(Plain, small), "same place");
static_assert(offsetof(Annotated, text) == offsetof(Plain, text), "same place");
static_assert(offsetof(Annotated, total) == offsetof(Plain, total), "same place");
static_assert(offsetof(Annotated, tail) == offsetof(Plain, tail), "same place");
static_assert(offsetof(Annotated, aligned) == offsetof(Plain, aligned), "same place");
static_assert(offsetof(Annotated, array) == offsetof(Plain, array), "same place");

struct Small {
  DELTA_TABLE("{env}.silver.small");
  char a DELTA(primary_key);
};
static_assert(sizeof(Small) == 1 && alignof(Small) == 1, "an annotation takes no room");
static_assert(std::is_trivial<Small>::value && std::is_standard_layout<Small>::value, "and changes no trait");

// What delta's types are in memory is a promise too.
static_assert(sizeof(delta::decimal<9, 2>) == 4, "digits in 32 bits");
static_assert(sizeof(delta::decimal<18, 2>) == 8, "digits in 64 bits");
static_assert(sizeof(delta::decimal<38, 2>) == 16, "digits in 128 bits");
static_assert(sizeof(delta::date) == 4 && sizeof(delta::timestamp) == 8 && sizeof(delta::timestamp_ntz) == 8, "plain");
static_assert(std::is_trivial<delta::decimal<38, 2>>::value && std::is_trivial<delta::timestamp>::value, "plain");

}  // namespace layout

DELTA_DROPPED("{env}.silver.gone");
