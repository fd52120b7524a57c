#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <delta/annotations.hpp>
#include <delta/types.hpp>

namespace all_types {

struct Inner {
  std::int32_t number;
  std::optional<std::string> text;
};

struct T {
  DELTA_TABLE("evo.all_types.t");
  std::int64_t id;
  std::optional<bool> a_boolean;
  std::optional<std::int8_t> a_tinyint;
  std::optional<std::int16_t> a_smallint;
  std::optional<std::int32_t> an_int;
  std::optional<float> a_float;
  std::optional<double> a_double;
  std::optional<delta::decimal<38, 18>> a_decimal;
  std::optional<std::string> a_string;
  std::optional<delta::varchar<20>> a_varchar;
  std::optional<delta::fixed_char<3>> a_char;
  std::optional<delta::binary> a_binary;
  std::optional<delta::date> a_date;
  std::optional<delta::timestamp> a_timestamp;
  std::optional<delta::timestamp_ntz> a_timestamp_ntz;
  std::optional<std::vector<std::vector<double>>> lists;
  std::optional<std::map<std::string, Inner>> a_map;
  std::optional<Inner> a_struct;
};

}  // namespace all_types
