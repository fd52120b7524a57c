#pragma once
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "adapters/odbc/sql_session.hpp"
#include "adapters/spark/catalog_listing.hpp"
#include "adapters/spark/describe_reader.hpp"
#include "adapters/spark/log_reader.hpp"
#include "delta/catalog/catalog_reader.hpp"

namespace delta::spark {

/// How many commits since its checkpoint a log may have to be read. Delta makes a checkpoint every ten to hundred.
inline constexpr std::int64_t kMostCommits = 256;

/// Reads the tables of a Spark with Delta by one statement per schema, which lists its catalogue, and at most three for
/// all schemas together, which let the server pick the newest actions out of the tables' logs: the same number however
/// many tables there are.
///
/// Where the server does not let logs be read, or one has too many commits since its checkpoint, a table is read by
/// DESCRIBE instead, which shows less and takes statements of its own: `notes` tells of it.
///
/// A plan asks for the declared tables, then for the names beside them, then for those tables. The first question
/// reads whole schemas, so the other two are answered from what it left, once; every later read asks the server again.
class SparkReader : public CatalogReader {
 public:
  /// `most_commits` of 0: no log is read.
  SparkReader(std::shared_ptr<SqlSession> session, Capabilities capabilities, std::int64_t most_commits = kMostCommits);

  const Capabilities& capabilities() const override { return capabilities_; }
  Expected<std::vector<ObservedTable>> read(std::span<const TableName> names) override;
  Expected<std::vector<TableName>> list(std::span<const TableName> namespaces) override;
  std::vector<std::string> notes(std::span<const TableName> namespaces) override;

 private:
  using Found = std::map<std::string, ObservedTable>;  // by folded name

  /// What a schema holds: its catalogue entries by folded name.
  struct Listing {
    std::map<std::string, CatalogEntry> entries;
    bool exists = true;
    Error problem;  ///< why it cannot be listed
    int code = 0;   ///< of the rule that says more of it
  };

  Expected<Listing> list_schema(const std::string& statement);
  Expected<SchemaTables> list_wanted(const TableName& schema, const std::vector<TableName>& wanted, Found& found);
  Expected<void> observe(std::span<const SchemaTables> schemas, Found& found);
  Expected<ObservedTable> observe(const TableName& name, const CatalogEntry& entry, const Logs& logs);

  std::shared_ptr<SqlSession> session_;
  Capabilities capabilities_;
  std::int64_t most_commits_;
  DescribeReader describe_;
  std::map<std::string, std::map<TableName, std::string>> described_;  // by folded schema: tables, and why
  std::map<std::string, std::vector<TableName>>
      beside_names_;                  // by folded schema: what a listing showed, not asked yet
  Found beside_;                      // read along, not asked yet
  std::set<std::string> handed_out_;  // folded names: what is asked again is read again
};

}  // namespace delta::spark
