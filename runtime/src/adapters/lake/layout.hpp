#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "delta/expected.hpp"
#include "delta/model/identifier.hpp"

/// Where a table's directory is: `root/catalogue/schema/table`, or `root/schema/table`.
namespace delta::lake {

/// A name's part as a directory's name: lower case; letters, digits, `-` and `_` as they are, all other bytes as `%XX`.
/// A leading `_` is encoded too, because readers of Delta take such directories for hidden ones.
std::string directory_name(const Identifier& part);

/// The name that such a directory stands for; nothing for a directory that is not of this form.
std::optional<Identifier> part_of_directory(std::string_view directory);

/// The directory of a table or a namespace.
std::string directory_of(const std::string& root, const TableName& name);

/// Throws `LogError` if a table of this name can have no directory in the lake: wrong number of parts, a part that is
/// too long for a file name, or another table's directory around it.
void require_place(const std::string& root, const TableName& name);

/// The tables in a namespace, sorted by name. A namespace without directory has none. Throws `LogError`.
std::vector<TableName> tables_in(const std::string& root, const TableName& name_space);

}  // namespace delta::lake
