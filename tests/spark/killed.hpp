// What tests/spark/killed declares: VERSION is 1, then 2, with every action that Spark has between them.
#pragma once
#include <delta/annotations.hpp>
#include <delta/types.hpp>
#include <cstdint>
#include <optional>
#include <string>

struct Grown {
#if VERSION == 1
  DELTA_TABLE("spark_catalog.{schema}.grown", property("team", "old"));
  std::int64_t id;
  std::optional<std::int32_t> n;
#else
  DELTA_TABLE("spark_catalog.{schema}.grown", property("team", "new"), check("positive", "n > 0"), cluster_by("id"),
              comment("After."));
  std::int64_t id;
  /// How many.
  std::optional<std::int64_t> n;
  std::optional<std::string> state DELTA(default_value("'new'"));
#endif
};

struct Shrunk {
#if VERSION == 1
  DELTA_TABLE("spark_catalog.{schema}.shrunk", property("delta.columnMapping.mode", "name"), property("team", "old"),
              check("positive", "n > 0"));
  std::int64_t id;
  std::int32_t n;
  std::optional<std::string> state DELTA(default_value("'old'"));
  std::optional<std::string> gone;
#else
  DELTA_TABLE("spark_catalog.{schema}.shrunk", property("delta.columnMapping.mode", "name"));
  std::int64_t id;
  std::optional<std::int32_t> n;
  std::optional<std::string> state;
#endif
};

struct Traded {
#if VERSION == 1
  DELTA_TABLE("spark_catalog.{schema}.traded", property("delta.columnMapping.mode", "name"));
  std::optional<std::string> a;
  std::optional<std::string> b;
#else
  DELTA_TABLE("spark_catalog.{schema}.traded", property("delta.columnMapping.mode", "name"));
  std::optional<std::string> b DELTA(renamed_from("a"));
  std::optional<std::string> a DELTA(renamed_from("b"));
#endif
};

struct Moved {
#if VERSION == 1
  DELTA_TABLE("spark_catalog.{schema}.old_place");
#else
  DELTA_TABLE("spark_catalog.{schema}.moved", renamed_from("spark_catalog.{schema}.old_place"));
#endif
  std::int64_t id;
};

struct Seen {
#if VERSION == 1
  DELTA_VIEW("spark_catalog.{schema}.seen", "SELECT id FROM spark_catalog.{schema}.grown");
#else
  DELTA_VIEW("spark_catalog.{schema}.seen", "SELECT id FROM spark_catalog.{schema}.grown WHERE id > 1");
#endif
  std::optional<std::int64_t> id;
};

#if VERSION == 1
struct Passing {
  DELTA_TABLE("spark_catalog.{schema}.passing");
  std::int64_t id;
};

struct PassingView {
  DELTA_VIEW("spark_catalog.{schema}.passing_view", "SELECT id FROM spark_catalog.{schema}.grown");
  std::optional<std::int64_t> id;
};
#else
DELTA_DROPPED("spark_catalog.{schema}.passing");
DELTA_DROPPED("spark_catalog.{schema}.passing_view");

struct Fresh {
  DELTA_TABLE("spark_catalog.{schema}_new.fresh", check("positive", "id > 0"));
  std::int64_t id;
};

struct FreshView {
  DELTA_VIEW("spark_catalog.{schema}.fresh_view", "SELECT id FROM spark_catalog.{schema}_new.fresh");
  std::optional<std::int64_t> id;
};
#endif
