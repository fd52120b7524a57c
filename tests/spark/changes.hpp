// What tests/spark/changes declares: VERSION is 1, then 2, then 3, which Spark must refuse.
#pragma once
#include <delta/annotations.hpp>
#include <delta/types.hpp>
#include <cstdint>
#include <optional>
#include <string>

struct Order {
  DELTA_TABLE("spark_catalog.changes.orders");
  std::int64_t id;
  std::optional<delta::decimal<10, 2>> total;
};

/// Where the code says, which Spark gives back in another spelling.
struct Placed {
  DELTA_TABLE("spark_catalog.changes.placed", location("file://{root}/placed/"));
  std::int64_t id;
};

/// Partitioned at last, which no table can become.
struct Parted {
#if VERSION < 3
  DELTA_TABLE("spark_catalog.changes.parted");
  std::int64_t id;
  std::optional<std::string> note;
#else
  DELTA_TABLE("spark_catalog.changes.parted", partition_by("day"));
  std::int64_t id;
  std::optional<std::string> remark DELTA(renamed_from("note"));
  std::optional<std::int32_t> state DELTA(default_value("7"));
#endif
  std::optional<delta::date> day;
};

/// Made after the view that it reads, though its name comes first.
struct Above {
  DELTA_VIEW("changes.above", "SELECT id FROM changes.daily");
  std::optional<std::int64_t> id;
};

struct Daily {
#if VERSION == 1
  DELTA_VIEW("changes.daily", "SELECT id, total FROM changes.orders WHERE total > 1",
             comment("It's \"quoted\" -- ${x} {y} \\n ? 🦆"), property("team's ?", "it's ${x} \\ -- 🦆"));
#elif VERSION == 2
  DELTA_VIEW("changes.daily", "SELECT id, total FROM changes.orders WHERE total > 2",
             comment("It's \"quoted\" -- ${x} {y} \\n ? 🦆"), property("team's ?", "it's ${x} \\ -- 🦆"));
#else
  DELTA_VIEW("changes.daily", "SELECT id, CAST(total AS STRING) AS total FROM changes.orders");
#endif
  std::optional<std::int64_t> id;
  std::optional<delta::decimal<10, 2>> total;
};

#if VERSION == 1
struct Passing {
  DELTA_VIEW("changes.passing", "SELECT id FROM changes.orders");
  std::optional<std::int64_t> id;
};
#else
DELTA_DROPPED("changes.passing");

/// Somebody made it by hand, of the same text.
struct ByHand {
  DELTA_VIEW("changes.by_hand", "SELECT id FROM changes.orders");
  std::optional<std::int64_t> id;
};
#endif

/// Columns that get a default, and rows that get it as their value.
struct Filled {
#if VERSION == 1
  DELTA_TABLE("spark_catalog.changes.filled");
  std::int64_t id;
  std::optional<std::string> note;
#else
  DELTA_TABLE("spark_catalog.changes.filled", check("state_present", "state IS NOT NULL"));
  std::int64_t id;
  std::optional<std::string> note DELTA(default_value("'it\\'s ? \\u0024{x} -- 🦆'"));
  std::optional<std::int32_t> state DELTA(default_value("7"));
#if VERSION == 3
  std::int32_t must DELTA(default_value("1"));
#endif
#endif
};
