#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/odbc/sql_session.hpp"
#include "delta/expected.hpp"
#include "sql/state_table.hpp"

namespace delta::spark {

/// A text that is put together of parts, by the place of each.
using Parts = std::map<std::int64_t, std::string>;

/// The table SCHEMA.deltac_state, read and added to. A statement that adds costs a commit of Delta, about a second:
/// there are few of them.
class StateTable {
 public:
  StateTable(std::shared_ptr<SqlSession> session, const TableName& schema);

  std::string name() const { return table_.text(); }

  /// What is there, but for long texts: kind, name and places of all, the parts of the ledger and of the format.
  struct Index {
    bool there = false;
    std::map<std::string, std::map<std::string, Parts>> kinds;
  };
  Expected<Index> index() const;
  /// The texts of a kind by their names; only that of one name unless it is empty.
  Expected<std::map<std::string, Parts>> texts(std::string_view kind, std::string_view name) const;

  Expected<void> make();
  /// Adds rows in as few statements as their size allows, in their order. A row that is there twice counts once, so
  /// that who does not know whether a statement ran sends it again.
  Expected<void> add(const std::vector<sql::StateRow>& rows);

  /// The same table on another session.
  StateTable on(std::shared_ptr<SqlSession> session) const;

 private:
  Expected<void> add_part(std::map<std::string, Parts>& names, std::string name, std::int64_t place,
                          std::string text) const;

  std::shared_ptr<SqlSession> session_;
  TableName table_;
};

/// The whole text. An error names `what` if a part is missing.
Expected<std::string> whole(const Parts& parts, const std::string& what);

/// Appends `text`, which begins at byte `at` of the whole one, as rows of a size that servers take. Lines of a log are
/// kept whole.
void split(std::vector<sql::StateRow>& rows, const std::string& kind, const std::string& name, std::size_t at,
           std::string_view text, bool lines);

}  // namespace delta::spark
