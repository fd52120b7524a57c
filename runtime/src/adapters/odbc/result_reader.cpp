#include "adapters/odbc/result_reader.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "adapters/odbc/wide.hpp"

namespace delta::odbc {
namespace {

constexpr std::size_t kMinCellUnits = 32;
constexpr std::size_t kMaxCellUnits = 1024;
constexpr std::size_t kBlockBytes = 1 << 20;
constexpr std::size_t kMaxBlockRows = 256;
constexpr std::size_t kLongCellUnits = 16 * 1024;

/// A row's text in one buffer, cut into cells once the row is whole: the buffer may move while it grows.
class RowText {
 public:
  explicit RowText(std::size_t columns) : ends_(columns), null_(columns), cells_(columns) {}

  void begin() {
    text_.clear();
    column_ = 0;
  }
  void add_null() { end_cell(true); }
  void add(std::span<const SQLWCHAR> wide) {
    append_utf8(text_, wide);
    end_cell(false);
  }
  SqlRow cells() {
    std::size_t start = 0;
    for (std::size_t i = 0; i < cells_.size(); ++i) {
      cells_[i].reset();
      if (!null_[i]) cells_[i] = std::string_view(text_).substr(start, ends_[i] - start);
      start = ends_[i];
    }
    return cells_;
  }

 private:
  void end_cell(bool null) {
    ends_[column_] = text_.size();
    null_[column_++] = null;
  }

  std::string text_;
  std::size_t column_ = 0;
  std::vector<std::size_t> ends_;
  std::vector<char> null_;
  std::vector<std::optional<std::string_view>> cells_;
};

class Reader {
 public:
  Reader(const DriverManager& manager, const Handle& statement, std::size_t columns)
      : manager_(manager), statement_(statement.get()), columns_(columns), row_(columns), long_cell_(kLongCellUnits) {}

  ReadEnd read_by_cell(const std::function<bool()>& stop, const std::function<void(SqlRow)>& each) {
    while (true) {
      if (stop()) return ReadEnd::stopped;
      const SQLRETURN fetched = manager_.SQLFetch(statement_);
      if (fetched == SQL_NO_DATA) return ReadEnd::complete;
      if (!SQL_SUCCEEDED(fetched)) return ReadEnd::failed;
      row_.begin();
      for (std::size_t column = 0; column < columns_; ++column) {
        if (!get_cell(column)) return ReadEnd::failed;
      }
      each(row_.cells());
    }
  }

  /// False if the driver will not bind; nothing has been fetched then.
  bool bind() {
    std::size_t row_units = 0;
    for (std::size_t column = 0; column < columns_; ++column) {
      bound_.push_back({described_units(column), {}, {}});
      row_units += bound_.back().units;
    }
    rows_ = std::clamp<std::size_t>(kBlockBytes / (row_units * sizeof(SQLWCHAR)), 1, kMaxBlockRows);
    if (!set(SQL_ATTR_ROW_BIND_TYPE, SQL_BIND_BY_COLUMN) || !set(SQL_ATTR_ROW_ARRAY_SIZE, rows_)) return false;
    if (!SQL_SUCCEEDED(manager_.SQLSetStmtAttr(statement_, SQL_ATTR_ROWS_FETCHED_PTR, &fetched_rows_, 0))) return false;
    row_status_.resize(rows_, SQL_ROW_SUCCESS);
    if (!SQL_SUCCEEDED(manager_.SQLSetStmtAttr(statement_, SQL_ATTR_ROW_STATUS_PTR, row_status_.data(), 0)))
      return false;
    for (std::size_t column = 0; column < columns_; ++column) {
      Bound& bound = bound_[column];
      bound.text.resize(bound.units * rows_);
      bound.lengths.resize(rows_);
      if (!SQL_SUCCEEDED(manager_.SQLBindCol(statement_, number(column), SQL_C_WCHAR, bound.text.data(),
                                             static_cast<SQLLEN>(bound.units * sizeof(SQLWCHAR)),
                                             bound.lengths.data()))) {
        return false;
      }
    }
    return true;
  }

  ReadEnd read_by_block(const std::function<bool()>& stop, const std::function<void(SqlRow)>& each) {
    while (true) {
      if (stop()) return ReadEnd::stopped;
      fetched_rows_ = 0;
      const SQLRETURN fetched = manager_.SQLFetch(statement_);
      if (fetched == SQL_NO_DATA) return ReadEnd::complete;
      if (!SQL_SUCCEEDED(fetched)) return ReadEnd::failed;
      for (std::size_t row = 0; row < fetched_rows_; ++row) {
        if (row_status_[row] == SQL_ROW_ERROR || !take_row(row)) return ReadEnd::failed;
        each(row_.cells());
      }
    }
  }

 private:
  struct Bound {
    std::size_t units = 0;  ///< per cell, with the terminator
    std::vector<SQLWCHAR> text;
    std::vector<SQLLEN> lengths;
  };

  static SQLUSMALLINT number(std::size_t column) { return static_cast<SQLUSMALLINT>(column + 1); }

  bool set(SQLINTEGER attribute, std::size_t value) {
    return SQL_SUCCEEDED(
        manager_.SQLSetStmtAttr(statement_, attribute, reinterpret_cast<SQLPOINTER>(value), SQL_IS_UINTEGER));
  }

  /// What drivers say about the size of text is a guess; cells that are longer are read afterwards.
  std::size_t described_units(std::size_t column) {
    SQLWCHAR name[2];
    SQLSMALLINT name_length = 0, type = 0, digits = 0, nullable = 0;
    SQLULEN size = 0;
    manager_.SQLDescribeColW(statement_, number(column), name, 2, &name_length, &type, &size, &digits, &nullable);
    return std::clamp<std::size_t>(size, kMinCellUnits, kMaxCellUnits) + 1;
  }

  bool take_row(std::size_t row) {
    row_.begin();
    bool positioned = rows_ == 1;
    for (std::size_t column = 0; column < columns_; ++column) {
      const Bound& bound = bound_[column];
      const SQLLEN length = bound.lengths[row];
      if (length == SQL_NULL_DATA) {
        row_.add_null();
        continue;
      }
      const std::size_t units = static_cast<std::size_t>(length) / sizeof(SQLWCHAR);
      if (length != SQL_NO_TOTAL && units < bound.units) {
        row_.add(std::span(bound.text).subspan(row * bound.units, units));
        continue;
      }
      if (!positioned && !SQL_SUCCEEDED(manager_.SQLSetPos(statement_, static_cast<SQLSETPOSIROW>(row + 1),
                                                           SQL_POSITION, SQL_LOCK_NO_CHANGE))) {
        return false;
      }
      positioned = true;
      if (!get_cell(column)) return false;
    }
    return true;
  }

  /// A cell of any length, piece by piece.
  bool get_cell(std::size_t column) {
    std::size_t used = 0;
    while (true) {
      SQLLEN length = 0;
      const std::size_t room = long_cell_.size() - used;
      const SQLRETURN got = manager_.SQLGetData(statement_, number(column), SQL_C_WCHAR, long_cell_.data() + used,
                                                static_cast<SQLLEN>(room * sizeof(SQLWCHAR)), &length);
      if (got == SQL_NO_DATA) break;
      if (!SQL_SUCCEEDED(got)) return false;
      if (length == SQL_NULL_DATA) {
        row_.add_null();
        return true;
      }
      const std::size_t left =
          length == SQL_NO_TOTAL ? long_cell_.size() * 2 : static_cast<std::size_t>(length) / sizeof(SQLWCHAR);
      if (left < room) {
        used += left;
        break;
      }
      used += room - 1;
      // A driver may end a piece early rather than cut a character in two.
      while (used > 0 && long_cell_[used - 1] == 0) --used;
      if (got == SQL_SUCCESS) break;
      long_cell_.resize(used + std::max(left - std::min(left, room - 1), kLongCellUnits) + 2);
    }
    row_.add(std::span(long_cell_).first(used));
    return true;
  }

  const DriverManager& manager_;
  SQLHANDLE statement_;
  std::size_t columns_;
  RowText row_;
  std::vector<SQLWCHAR> long_cell_;
  std::vector<Bound> bound_;
  std::size_t rows_ = 1;
  std::vector<SQLUSMALLINT> row_status_;
  SQLULEN fetched_rows_ = 0;
};

}  // namespace

FetchAbilities fetch_abilities(SQLUINTEGER get_data_extensions, const Quirks& quirks) {
  constexpr SQLUINTEGER needed = SQL_GD_BLOCK | SQL_GD_BOUND | SQL_GD_ANY_COLUMN;
  return {.blocks = quirks.fetches_blocks && (get_data_extensions & needed) == needed};
}

ReadEnd read_rows(const DriverManager& manager, const Handle& statement, const FetchAbilities& abilities,
                  const std::function<bool()>& stop, const std::function<void(SqlRow)>& each) {
  SQLSMALLINT columns = 0;
  if (!SQL_SUCCEEDED(manager.SQLNumResultCols(statement.get(), &columns))) return ReadEnd::failed;
  if (columns <= 0) return ReadEnd::complete;
  Reader reader(manager, statement, static_cast<std::size_t>(columns));
  if (!abilities.blocks) return reader.read_by_cell(stop, each);
  return reader.bind() ? reader.read_by_block(stop, each) : ReadEnd::failed;
}

}  // namespace delta::odbc
