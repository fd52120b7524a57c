#pragma once
#include <optional>

#include "delta/expected.hpp"
#include "rules/table_facts.hpp"

namespace delta::rules {

/// Why a path leads to nothing in a table.
struct PathFault {
  std::size_t step = 0;        ///< the first step that leads nowhere
  bool missing_field = false;  ///< what is before it is a struct (or the table), which lacks the field
  std::size_t offset = 0;      ///< of that step in the literal
  std::size_t length = 0;
  std::string text;  ///< for people
  std::string fix;
};

/// A path that leads to a column, a field, an element, a key or a value.
struct ResolvedPath {
  ColumnPath path;
  const Column* column;  ///< that it begins with
  const DataType* type;  ///< of what it leads to
};

Expected<ResolvedPath, PathFault> resolve(const TableFacts& facts, const LocatedText& path);

/// Nothing if `resolve` finds what the path leads to.
std::optional<PathFault> path_fault(const TableFacts& facts, const LocatedText& path);

/// Where to put the caret: on the step at fault, or on the whole literal if the path has one step only.
SourceSpan place_of(const LocatedText& path, const PathFault& fault);

}  // namespace delta::rules
