#pragma once
#include <string>
#include <string_view>

#include "delta/expected.hpp"
#include "delta/model/identifier.hpp"

namespace delta::spark {

/// What SHOW TABLE EXTENDED says of one table or view.
struct CatalogEntry {
  std::string name;      ///< as Spark stores it: lower case
  std::string type;      ///< MANAGED, EXTERNAL, VIEW
  std::string provider;  ///< "delta"; empty for a view
  std::string location;  ///< "file:/lake/shop.db/orders", without a slash at the end
  std::string query;     ///< of a view, as it was written
  std::string mark;      ///< of a view: its `deltac.managed`

  bool is_view() const { return type.ends_with("VIEW"); }
  bool is_delta() const { return !is_view() && provider == "delta"; }
  bool is_external() const { return type == "EXTERNAL"; }
};

/// Reads the `information` of a row. A comment may hold lines that look like the server's own: the server writes type
/// and provider before it and the location after it.
CatalogEntry read_entry(std::string_view name, std::string_view information);

/// What is there under the name though it is no table of ours to change: a view, or a table of another format.
Error foreign_object(const TableName& name, const CatalogEntry& entry);

/// A table's directory, however it is written: SHOW gives "file:/a b", _metadata.file_path "file:///a%20b".
std::string directory_key(std::string_view location, bool percent_encoded);

}  // namespace delta::spark
