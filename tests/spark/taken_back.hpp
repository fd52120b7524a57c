// What tests/spark/taken_back declares: VERSION is 1, then 2. What r_ begins comes back, what w_ begins does not whole,
// what v_ begins does by a RESTORE.
#pragma once
#include <delta/annotations.hpp>
#include <delta/types.hpp>
#include <cstdint>
#include <optional>
#include <string>

struct Changed {
#if VERSION == 1
  DELTA_TABLE("spark_catalog.back.r_changed", property("delta.columnMapping.mode", "name"), property("team", "old"),
              property("gone", "it's ${x} \\ ?"), comment("Before's \"text\"."), cluster_by("id"), check("there", "id > 0"));
  std::int64_t id;
  /// It's `quoted` -- ? 🦆
  std::optional<std::string> note DELTA(default_value("'it\\'s ? -- 🦆'"));
  std::optional<std::int32_t> n;
#else
  DELTA_TABLE("spark_catalog.back.r_changed", property("delta.columnMapping.mode", "name"), property("team", "new"),
              property("fresh", "1"), comment("After."), cluster_by("n"), check("there", "id > 0"),
              check("positive", "n > 0"));
  std::int64_t id;
  /// Another one.
  std::optional<std::string> note;
  std::optional<std::int32_t> n DELTA(default_value("7"));
  std::optional<std::string> added DELTA(default_value("'new'"));
#endif
};

/// Comes last, and fails while it runs: rows break its CHECK.
struct Failing {
#if VERSION == 1
  DELTA_TABLE("spark_catalog.back.r_failing", property("delta.columnMapping.mode", "name"), check("there", "id > 0"));
  std::int64_t id;
#else
  DELTA_TABLE("spark_catalog.back.r_failing", property("delta.columnMapping.mode", "name"), check("there", "id > 0"),
              check("low", "id < 2"), comment("After."), property("team", "new"));
  std::int64_t id;
  std::optional<std::string> added;
#endif
};

/// Loses a CHECK, which comes back over the rows that are there.
struct Kept {
#if VERSION == 1
  DELTA_TABLE("spark_catalog.back.r_kept", check("positive", "n > 0"));
#else
  DELTA_TABLE("spark_catalog.back.r_kept");
#endif
  std::optional<std::int32_t> n;
};

struct Moved {
#if VERSION == 1
  DELTA_TABLE("spark_catalog.back.r_place", property("delta.columnMapping.mode", "name"));
  std::optional<std::string> first;
#else
  DELTA_TABLE("spark_catalog.back.r_other_place", property("delta.columnMapping.mode", "name"),
              renamed_from("spark_catalog.back.r_place"));
  std::optional<std::string> one DELTA(renamed_from("first"));
#endif
};

struct Traded {
  DELTA_TABLE("spark_catalog.back.r_traded", property("delta.columnMapping.mode", "name"));
#if VERSION == 1
  std::optional<std::string> a;
  std::optional<std::string> b;
#else
  std::optional<std::string> b DELTA(renamed_from("a"));
  std::optional<std::string> a DELTA(renamed_from("b"));
#endif
};

struct Seen {
#if VERSION == 1
  DELTA_VIEW("spark_catalog.back.r_seen", "SELECT n FROM spark_catalog.back.r_kept", comment("It's v1's \\ ? 🦆\nType: x"),
             property("team's", "it's ${x}"));
#else
  DELTA_VIEW("spark_catalog.back.r_seen", "SELECT n FROM spark_catalog.back.r_kept WHERE n > 1");
#endif
  /// It's -- `n` ? 🦆
  std::optional<std::int32_t> n;
};

#if VERSION == 1
struct Passing {
  DELTA_VIEW("spark_catalog.back.r_passing", "SELECT n FROM spark_catalog.back.r_kept", comment("Passes."));
  /// Its column.
  std::optional<std::int32_t> n;
};
#else
DELTA_DROPPED("spark_catalog.back.r_passing");

struct Fresh {
  DELTA_TABLE("spark_catalog.back.r_fresh", check("positive", "id > 0"));
  std::int64_t id;
};
#endif

struct Narrow {
#if VERSION == 1
  DELTA_TABLE("spark_catalog.back.w_narrow", property("delta.columnMapping.mode", "name"));
  std::optional<std::int32_t> n;
  std::optional<std::string> lost;
#else
  DELTA_TABLE("spark_catalog.back.w_narrow", property("delta.columnMapping.mode", "name"), comment("Wider."),
              check("positive", "n > 0"));
  std::optional<std::int64_t> n;
#endif
};

struct Strict {
  DELTA_TABLE("spark_catalog.back.w_strict");
#if VERSION == 1
  std::int64_t id;
#else
  std::optional<std::int64_t> id;
#endif
};

struct Whole {
#if VERSION == 1
  DELTA_TABLE("spark_catalog.back.v_back_whole", property("delta.columnMapping.mode", "name"), property("team", "old"),
              property("gone", "1"), comment("Before."));
  std::int64_t id;
  /// How many.
  std::optional<std::int32_t> n;
  std::optional<std::string> lost;
#else
  DELTA_TABLE("spark_catalog.back.v_back_whole", property("delta.columnMapping.mode", "name"), property("team", "new"),
              comment("After."), check("positive", "n > 0"), cluster_by("n"));
  std::optional<std::int64_t> id;
  std::optional<std::int64_t> n;
#endif
};

/// Gets its column mapping with the new version.
struct Mapped {
#if VERSION == 1
  DELTA_TABLE("spark_catalog.back.v_back_mapped");
  std::int64_t id;
  std::optional<std::string> first;
  std::optional<std::int32_t> lost;
#else
  DELTA_TABLE("spark_catalog.back.v_back_mapped", property("delta.columnMapping.mode", "name"));
  std::int64_t id;
  std::optional<std::string> one DELTA(renamed_from("first"));
#endif
};

/// An UPDATE that finds no row makes no commit, so that nobody knows which commits are the run's own.
struct Filled {
  DELTA_TABLE("spark_catalog.back.v_filled", property("delta.columnMapping.mode", "name"));
  std::int64_t id;
#if VERSION == 1
  std::optional<std::string> lost;
#else
  std::optional<std::string> tier DELTA(default_value("'basic'"));
#endif
};

struct Written {
  DELTA_TABLE("spark_catalog.back.v_written", property("delta.columnMapping.mode", "name"));
  std::int64_t id;
#if VERSION == 1
  std::optional<std::string> lost;
#endif
};
