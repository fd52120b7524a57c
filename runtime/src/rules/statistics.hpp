#pragma once
#include <optional>

#include "delta/model/table.hpp"

namespace delta::rules {

/// Why Delta keeps no minimum and maximum of a column, which clustering needs.
struct StatisticsFault {
  const Property* list = nullptr;  ///< the property that names the columns with statistics, if the table has it
  int indexed = 0;                 ///< otherwise: that many leaf columns have them,
  int place = 0;                   ///< and this one is the place-th, counted from 1
};

/// Nothing if Delta keeps statistics of the column at `path`, as the table's columns stand and its properties say.
std::optional<StatisticsFault> statistics_fault(const Table& table, const ColumnPath& path);

}  // namespace delta::rules
