// What reading a result costs this side of the driver: CPU time of OdbcSession::query over the rows that 1,000 tables
// of 20 columns are read from, against a loop that only fetches the same cells and drops them. Both through unixODBC
// and the fake driver, which has its rows in memory. Prints a table; fails above 0.1 s more (optimised builds only).
#include <ctime>

#include <unistd.h>
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

#include "adapters/odbc/handles.hpp"
#include "adapters/odbc/odbc_session.hpp"
#include "adapters/odbc/wide.hpp"

namespace {

using namespace delta;
using namespace delta::odbc;

constexpr double kPromise = 0.1;
#ifdef NDEBUG
constexpr bool kOptimised = true;
#else
constexpr bool kOptimised = false;
#endif
constexpr int kRuns = 5;

double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

struct Shape {
  const char* name;
  int rows;
  std::vector<int> cells;  ///< their lengths
};

const Shape kShapes[] = {
    // SHOW TABLE EXTENDED and a log's actions, with schema strings of 20 columns.
    {"a row per table", 1000, {10, 24, 5, 2000}},
    {"a log's actions", 3000, {120, 6000, 40}},
    // information_schema.columns.
    {"a row per column", 20000, {12, 10, 24, 16, 2, 3, 30, 12, 60, 0}},
};

std::string script(const Shape& shape, const char* get_data) {
  std::string columns, cells;
  for (std::size_t i = 0; i < shape.cells.size(); ++i) {
    const std::string comma = i == 0 ? "" : ",";
    columns += comma + "\"c" + std::to_string(i) + "\"";
    cells += comma + R"({"text":"x","times":)" + std::to_string(shape.cells[i]) + "}";
  }
  return R"({"get_data":")" + std::string(get_data) + R"(","otherwise":{"columns":[)" + columns + R"(],"rows":[[)" +
         cells + R"(]],"rows_times":)" + std::to_string(shape.rows) + "}}";
}

struct Raw {
  explicit Raw(const std::string& text)
      : manager(*load_driver_manager()), environment(manager, SQL_HANDLE_ENV, nullptr) {
    manager.SQLSetEnvAttr(environment.get(), SQL_ATTR_ODBC_VERSION, reinterpret_cast<SQLPOINTER>(SQL_OV_ODBC3), 0);
    connection = Handle(manager, SQL_HANDLE_DBC, environment.get());
    std::vector<SQLWCHAR> wide = to_wide(text);
    manager.SQLDriverConnectW(connection.get(), nullptr, wide.data(), static_cast<SQLSMALLINT>(wide.size()), nullptr, 0,
                              nullptr, SQL_DRIVER_NOPROMPT);
  }
  ~Raw() { manager.SQLDisconnect(connection.get()); }

  /// A call per cell, into a buffer that holds it whole. Gives the number of cells.
  long discard_cells(std::size_t columns) {
    const Handle statement = execute();
    std::vector<SQLWCHAR> buffer(16 * 1024);
    SQLLEN length = 0;
    long count = 0;
    while (SQL_SUCCEEDED(manager.SQLFetch(statement.get()))) {
      for (SQLUSMALLINT column = 1; column <= columns; ++column, ++count) {
        manager.SQLGetData(statement.get(), column, SQL_C_WCHAR, buffer.data(),
                           static_cast<SQLLEN>(buffer.size() * sizeof(SQLWCHAR)), &length);
      }
    }
    return count;
  }

  /// Blocks of rows into buffers that hold each cell whole.
  long discard_blocks(const std::vector<int>& cells) {
    constexpr std::size_t rows = 64;
    const Handle statement = execute();
    SQLULEN fetched = 0;
    manager.SQLSetStmtAttr(statement.get(), SQL_ATTR_ROW_ARRAY_SIZE, reinterpret_cast<SQLPOINTER>(rows), 0);
    manager.SQLSetStmtAttr(statement.get(), SQL_ATTR_ROWS_FETCHED_PTR, &fetched, 0);
    std::vector<std::vector<SQLWCHAR>> text;
    std::vector<std::vector<SQLLEN>> lengths(cells.size(), std::vector<SQLLEN>(rows));
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const std::size_t units = static_cast<std::size_t>(cells[i]) + 1;
      text.emplace_back(units * rows);
      manager.SQLBindCol(statement.get(), static_cast<SQLUSMALLINT>(i + 1), SQL_C_WCHAR, text[i].data(),
                         static_cast<SQLLEN>(units * sizeof(SQLWCHAR)), lengths[i].data());
    }
    long count = 0;
    while (SQL_SUCCEEDED(manager.SQLFetch(statement.get()))) count += static_cast<long>(fetched * cells.size());
    return count;
  }

  Handle execute() {
    Handle statement(manager, SQL_HANDLE_STMT, connection.get());
    std::vector<SQLWCHAR> wide = to_wide("q");
    manager.SQLExecDirectW(statement.get(), wide.data(), 1);
    return statement;
  }

  const DriverManager manager;
  Handle environment;
  Handle connection;
};

/// The median of several runs; each must give `cells`.
double measure(long cells, const std::function<long()>& run) {
  std::vector<double> times;
  for (int i = 0; i < kRuns; ++i) {
    const double start = cpu_seconds();
    const long count = run();
    times.push_back(cpu_seconds() - start);
    if (count != cells) std::printf("%ld cells instead of %ld\n", count, cells);
  }
  std::sort(times.begin(), times.end());
  return times[kRuns / 2];
}

double compare(const Shape& shape, const char* get_data, const std::string& path) {
  std::ofstream(path) << script(shape, get_data);
  const std::string target = "Driver=" DELTAC_FAKE_DRIVER ";Script=" + path;
  const long cells = static_cast<long>(shape.cells.size()) * shape.rows;
  const bool blocks = std::string(get_data) == "blocks";
  Raw raw(target);
  const double dropped =
      measure(cells, [&] { return blocks ? raw.discard_blocks(shape.cells) : raw.discard_cells(shape.cells.size()); });
  auto session = open_odbc_session({.text = target});
  if (!session) {
    std::printf("%s\n", session.error().message.c_str());
    return 1;
  }
  const double read = measure(cells, [&] {
    long count = 0;
    const auto done = (*session)->query("q", [&](SqlRow row) { count += static_cast<long>(row.size()); });
    return done ? count : -1;
  });
  std::printf("%-18s %-8s %8d %10.1f %10.1f %10.1f %12.0f\n", shape.name, get_data, shape.rows, dropped * 1e3,
              read * 1e3, (read - dropped) * 1e3, shape.rows / read);
  return read - dropped;
}

}  // namespace

int main() {
  const std::string folder =
      (std::filesystem::temp_directory_path() / ("deltac_odbc_bench_" + std::to_string(::getpid()))).string();
  std::filesystem::create_directories(folder);
  std::printf("%-18s %-8s %8s %10s %10s %10s %12s\n", "result", "driver", "rows", "dropped ms", "read ms", "more ms",
              "rows/s");
  double worst = 0;
  int number = 0;
  for (const Shape& shape : kShapes) {
    for (const char* get_data : {"blocks", "core"}) {
      worst = std::max(worst, compare(shape, get_data, folder + "/" + std::to_string(++number) + ".json"));
    }
  }
  std::filesystem::remove_all(folder);
  return kOptimised && worst > kPromise ? 1 : 0;
}
