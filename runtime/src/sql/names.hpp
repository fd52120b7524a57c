#pragma once
#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "delta/model/table.hpp"

/// Names inside a query. Queries are cut into tokens and never parsed: a name is a chain of identifiers with dots.
namespace delta::sql {

struct NameChain {
  std::vector<Identifier> parts;
  std::size_t offset = 0;
  std::size_t length = 0;
  bool source = false;  ///< stands behind FROM or JOIN
};

/// Empty for a text that cannot be cut.
std::vector<NameChain> name_chains(std::string_view query);

/// The query with each chain's names changed as `change` says; what it leaves as it is keeps its spelling.
std::string with_names(const std::string& query,
                       const std::function<std::vector<Identifier>(const std::vector<Identifier>&)>& change);

/// True if the query names the table: wholly, or without its catalogue, or behind FROM by its last part alone.
bool names_table(const std::vector<NameChain>& chains, const TableName& table);
/// True if some chain holds the name, as a column would.
bool names_column(const std::vector<NameChain>& chains, const Identifier& column);

/// A query that answers with the columns of `query`, by name and type, before `tables` are what they will be: each
/// stands as a row of NULLs. Empty when two of them have the same last name.
std::string describe_query(const std::string& query, std::span<const Table> tables);

}  // namespace delta::sql
