#include "execute/ledger.hpp"

#include <array>
#include <utility>

#include "execute/chained_text.hpp"
#include "model/json_need.hpp"

namespace delta {
namespace {

using json::Value;
using Kind = LedgerEntry::Kind;

constexpr std::string_view kHead =
    "deltac ledger 1: a line per table that was migrated and per run that is over; each begins with the first 32 "
    "hexadecimal digits of SHA-256 over the digits of the line before and its own JSON text\n";
constexpr ChainedKind kKind{kHead, "ledger", "move it away: the next run begins another one, which says so"};

constexpr std::array<std::pair<Kind, std::string_view>, 3> kKinds{
    {{Kind::table, "table"}, {Kind::run, "run"}, {Kind::lost, "lost"}}};

constexpr std::array<std::pair<std::string LedgerEntry::*, std::string_view>, 8> kTexts{{
    {&LedgerEntry::time, "at"},
    {&LedgerEntry::run, "run"},
    {&LedgerEntry::table, "table"},
    {&LedgerEntry::fingerprint, "fingerprint"},
    {&LedgerEntry::snapshot, "snapshot"},
    {&LedgerEntry::journal, "journal"},
    {&LedgerEntry::plan, "plan"},
    {&LedgerEntry::status, "status"},
}};

constexpr std::array<std::pair<std::int64_t LedgerEntry::*, std::string_view>, 2> kNumbers{{
    {&LedgerEntry::version, "version"},
    {&LedgerEntry::records, "records"},
}};

std::string json_of(const LedgerEntry& entry) {
  std::string out = "{\"sequence\":" + std::to_string(entry.sequence) + ",\"kind\":\"";
  out.append(kKinds[static_cast<std::size_t>(entry.kind)].second).append("\"");
  for (const auto& [member, name] : kTexts) {
    if ((entry.*member).empty()) continue;
    out.append(",\"").append(name).append("\":");
    json::append_quoted(out, entry.*member);
  }
  const auto number = [&](std::string_view name, std::int64_t value) {
    out.append(",\"").append(name).append("\":").append(std::to_string(value));
  };
  for (const auto& [member, name] : kNumbers) {
    if (entry.*member != 0) number(name, entry.*member);
  }
  if (entry.target_version) number("target_version", *entry.target_version);
  return out + "}";
}

LedgerEntry entry_of(const Value& value) {
  constexpr std::string_view kWhat = "an entry";
  LedgerEntry out;
  out.sequence = json::small_number(json::need(value, "sequence", Value::Kind::number, kWhat), INT64_MAX);
  out.kind = json::meaning(kKinds, json::need(value, "kind", Value::Kind::string, kWhat), "kind");
  for (const auto& [member, name] : kTexts) out.*member = json::maybe_text(value, name, kWhat);
  for (const auto& [member, name] : kNumbers) {
    if (const Value* found = json::maybe(value, name, Value::Kind::number, kWhat)) {
      out.*member = json::small_number(*found, INT64_MAX);
    }
  }
  if (const Value* found = json::maybe(value, "target_version", Value::Kind::number, kWhat)) {
    out.target_version = json::small_number(*found, INT64_MAX);
  }
  return out;
}

}  // namespace

const LedgerEntry* Ledger::newest(const std::string& table) const {
  const auto found = newest_of.find(table);
  return found == newest_of.end() ? nullptr : &entries[found->second];
}

void Ledger::add(LedgerEntry entry, std::string hash) {
  if (entry.kind == Kind::table) newest_of[entry.table] = entries.size();
  if (entry.kind == Kind::run) over.emplace(entry.run, entries.size());
  entries.push_back(std::move(entry));
  hashes.push_back(std::move(hash));
}

std::string ledger_head() { return std::string(kHead); }

std::string ledger_line(const LedgerEntry& entry, std::string& last_hash) {
  return chained_line(json_of(entry), last_hash);
}

Expected<Ledger> read_ledger(std::string_view text, std::string_view origin) {
  const auto chained = read_chained(text, kKind, origin);
  if (!chained) return chained.error();
  Ledger out;
  out.whole_bytes = chained->whole_bytes;
  out.torn = chained->torn && !text.empty();
  for (const ChainedText::Line& line : chained->lines) {
    const std::size_t number = out.entries.size() + 2;
    try {
      out.add(entry_of(json::parse(line.json)), std::string(line.hash));
    } catch (const json::Failure& failure) {
      return damaged_line(kKind, origin, number, failure.message);
    }
    if (out.entries.back().sequence != static_cast<std::int64_t>(out.entries.size())) {
      return damaged_line(kKind, origin, number, "its number is not the next one");
    }
  }
  return out;
}

}  // namespace delta
