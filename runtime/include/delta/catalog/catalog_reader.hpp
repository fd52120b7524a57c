#pragma once
#include <span>
#include <string>
#include <vector>

#include "delta/catalog/observed_table.hpp"
#include "delta/expected.hpp"

namespace delta {

/// What a target can do, so that a plan asks nothing of it that it must refuse.
struct Capabilities {
  std::string target;                ///< as the user named it, without secrets
  std::string dialect = "spark";     ///< what `sql::find_dialect` takes
  std::string lake{};                ///< the folder of a lake, absolute and without links; empty for others
  std::string caveat{};              ///< said with every plan: what is not known of this engine
  bool read_only = false;            ///< a snapshot
  bool atomic_table_commit = false;  ///< a table's whole plan is one commit
  bool validates_rows = true;        ///< has an engine: checks and fills existing rows, keeps views
  bool stores_keys = false;
  bool stores_tags = false;
  bool supports_location = true;
  bool generated_columns = true;
  bool sets_not_null = false;
  bool restores = false;  ///< RESTORE TABLE brings a table's earlier version back
  /// Features that the adapter may switch on; a table that needs another is refused before planning.
  std::vector<std::string> writable_features;
};

/// Reads what a target holds. A port: the lake, a snapshot and ODBC implement it.
class CatalogReader {
 public:
  virtual ~CatalogReader() = default;

  virtual const Capabilities& capabilities() const = 0;

  /// One observation per name, in the order of the names. A table that cannot be read is an observation with
  /// `Presence::failed`; an error means that nothing could be read at all.
  virtual Expected<std::vector<ObservedTable>> read(std::span<const TableName> names) = 0;

  /// The names of all tables in these namespaces, sorted. A namespace that does not exist has none.
  virtual Expected<std::vector<TableName>> list(std::span<const TableName> namespaces) = 0;

  /// What a person should know of these namespaces besides their tables: a line each, with what to do about it.
  virtual std::vector<std::string> notes(std::span<const TableName>) { return {}; }
};

}  // namespace delta
