#include <delta/annotations.hpp>

#include <any>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <deque>
#include <filesystem>
#include <set>
#include <tuple>
#include <variant>

struct Row {
  DELTA_TABLE("shop.silver.rows");
  std::pair<int, int> pair;
  std::tuple<int, double> tuple;
  std::variant<int, double> variant;
  std::any any;
  std::set<int> set;
  std::deque<int> deque;
  std::atomic<int> atomic;
  std::byte byte;
  std::filesystem::path path;
  std::chrono::month month;
};
