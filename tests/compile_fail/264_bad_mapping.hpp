#include <delta/annotations.hpp>
#include <delta/types.hpp>

struct Money {
  long cents;
};
struct Weight {
  long grams;
};
template <class Unit>
struct Quantity {
  double value;
};
struct Meter {};

template <>
struct delta::column_type<Money> {
  using type = delta::decimal<18, 2>;
};
template <>
struct delta::column_type<Weight> : delta::as<Weight> {};
template <class Unit>
struct delta::column_type<Quantity<Unit>> : delta::as<double> {};

struct Row {
  DELTA_TABLE("shop.silver.rows");
  Money total;
  Weight weight;
  Quantity<Meter> fine;
};
