#pragma once
#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "delta/plan/plan.hpp"

namespace delta::report {

/// How far a run is, and how long the rest may take: what a terminal shows of it. All times are seconds since the run
/// began. The guess goes by what the plan foresees of each step, and by how that was borne out so far.
class RunProgress {
 public:
  /// `jobs`: so many tables run side by side.
  RunProgress(const Plan& plan, std::size_t jobs);

  void begin(const TablePlan& table, double now);
  /// `unit` is one of the plan that is carried out, which may be a later one than that of the run.
  void unit_done(const TableName& table, const Unit& unit, double now);
  /// It runs no more, however it ended, or will not begin.
  void end(const TableName& table);

  /// A line for the run and one for each table that runs, the longest running first: "[2/40] ███░░░  12 s, about 40 s
  /// left" and "dev.silver.orders  3/5 steps  4.0 s, about 2.0 s left". None is wider than `width` columns; beyond
  /// `height` lines the last one tells how many more there are.
  std::vector<std::string> lines(double now, std::size_t width, std::size_t height) const;

 private:
  struct Running {
    std::size_t steps_done = 0;
    std::size_t steps = 0;
    std::size_t units_left = 0;
    double foreseen_left = 0;  ///< of the units that are left, as the plan has it
    double began = 0;
    double last = 0;  ///< when its last unit was done
    bool runs = false;
  };

  double guess(std::size_t units, double foreseen) const;
  double left(const Running& table, double now) const;
  std::string run_line(double now, bool narrow) const;

  std::map<TableName, Running> tables_;  ///< those that are not over
  std::size_t count_ = 0;
  std::size_t jobs_ = 1;
  double foreseen_ = 0;  ///< of the units that are done
  double measured_ = 0;
  std::size_t units_ = 0;
};

}  // namespace delta::report
