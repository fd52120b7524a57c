#include "adapters/spark/describe_reader.hpp"

#include <exception>
#include <functional>

#include "adapters/lake/log_error.hpp"
#include "adapters/spark/described_table.hpp"
#include "adapters/spark/server_error.hpp"
#include "sql/spark_state.hpp"

namespace delta::spark {
namespace {

ObservedTable unreadable(const TableName& name, std::string problem, std::string fix) {
  return unread_table(name, Presence::failed, {std::move(problem), std::move(fix)});
}

}  // namespace

Expected<ObservedTable> DescribeReader::read(const TableName& name, const CatalogEntry& entry) {
  // A server that does not let it be set cuts wide types off, which is told then.
  if (!whole_types_) {
    const auto set = session_.run(sql::whole_types());
    if (!set && !concerns_statement(set.error())) return server_error(set.error());
    whole_types_ = true;
  }
  DescribedTable described;
  const auto ask = [&](const std::string& statement, void (DescribedTable::*take)(SqlRow)) {
    return session_.query(statement, [&](SqlRow row) { (described.*take)(row); });
  };
  auto done = ask(sql::describe_table(name), &DescribedTable::take_description);
  if (done) done = ask(sql::describe_detail(name), &DescribedTable::take_detail);
  if (done && described.is_clustered()) done = ask(sql::show_properties(name), &DescribedTable::take_property);
  if (!done) {
    const SqlError& error = done.error();
    if (!concerns_statement(error)) return server_error(error);
    return unreadable(name, error.message, error.fix);
  }
  try {
    ObservedTable table = described.observed(name);
    if (entry.is_external()) table.table.location = LocatedText(entry.location);
    return table;
  } catch (const lake::LogError& error) {
    return unreadable(name, name.text() + ": " + error.what(), error.fix());
  } catch (const std::exception& error) {  // one table must not end the others' run
    return unreadable(name, name.text() + ": " + error.what(), lake::kDefectFix);
  }
}

}  // namespace delta::spark
