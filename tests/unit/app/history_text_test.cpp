#include "app/history_text.hpp"

#include <gmock/gmock.h>

namespace delta::app {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using Event = JournalRecord::Event;

JournalRecord record(Event event, std::string table, std::string text = "") {
  JournalRecord made;
  made.event = event;
  made.time = "12:00";
  made.table = std::move(table);
  made.text = std::move(text);
  return made;
}

/// Else what was undone looks as if it had been done twice.
TEST(HistoryText, ARunThatTurnedTellsWhere) {
  PastRun past;
  past.run.id = "one";
  past.run.journal.records = {record(Event::begin, ""),
                              record(Event::intent, "d.a"),
                              record(Event::done, "d.a"),
                              record(Event::intent, "d.b"),
                              record(Event::replan, "d.b", "{a plan}"),
                              record(Event::undo, "", "{the way back}"),
                              record(Event::intent, "d.a"),
                              record(Event::done, "d.a")};
  const std::string text = run_text(past);
  EXPECT_THAT(text, HasSubstr("  d.a\n    12:00  unit 1 begun\n    12:00  unit 1 done\n"
                              "    12:00  taken back from here on\n    12:00  unit 1 begun\n    12:00  unit 1 done\n"));
  EXPECT_THAT(text, HasSubstr("  d.b\n    12:00  unit 1 begun\n    12:00  planned again from here on\n\n"))
      << "nothing of it was taken back";
  EXPECT_THAT(text, HasSubstr("\n  12:00  undo\n"));
  EXPECT_THAT(text, Not(HasSubstr("{")));
}

}  // namespace
}  // namespace delta::app
