#include "adapters/spark/state_table.hpp"

#include <algorithm>
#include <charconv>
#include <span>
#include <utility>

#include "adapters/spark/server_error.hpp"

namespace delta::spark {
namespace {

// Databricks takes statements of 16 MiB.
constexpr std::size_t kStatementBytes = 4U << 20U;
constexpr std::size_t kRowBytes = 256U << 10U;

std::int64_t number(std::string_view text) {
  std::int64_t out = -1;
  std::from_chars(text.data(), text.data() + text.size(), out);
  return out;
}

/// Where a part of at most `most` bytes ends: behind a line, or between two characters.
std::size_t part_size(std::string_view text, std::size_t most, bool lines) {
  if (text.size() <= most) return text.size();
  if (lines) {
    const std::size_t newline = text.rfind('\n', most - 1);
    return (newline == std::string_view::npos ? std::min(text.find('\n'), text.size() - 1) : newline) + 1;
  }
  while (most > 1 && (static_cast<unsigned char>(text[most]) & 0xC0U) == 0x80U) --most;
  return most;
}

}  // namespace

StateTable::StateTable(std::shared_ptr<SqlSession> session, const TableName& schema)
    : session_(std::move(session)), table_(schema) {
  table_.parts.emplace_back("deltac_state");
}

StateTable StateTable::on(std::shared_ptr<SqlSession> session) const {
  StateTable out = *this;
  out.session_ = std::move(session);
  return out;
}

Expected<void> StateTable::add_part(std::map<std::string, Parts>& names, std::string name, std::int64_t place,
                                    std::string text) const {
  const auto [part, added] = names[std::move(name)].emplace(place, text);
  if (added || part->second == text) return {};
  return Error{
      table_.text() +
          " holds two different texts for one place: two runs wrote at the same time, or it was changed by hand",
      "look at the tables, and name another schema with --state-schema"};
}

Expected<StateTable::Index> StateTable::index() const {
  Index out;
  Expected<void> sound;
  const auto done = session_->query(sql::state_index(table_), [&](SqlRow row) {
    auto added = add_part(out.kinds[cell(row, 0)], cell(row, 1), number(cell(row, 2)), cell(row, 3));
    if (sound && !added) sound = std::move(added);
  });
  if (!done && done.error().kind == SqlError::Kind::not_found) return Index();
  if (!done) return state_schema_error("cannot read " + table_.text(), done.error());
  if (!sound) return sound.error();
  out.there = true;
  return out;
}

Expected<std::map<std::string, Parts>> StateTable::texts(std::string_view kind, std::string_view name) const {
  std::map<std::string, Parts> out;
  Expected<void> sound;
  const auto done = session_->query(sql::state_texts(table_, kind, name), [&](SqlRow row) {
    auto added = add_part(out, cell(row, 0), number(cell(row, 1)), cell(row, 2));
    if (sound && !added) sound = std::move(added);
  });
  if (!done) return state_schema_error("cannot read " + table_.text(), done.error());
  if (!sound) return sound.error();
  return out;
}

Expected<void> StateTable::make() {
  const auto done = session_->run(sql::create_state_table(table_));
  return done ? Expected<void>() : state_schema_error("cannot make " + table_.text(), done.error());
}

Expected<void> StateTable::add(const std::vector<sql::StateRow>& rows) {
  for (auto first = rows.begin(); first != rows.end();) {
    auto last = first;
    std::size_t bytes = 0;
    do bytes += (last++)->text.size();
    while (last != rows.end() && bytes + last->text.size() <= kStatementBytes);
    const std::string statement = sql::add_state_rows(table_, std::span(first, last));
    auto done = session_->run(statement);
    if (!done && done.error().unknown_outcome) done = session_->run(statement);
    if (!done) return state_schema_error("cannot write to " + table_.text(), done.error());
    first = last;
  }
  return {};
}

Expected<std::string> whole(const Parts& parts, const std::string& what) {
  std::string out;
  for (const auto& [place, text] : parts) {
    if (place != static_cast<std::int64_t>(out.size()))
      return Error{what + ": a part is missing at byte " + std::to_string(out.size()), ""};
    out += text;
  }
  return out;
}

void split(std::vector<sql::StateRow>& rows, const std::string& kind, const std::string& name, std::size_t at,
           std::string_view text, bool lines) {
  while (!text.empty()) {
    const std::size_t size = part_size(text, kRowBytes, lines);
    rows.push_back({kind, name, static_cast<std::int64_t>(at), std::string(text.substr(0, size))});
    at += size;
    text.remove_prefix(size);
  }
}

}  // namespace delta::spark
