#pragma once
#include <string>
#include <string_view>

#include "delta/model/identifier.hpp"

namespace delta {

/// The property that lists the columns with statistics, by their names: Delta follows it when a column is renamed or
/// dropped, and a name in it that no column has makes a table unwritable.
inline constexpr std::string_view kStatisticsColumnsKey = "delta.dataSkippingStatsColumns";

/// A comma-separated list of column paths after the column at `from` was renamed.
std::string renamed_in_list(std::string_view list, const ColumnPath& from, const Identifier& to);
/// The list without a column that was dropped, and without all that was in it.
std::string dropped_from_list(std::string_view list, const ColumnPath& path);

}  // namespace delta
