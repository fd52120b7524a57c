#include "event.hpp"

struct Plain {
  std::int64_t id;
  std::string kind;
  std::optional<std::string> detail;
};
static_assert(sizeof(Event) == sizeof(Plain), "annotations change no layout");
static_assert(alignof(Event) == alignof(Plain), "annotations change no layout");
