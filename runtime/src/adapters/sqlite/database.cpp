#include "adapters/sqlite/database.hpp"

#include <utility>

#include "execute/crash_point.hpp"

namespace delta::sqlite {
namespace {

constexpr int kBusyMilliseconds = 10'000;

std::string fix_of(int code) {
  switch (code & 0xff) {
    case SQLITE_FULL: return "make room, or name a file on another disk with --state";
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_PERM: return "give this user the right to write it and its folder, or name another file with --state";
    case SQLITE_NOTADB: return "name a file of deltac, or a new one, with --state";
    case SQLITE_CORRUPT: return "put a copy in its place, or name another file with --state";
    default: return "";
  }
}

Error error_of(const std::string& path, int code, const char* message) {
  return {"cannot use sqlite:" + path + ": " + message, fix_of(code)};
}

}  // namespace

std::string_view Row::text(int column) const {
  const auto* begin = reinterpret_cast<const char*>(library_.sqlite3_column_text(statement_, column));
  return {begin == nullptr ? "" : begin, static_cast<std::size_t>(library_.sqlite3_column_bytes(statement_, column))};
}

Expected<Database> Database::open(const Library& library, const std::string& path, bool create) {
  sqlite3* handle = nullptr;
  const int flags = SQLITE_OPEN_READWRITE | (create ? SQLITE_OPEN_CREATE : 0);
  const int code = library.sqlite3_open_v2(path.c_str(), &handle, flags, nullptr);
  if (code != SQLITE_OK) {
    Error error =
        error_of(path, code, handle != nullptr ? library.sqlite3_errmsg(handle) : library.sqlite3_errstr(code));
    library.sqlite3_close_v2(handle);
    return error;
  }
  Database database(library, path, handle);
  library.sqlite3_busy_timeout(handle, kBusyMilliseconds);
  // EXTRA is FULL, and syncs the folder too: what is committed survives a power loss.
  if (auto set = database.run("PRAGMA synchronous=EXTRA"); !set) return set.error();
  return database;
}

Database::Database(Database&& other) noexcept
    : library_(other.library_), path_(std::move(other.path_)), handle_(std::exchange(other.handle_, nullptr)) {}

Database::~Database() {
  if (handle_ != nullptr) library_.sqlite3_close_v2(handle_);
}

Error Database::failure(int code) const { return error_of(path_, code, library_.sqlite3_errmsg(handle_)); }

Expected<void> Database::run(std::string_view statement, std::initializer_list<Value> values,
                             const std::function<void(const Row&)>& each) const {
  sqlite3_stmt* prepared = nullptr;
  int code =
      library_.sqlite3_prepare_v2(handle_, statement.data(), static_cast<int>(statement.size()), &prepared, nullptr);
  int place = 0;
  for (const Value& value : values) {
    if (code != SQLITE_OK) break;
    ++place;
    if (const auto* number = std::get_if<std::int64_t>(&value)) {
      code = library_.sqlite3_bind_int64(prepared, place, *number);
    } else {
      const std::string_view text = std::get<std::string_view>(value);
      code = library_.sqlite3_bind_text(prepared, place, text.data() == nullptr ? "" : text.data(),
                                        static_cast<int>(text.size()), SQLITE_STATIC);
    }
  }
  if (code == SQLITE_OK) {
    const Row row(library_, prepared);
    while ((code = library_.sqlite3_step(prepared)) == SQLITE_ROW) {
      if (each) each(row);
    }
  }
  Expected<void> out;
  if (code != SQLITE_OK && code != SQLITE_DONE) out = failure(code);
  library_.sqlite3_finalize(prepared);
  return out;
}

Expected<void> Database::in_transaction(const std::function<Expected<void>()>& statements) const {
  at_crash_point("sqlite");
  if (auto begun = run("BEGIN IMMEDIATE"); !begun) return begun;
  auto done = statements();
  at_crash_point("sqlite written");
  if (done) done = run("COMMIT");
  if (!done) (void)run("ROLLBACK");
  at_crash_point("sqlite lasts");
  return done;
}

}  // namespace delta::sqlite
