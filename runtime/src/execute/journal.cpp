#include "execute/journal.hpp"

#include <array>
#include <utility>

#include "delta/model/fingerprint.hpp"
#include "model/json_need.hpp"

namespace delta {
namespace {

using Event = JournalRecord::Event;
using json::Value;

constexpr std::string_view kHead =
    "deltac journal 1: a line per record; each begins with the first 32 hexadecimal digits of SHA-256 over the digits of "
    "the line before and its own JSON text\n";
constexpr std::size_t kHashDigits = 32;

constexpr std::array<std::pair<Event, std::string_view>, 8> kEvents{{
    {Event::begin, "begin"},
    {Event::recover, "recover"},
    {Event::intent, "intent"},
    {Event::done, "done"},
    {Event::failed, "failed"},
    {Event::unknown, "unknown"},
    {Event::end, "end"},
    {Event::abandon, "abandon"},
}};

constexpr std::array<std::pair<std::string JournalRecord::*, std::string_view>, 9> kTexts{{
    {&JournalRecord::time, "at"},
    {&JournalRecord::run, "run"},
    {&JournalRecord::plan, "plan"},
    {&JournalRecord::target, "target"},
    {&JournalRecord::registry, "registry"},
    {&JournalRecord::host, "host"},
    {&JournalRecord::user, "user"},
    {&JournalRecord::table, "table"},
    {&JournalRecord::text, "text"},
}};

bool of_unit(Event event) {
  return event == Event::intent || event == Event::done || event == Event::failed || event == Event::unknown;
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
    out.unit = static_cast<std::size_t>(json::small_number(json::need(value, "unit", Value::Kind::number, kWhat), kMost));
  }
  out.version_before = number("version_before");
  out.version_after = number("version_after");
  return out;
}

std::string hash_of(std::string_view last_hash, std::string_view json) {
  return sha256_hex(std::string(last_hash).append(json)).substr(0, kHashDigits);
}

Error damaged(std::string_view origin, std::size_t line, std::string_view why) {
  return {std::string(origin) + ":" + std::to_string(line) + ": the journal is damaged: " + std::string(why),
          "look at the tables it names, then put the file away or abandon the run"};
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
  const std::string json = json_of(record);
  last_hash = hash_of(last_hash, json);
  return last_hash + " " + json + "\n";
}

Expected<Journal> read_journal(std::string_view text, std::string_view origin) {
  Journal journal;
  if (!text.starts_with(kHead)) {
    journal.torn = kHead.starts_with(text);
    if (journal.torn) return journal;
    return damaged(origin, 1, "it does not begin as one of this version");
  }
  std::size_t at = kHead.size();
  journal.whole_bytes = at;
  for (std::size_t number = 2; at < text.size(); ++number) {
    const std::size_t end = text.find('\n', at);
    if (end == std::string_view::npos) {
      journal.torn = true;
      return journal;
    }
    const std::string_view line = text.substr(at, end - at);
    const std::string_view json = line.size() > kHashDigits ? line.substr(kHashDigits + 1) : std::string_view();
    const std::string hash = hash_of(journal.last_hash, json);
    if (line.size() <= kHashDigits || line[kHashDigits] != ' ' || line.substr(0, kHashDigits) != hash) {
      return damaged(origin, number, "this line is not what was written behind the one before");
    }
    try {
      journal.records.push_back(record_of(json::parse(json)));
    } catch (const json::Failure& failure) {
      return damaged(origin, number, failure.message);
    }
    journal.last_hash = hash;
    at = end + 1;
    journal.whole_bytes = at;
  }
  return journal;
}

}  // namespace delta
