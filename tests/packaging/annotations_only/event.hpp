#pragma once
#include <cstdint>
#include <delta/annotations.hpp>
#include <optional>
#include <string>

/// One row per event.
struct Event {
  DELTA_TABLE("bronze.events", partition_by("kind"), property("delta.appendOnly", "true"));
  std::int64_t id DELTA(primary_key, identity(1, 1));
  std::string kind DELTA(comment("what happened"));
  std::optional<std::string> detail;
};
DELTA_DROPPED("bronze.old_events");
