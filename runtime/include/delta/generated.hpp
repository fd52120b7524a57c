/* How generated code meets the runtime: plain aggregates and one function, so that the two may be built with other
 * compilers, standards and flags. Read by generated files only. */
#pragma once

/* Raised when a member changes its meaning; generated files refuse to compile against another number. */
#define DELTA_GENERATED_FORMAT 1

namespace delta::generated {

struct Place {
  const char* file = nullptr;
  int line = 0;
  int column = 0;
  int length = 0;
  const char* text = nullptr;  // the source line, for carets where the sources are not at hand
};

template <class T>
struct List {
  const T* data = nullptr;
  int size = 0;
  constexpr List() = default;
  template <int N>
  constexpr List(const T (&items)[N]) : data(items), size(N) {}
};

struct Pair {
  const char* key = nullptr;
  const char* value = nullptr;
};

struct Field {
  const char* name = nullptr;
  const char* type = nullptr;  // a scalar's SQL text, or ARRAY, MAP, STRUCT with `children`
  bool nullable = true;
  const char* comment = "";
  List<const char*> renamed_from = {};
  const char* after = nullptr;  // the sibling that a new column follows; "" for first
  List<Field> children = {};    // ARRAY: its element. MAP: its key and value. STRUCT: its fields
  const char* default_value = nullptr;
  const char* generated = nullptr;
  bool identity = false;
  bool identity_by_default = false;
  long long identity_start = 1;
  long long identity_step = 1;
  List<Pair> tags = {};
  Place place = {};
};

struct Key {
  const char* name = "";
  List<const char*> columns = {};
};

struct ForeignKey {
  const char* name = "";
  List<const char*> columns = {};
  const char* target = "";
  List<const char*> target_columns = {};
};

struct Table {
  const char* name = nullptr;
  const char* type_name = "";
  const char* library = "";
  const char* header = "";
  const char* comment = "";
  List<Field> columns = {};
  List<const char*> partition_by = {};
  List<const char*> cluster_by = {};
  const char* location = nullptr;
  List<Pair> properties = {};
  List<Pair> tags = {};
  List<Pair> checks = {};  // name, expression
  const Key* primary_key = nullptr;
  List<Key> unique = {};
  List<ForeignKey> foreign_keys = {};
  List<const char*> renamed_from = {};
  List<const char*> dropped = {};
  bool owns_columns = false;
  Place place = {};  // the name in DELTA_TABLE
};

struct Tombstone {
  const char* name = nullptr;
  Place place = {};
};

struct Header {
  List<Table> tables = {};
  List<Tombstone> tombstones = {};
};

struct Registry {
  int format = DELTA_GENERATED_FORMAT;
  const char* name = nullptr;
  const char* tool_version = "";
  List<const Header*> headers = {};
  List<const char*> namespace_policy = {};
  List<Pair> variables = {};
};

}  // namespace delta::generated

/* The whole of a migration binary: parses the command line, runs one command, returns the exit code. */
extern "C" int delta_migration_main(const delta::generated::Registry* registry, int argc, char** argv);
