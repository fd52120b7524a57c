#include "delta/model/widening.hpp"

namespace delta {
namespace {

using Condition = WideningRow::Condition;

constexpr int kDigitsOfInt = 10;
constexpr int kDigitsOfBigint = 20;

constexpr WideningRow kRows[] = {
    {TypeKind::tinyint, TypeKind::smallint},
    {TypeKind::tinyint, TypeKind::integer},
    {TypeKind::tinyint, TypeKind::bigint},
    {TypeKind::tinyint, TypeKind::float64},
    {TypeKind::tinyint, TypeKind::decimal, Condition::integer_digits, kDigitsOfInt},
    {TypeKind::smallint, TypeKind::integer},
    {TypeKind::smallint, TypeKind::bigint},
    {TypeKind::smallint, TypeKind::float64},
    {TypeKind::smallint, TypeKind::decimal, Condition::integer_digits, kDigitsOfInt},
    {TypeKind::integer, TypeKind::bigint},
    {TypeKind::integer, TypeKind::float64},
    {TypeKind::integer, TypeKind::decimal, Condition::integer_digits, kDigitsOfInt},
    {TypeKind::bigint, TypeKind::decimal, Condition::integer_digits, kDigitsOfBigint},
    {TypeKind::float32, TypeKind::float64},
    {TypeKind::decimal, TypeKind::decimal, Condition::wider_decimal},
    {TypeKind::date, TypeKind::timestamp_ntz, Condition::always, 0, true, "timestampNtz"},
    {TypeKind::varchar, TypeKind::varchar, Condition::not_shorter, 0, false},
    {TypeKind::varchar, TypeKind::string, Condition::always, 0, false},
    {TypeKind::fixed_char, TypeKind::varchar, Condition::not_shorter, 0, false},
    {TypeKind::fixed_char, TypeKind::string, Condition::always, 0, false},
};

bool fits(const WideningRow& row, const DataType& from, const DataType& to) {
  const int digits = to.precision - to.scale;
  switch (row.condition) {
    case Condition::always: return true;
    case Condition::integer_digits: return digits >= row.limit;
    case Condition::wider_decimal:
      return digits >= from.precision - from.scale && to.scale >= from.scale &&
             (to.precision != from.precision || to.scale != from.scale);
    case Condition::not_shorter:
      return to.precision >= from.precision && (row.from != row.to || to.precision != from.precision);
  }
  return false;
}

std::string target_text(const WideningRow& row, const DataType& from) {
  switch (row.to) {
    case TypeKind::smallint: return "SMALLINT";
    case TypeKind::integer: return "INT";
    case TypeKind::bigint: return "BIGINT";
    case TypeKind::float64: return "DOUBLE";
    case TypeKind::timestamp_ntz: return "TIMESTAMP_NTZ";
    case TypeKind::string: return "STRING";
    case TypeKind::varchar:
      return row.from == TypeKind::varchar ? "a longer VARCHAR"
                                           : "VARCHAR(" + std::to_string(from.precision) + ") or longer";
    case TypeKind::decimal:
      if (row.condition == Condition::wider_decimal) {
        return "a DECIMAL with at least " + std::to_string(from.precision - from.scale) +
               " digits before the point and " + std::to_string(from.scale) + " after";
      }
      return "a DECIMAL with at least " + std::to_string(row.limit) + " digits before the point";
    default: return {};
  }
}

}  // namespace

const WideningRow* find_widening(const DataType& from, const DataType& to) {
  for (const WideningRow& row : kRows) {
    if (row.from == from.kind && row.to == to.kind && fits(row, from, to)) return &row;
  }
  return nullptr;
}

std::string widening_targets(const DataType& from) {
  std::string text;
  const WideningRow* last = nullptr;
  for (const WideningRow& row : kRows) {
    if (row.from == from.kind) last = &row;
  }
  for (const WideningRow& row : kRows) {
    if (row.from != from.kind) continue;
    if (!text.empty()) text += &row == last ? " or " : ", ";
    text += target_text(row, from);
  }
  return text;
}

}  // namespace delta
