#pragma once
// Only files of this folder include SQLite's header.
#include <sqlite3.h>

#include "delta/expected.hpp"

namespace delta::sqlite {

#define DELTA_SQLITE_FUNCTIONS(FUNCTION) \
  FUNCTION(sqlite3_open_v2)              \
  FUNCTION(sqlite3_close_v2)             \
  FUNCTION(sqlite3_errmsg)               \
  FUNCTION(sqlite3_errstr)               \
  FUNCTION(sqlite3_busy_timeout)         \
  FUNCTION(sqlite3_prepare_v2)           \
  FUNCTION(sqlite3_bind_int64)           \
  FUNCTION(sqlite3_bind_text)            \
  FUNCTION(sqlite3_step)                 \
  FUNCTION(sqlite3_column_int64)         \
  FUNCTION(sqlite3_column_text)          \
  FUNCTION(sqlite3_column_bytes)         \
  FUNCTION(sqlite3_finalize)

/// SQLite's functions, found at run time: a binary that keeps its state in files does not need the library.
struct Library {
#define DELTA_SQLITE_MEMBER(name) decltype(&::name) name = nullptr;
  DELTA_SQLITE_FUNCTIONS(DELTA_SQLITE_MEMBER)
#undef DELTA_SQLITE_MEMBER
};

/// Loads the library; it stays loaded. `library` differs from the system's in tests only.
Expected<Library> load_library(const char* library = "libsqlite3.so.0");

}  // namespace delta::sqlite
