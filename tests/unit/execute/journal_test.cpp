// What a run writes down, read again: whole, torn, damaged.
#include "execute/journal.hpp"

#include <gtest/gtest.h>

namespace delta {
namespace {

using Event = JournalRecord::Event;

JournalRecord record(Event event, const std::string& table = "", std::size_t unit = 0) {
  JournalRecord out;
  out.event = event;
  out.time = "2026-11-29T21:24:10Z";
  out.table = table;
  out.unit = unit;
  return out;
}

std::vector<JournalRecord> a_run() {
  JournalRecord begin = record(Event::begin);
  begin.run = "20261129T212410Z-1a2b3c4d";
  begin.plan = "sha256:ab";
  begin.target = "lake:./lake";
  begin.registry = "shop 3f9a1c";
  begin.host = "here";
  begin.user = "anna \"a\"";
  begin.pid = 4711;
  JournalRecord done = record(Event::done, "dev.silver.orders", 3);
  done.version_before = 0;
  done.version_after = 1;
  JournalRecord failed = record(Event::failed, "dev.silver.orders", 4);
  failed.text = "no\nroom";
  failed.sqlstate = "53100";
  JournalRecord end = record(Event::end);
  end.why = "dev.silver.orders: no\nroom";
  return {begin,  record(Event::intent, "dev.silver.orders", 3),
          done,   record(Event::intent, "dev.silver.orders", 4),
          failed, end};
}

std::string text_of(const std::vector<JournalRecord>& records) {
  std::string text = journal_head();
  std::string hash;
  for (const JournalRecord& each : records) text += journal_line(each, hash);
  return text;
}

TEST(Journal, IsReadAsItWasWritten) {
  const auto journal = read_journal(text_of(a_run()), "run.journal");
  ASSERT_TRUE(journal) << journal.error().message;
  EXPECT_EQ(journal->records, a_run());
  EXPECT_FALSE(journal->torn);
  EXPECT_FALSE(journal->unfinished());
}

TEST(Journal, IsOneLineARecordThatAPersonCanRead) {
  const std::string text = text_of({a_run()[0], a_run()[2]});
  EXPECT_NE(text.find(R"( {"event":"begin","at":"2026-11-29T21:24:10Z","run":"20261129T212410Z-1a2b3c4d",)"), text.npos)
      << text;
  EXPECT_NE(text.find(R"( {"event":"done","at":"2026-11-29T21:24:10Z","table":"dev.silver.orders","unit":3,)"
                      R"("version_before":0,"version_after":1})"
                      "\n"),
            text.npos)
      << text;
}

TEST(Journal, TruncatedAtEveryByteItHoldsTheRecordsBefore) {
  const std::string whole = text_of(a_run());
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const auto journal = read_journal(whole.substr(0, size), "run.journal");
    ASSERT_TRUE(journal) << size << ": " << journal.error().message;
    std::size_t lines = 0;
    for (const char c : whole.substr(0, size)) lines += c == '\n';
    EXPECT_EQ(journal->records.size(), lines == 0 ? 0 : lines - 1) << size;
    EXPECT_EQ(journal->torn, whole[size == 0 ? 0 : size - 1] != '\n') << size;
    EXPECT_EQ(journal->whole_bytes, lines == 0 ? 0 : whole.rfind('\n', size - 1) + 1) << size;
    EXPECT_TRUE(journal->unfinished()) << size;
    if (journal->whole_bytes == 0) continue;
    // What is written behind the whole part is read as if nothing had been torn.
    std::string hash = journal->last_hash;
    const std::string mended = whole.substr(0, journal->whole_bytes) + journal_line(record(Event::recover), hash);
    const auto again = read_journal(mended, "run.journal");
    ASSERT_TRUE(again) << size;
    EXPECT_EQ(again->records.size(), journal->records.size() + 1);
  }
}

TEST(Journal, ChangedAtAnyByteItIsRefusedOrTorn) {
  const std::string whole = text_of(a_run());
  for (std::size_t at = 0; at < whole.size(); ++at) {
    std::string other = whole;
    other[at] = static_cast<char>(other[at] ^ 1);
    const auto journal = read_journal(other, "run.journal");
    if (!journal) {
      EXPECT_NE(journal.error().message.find("the journal is damaged"), std::string::npos);
    } else {
      EXPECT_TRUE(journal->torn && at + 1 == whole.size()) << at << ": only the last line's end can look torn";
    }
  }
}

TEST(Journal, ALineThatIsMissingIsSeen) {
  const std::string whole = text_of(a_run());
  const std::size_t second = whole.find('\n') + 1;
  const std::size_t third = whole.find('\n', second) + 1;
  const std::size_t fourth = whole.find('\n', third) + 1;
  const auto journal = read_journal(whole.substr(0, third) + whole.substr(fourth), "run.journal");
  ASSERT_FALSE(journal);
  EXPECT_EQ(journal.error().message,
            "run.journal:3: the journal is damaged: this line is not what was written behind the one before");
}

}  // namespace
}  // namespace delta
