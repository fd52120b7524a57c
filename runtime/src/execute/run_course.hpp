#pragma once
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "delta/plan/plan.hpp"
#include "execute/journal.hpp"

namespace delta {

/// One plan that a table went by in a run, and what the journal says of it.
struct CoursePart {
  TablePlan plan;
  std::size_t done = 0;                             ///< one past the last unit that is known to have run
  std::size_t others = 0;                           ///< units before this one are another run's work
  bool back = false;                                ///< it takes the table back
  std::vector<std::optional<std::int64_t>> before;  ///< each unit's version of the table, where that is written down
  std::vector<std::optional<std::int64_t>> after;
};

/// A table of a run.
struct CourseTable {
  std::vector<CoursePart> parts;  ///< the run's own plan, then those that it was given later
  bool begun = false;             ///< one of its units had begun
};

/// What the journal says of a unit that the tables themselves told to have run.
constexpr std::string_view kFoundDone = "found done";

/// True if a record tells of a unit that another run did: it was found done by one that began without that run's
/// journal, and that never began it itself.
bool is_of_another_run(const Journal& journal, std::size_t record);

/// The course of a run, as its plan and journal tell it.
struct RunCourse {
  Plan plan;          ///< what it goes by now: of each table the newest plan, or the one that takes the whole run back
  Journal journal;    ///< the records that belong to that
  bool back = false;  ///< the whole run is taken back
  std::vector<CourseTable> tables;  ///< of the run's own plan, in its order
};

/// An error: a plan in the journal cannot be read.
Expected<RunCourse> course_of(Plan plan, const Journal& journal);

/// The versions of a table over a stretch of units that ran.
struct Versions {
  std::optional<std::int64_t> first;  ///< before the first of them
  std::optional<std::int64_t>
      last;             ///< after the last; where nobody wrote it down, as many commits later as there were
  bool others = false;  ///< somebody else committed in between, or may have
};
Versions versions_of(const CoursePart& part, std::size_t done);

}  // namespace delta
