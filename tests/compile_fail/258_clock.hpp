#include <delta/annotations.hpp>

#include <chrono>

struct Row {
  DELTA_TABLE("shop.silver.rows");
  std::chrono::system_clock::time_point at;
  std::chrono::steady_clock::time_point started;
  std::chrono::local_time<std::chrono::nanoseconds> local;
  std::chrono::sys_time<std::chrono::weeks> week;
  std::chrono::sys_time<std::chrono::duration<double>> floating;
  std::chrono::sys_time<std::chrono::microseconds> fine;
  std::chrono::sys_seconds seconds;
  std::chrono::local_seconds wall;
  std::chrono::sys_days day;
  std::chrono::local_days local_day;
  std::chrono::year_month_day date;
};
