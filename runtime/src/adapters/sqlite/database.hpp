#pragma once
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

#include "adapters/sqlite/sqlite_library.hpp"
#include "delta/expected.hpp"

namespace delta::sqlite {

using Value = std::variant<std::int64_t, std::string_view>;

/// A row of a result, valid during the call only.
class Row {
 public:
  Row(const Library& library, sqlite3_stmt* statement) : library_(library), statement_(statement) {}
  std::int64_t number(int column) const { return library_.sqlite3_column_int64(statement_, column); }
  std::string_view text(int column) const;

 private:
  const Library& library_;
  sqlite3_stmt* statement_;
};

/// A connection to a file.
class Database {
 public:
  /// Opens the file, and makes it if `create`.
  static Expected<Database> open(const Library& library, const std::string& path, bool create);

  Database(Database&& other) noexcept;
  Database& operator=(Database&&) = delete;
  ~Database();

  Expected<void> run(std::string_view statement, std::initializer_list<Value> values = {},
                     const std::function<void(const Row&)>& each = nullptr) const;
  /// All of the statements or none; each lasts when this returns.
  Expected<void> in_transaction(const std::function<Expected<void>()>& statements) const;

 private:
  Database(const Library& library, std::string path, sqlite3* handle)
      : library_(library), path_(std::move(path)), handle_(handle) {}
  Error failure(int code) const;

  Library library_;
  std::string path_;
  sqlite3* handle_ = nullptr;
};

}  // namespace delta::sqlite
