#include "execute/journal.hpp"

#include <array>
#include <utility>

#include "execute/chained_text.hpp"
#include "model/json_need.hpp"
#include "model/json_pieces.hpp"

namespace delta {
namespace {

using Event = JournalRecord::Event;
using json::Value;

constexpr std::string_view kHead =
    "deltac journal 1: a line per record; each begins with the first 32 hexadecimal digits of SHA-256 over the digits "
    "of "
    "the line before and its own JSON text\n";
constexpr ChainedKind kKind{
    kHead, "journal", "look at the tables that it names; an unfinished run is given up by recover --abandon REASON"};

constexpr std::array<std::pair<Event, std::string_view>, 11> kEvents{{
    {Event::begin, "begin"},
    {Event::recover, "recover"},
    {Event::intent, "intent"},
    {Event::done, "done"},
    {Event::retry, "retry"},
    {Event::failed, "failed"},
    {Event::unknown, "unknown"},
    {Event::replan, "replan"},
    {Event::undo, "undo"},
    {Event::end, "end"},
    {Event::abandon, "abandon"},
}};

constexpr std::array<std::pair<std::string JournalRecord::*, std::string_view>, 16> kTexts{{
    {&JournalRecord::time, "at"},
    {&JournalRecord::run, "run"},
    {&JournalRecord::plan, "plan"},
    {&JournalRecord::target, "target"},
    {&JournalRecord::registry, "registry"},
    {&JournalRecord::tool, "tool"},
    {&JournalRecord::git, "git"},
    {&JournalRecord::expect, "expect"},
    {&JournalRecord::ledger, "ledger"},
    {&JournalRecord::on_failure, "on_failure"},
    {&JournalRecord::host, "host"},
    {&JournalRecord::user, "user"},
    {&JournalRecord::table, "table"},
    {&JournalRecord::text, "text"},
    {&JournalRecord::sqlstate, "sqlstate"},
    {&JournalRecord::why, "why"},
}};

bool of_unit(Event event) {
  return event == Event::intent || event == Event::retry || event == Event::done || event == Event::failed ||
         event == Event::unknown;
}

std::string json_of(const JournalRecord& record) {
  std::string out = "{\"event\":\"" + std::string(event_word(record.event)) + "\"";
  for (const auto& [member, name] : kTexts) {
    if ((record.*member).empty()) continue;
    out.append(",\"").append(name).append("\":");
    json::append_quoted(out, record.*member);
  }
  const auto number = [&](std::string_view name, std::int64_t value) {
    out.append(",\"").append(name).append("\":").append(std::to_string(value));
  };
  if (record.pid != 0) number("pid", record.pid);
  if (of_unit(record.event)) number("unit", static_cast<std::int64_t>(record.unit));
  if (record.version_before) number("version_before", *record.version_before);
  if (record.version_after) number("version_after", *record.version_after);
  if (!record.statements.empty()) out.append(",\"statements\":").append(json::quoted_list(record.statements));
  return out + "}";
}

JournalRecord record_of(const Value& value) {
  constexpr std::string_view kWhat = "a record";
  constexpr std::int64_t kMost = INT64_MAX;
  JournalRecord out;
  out.event = json::meaning(kEvents, json::need(value, "event", Value::Kind::string, kWhat), "event");
  for (const auto& [member, name] : kTexts) out.*member = json::maybe_text(value, name, kWhat);
  const auto number = [&](std::string_view name) -> std::optional<std::int64_t> {
    const Value* found = json::maybe(value, name, Value::Kind::number, kWhat);
    return found == nullptr ? std::nullopt : std::optional(json::small_number(*found, kMost));
  };
  out.pid = number("pid").value_or(0);
  if (of_unit(out.event)) {
    out.unit =
        static_cast<std::size_t>(json::small_number(json::need(value, "unit", Value::Kind::number, kWhat), kMost));
  }
  out.version_before = number("version_before");
  out.version_after = number("version_after");
  if (const Value* list = json::maybe(value, "statements", Value::Kind::array, kWhat)) {
    out.statements = json::texts_of(*list, "statements");
  }
  return out;
}

}  // namespace

std::string_view event_word(Event event) {
  for (const auto& [each, word] : kEvents) {
    if (each == event) return word;
  }
  return "";
}

bool Journal::unfinished() const {
  return records.empty() || (records.back().event != Event::end && records.back().event != Event::abandon);
}

std::string journal_head() { return std::string(kHead); }

std::string journal_line(const JournalRecord& record, std::string& last_hash) {
  return chained_line(json_of(record), last_hash);
}

Expected<Journal> read_journal(std::string_view text, std::string_view origin) {
  const auto chained = read_chained(text, kKind, origin);
  if (!chained) return chained.error();
  Journal journal;
  for (const ChainedText::Line& line : chained->lines) {
    try {
      journal.records.push_back(record_of(json::parse(line.json)));
    } catch (const json::Failure& failure) {
      return damaged_line(kKind, origin, journal.records.size() + 2, failure.message);
    }
  }
  journal.last_hash = chained->last_hash;
  journal.whole_bytes = chained->whole_bytes;
  journal.torn = chained->torn;
  return journal;
}

}  // namespace delta
