#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "delta/expected.hpp"
#include "delta/model/table.hpp"

namespace delta {

/// A data member as deltac saw it. The guard, compiled by the user's own compiler, asserts that it sees the same.
struct SeenMember {
  std::string name;
  std::string type;  ///< C++ type, every name in it written from the global namespace on (`std::optional<long>`)

  bool operator==(const SeenMember&) const = default;
};

/// A struct whose members became columns or nested fields (a base class is a struct of its own here).
struct SeenStruct {
  std::string type;                 ///< qualified name without leading `::`, template arguments included
  std::string header;               ///< the file that defines it, as in spans
  std::vector<SeenMember> members;  ///< in declaration order, ignored ones left out

  bool operator==(const SeenStruct&) const = default;
};

/// What `deltac compile` finds in one library: the tables that its headers declare, not yet joined with others.
/// A registry in the making: `tables` are in the order of declaration, foreign keys name C++ types.
struct Fragment {
  std::string library;
  std::vector<std::string> headers;  ///< as the command line named them
  std::vector<Table> tables;
  std::vector<Tombstone> tombstones;
  std::vector<SeenStruct> structs;  ///< what the tables were made from, sorted by type, without repeats
  SourceLines lines;

  bool operator==(const Fragment&) const = default;
};

/// The JSON form of each model type ("deltac.fragment/1"). The same value always gives the same bytes.
std::string to_json(const Fragment& fragment);
/// `origin` names the text in error messages, which tell line and column.
Expected<Fragment> fragment_from_json(std::string_view json, std::string_view origin);

/// One table alone, as in a snapshot or a report.
std::string to_json(const Table& table);
Expected<Table> table_from_json(std::string_view json, std::string_view origin);

}  // namespace delta
