#pragma once
#include <string>
#include <string_view>

#include "delta/model/data_type.hpp"

namespace delta {

/// One way in which a scalar type may become another without rewriting data. Every pair was run against Spark with
/// Delta 4.0; what no row allows is refused.
struct WideningRow {
  /// What `limit` says of the new type.
  enum class Condition {
    always,
    integer_digits,  ///< DECIMAL with at least `limit` digits before the point
    wider_decimal,   ///< DECIMAL with no digit less on either side of the point
    not_shorter,     ///< VARCHAR at least as long as the old type
  };

  TypeKind from;
  TypeKind to;
  Condition condition = Condition::always;
  int limit = 0;
  bool needs_feature = true;   ///< needs typeWidening; the VARCHAR and CHAR rows do not
  std::string_view also = {};  ///< another feature that the new type needs
};

/// The row that allows `from` to become `to`, or nullptr. Equal types and nested types have no row: a nested type
/// changes by its leaves.
const WideningRow* find_widening(const DataType& from, const DataType& to);

/// What `from` can become, for people: "BIGINT, DOUBLE or a DECIMAL with 10 digits before the point". Empty when it can
/// become nothing.
std::string widening_targets(const DataType& from);

}  // namespace delta
