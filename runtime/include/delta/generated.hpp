/* How generated code meets the runtime: plain aggregates and one function, so that the two may be built with other
 * compilers, standards and flags. Read by generated files only. */
#pragma once

/* Raised when a member changes its meaning; generated files refuse to compile against another number. */
#define DELTA_GENERATED_FORMAT 1

namespace delta::generated {

template <class T>
struct List {
  const T* data = nullptr;
  int size = 0;
  constexpr List() = default;
  template <int N>
  constexpr List(const T (&items)[N]) : data(items), size(N) {}
};

/* A stretch of one source line. The file is the header's own unless another is named. */
struct Place {
  int line = 0;
  int column = 0;
  int length = 0;
  const char* file = nullptr;
};

/* The text of a source line that places point at, for carets where the sources are not at hand. */
struct Line {
  int number = 0;
  const char* text = "";
  const char* file = nullptr; /* the header's own unless named */
};

struct Text {
  const char* value = "";
  Place place = {};
};

struct Pair {
  const char* key = "";
  const char* value = "";
  Place key_place = {};
  Place value_place = {};
};

struct Identity {
  long long start = 1;
  long long step = 1;
  bool by_default = false;
  Place place = {};
};

struct Field {
  const char* name = "";
  const char* type = ""; /* a scalar's SQL text, or ARRAY, MAP, STRUCT with `children` */
  bool nullable = true;
  const char* comment = "";
  List<Text> renamed_from = {};
  bool first = false;
  const Text* after = nullptr; /* the sibling that a new column follows */
  List<Field> children = {};   /* ARRAY: its element. MAP: its key and value. STRUCT: its fields */
  const Text* default_value = nullptr;
  const Text* generated = nullptr;
  const Identity* identity = nullptr;
  List<Pair> tags = {};
  Place place = {};
  Place type_place = {};
};

struct Key {
  const char* name = "";
  List<Text> columns = {};
  Place place = {};
};

struct ForeignKey {
  const char* name = "";
  List<Text> columns = {};
  const char* target = ""; /* the table's name; empty when link did not find it */
  const char* target_type = "";
  List<Text> target_columns = {};
  Place place = {};
};

struct Table {
  Text name = {};              /* the name in DELTA_TABLE or DELTA_VIEW */
  const Text* query = nullptr; /* of a DELTA_VIEW */
  const char* type_name = "";
  const char* comment = "";
  List<Field> columns = {};
  List<Text> partition_by = {};
  List<Text> cluster_by = {};
  const Text* location = nullptr;
  List<Pair> properties = {};
  List<Pair> tags = {};
  List<Pair> checks = {}; /* name, expression */
  const Key* primary_key = nullptr;
  List<Key> unique = {};
  List<ForeignKey> foreign_keys = {};
  List<Text> renamed_from = {};
  List<Text> dropped = {};
  bool owns_columns = false;
  Place place = {}; /* the struct's name */
};

/* What one header declares. */
struct Header {
  const char* library = "";
  const char* path = "";
  List<Table> tables = {};
  List<Text> tombstones = {};
  List<Line> lines = {};
};

struct Registry {
  int format = DELTA_GENERATED_FORMAT;
  const char* name = "";
  const char* tool_version = "";
  List<const Header*> headers = {};
  List<Text> namespace_policy = {};
  List<Pair> variables = {};
};

}  // namespace delta::generated

/* The whole of a migration binary: parses the command line, runs one command, returns the exit code. */
extern "C" int delta_migration_main(const delta::generated::Registry* registry, int argc, char** argv);
