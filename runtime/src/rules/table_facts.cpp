#include "rules/table_facts.hpp"

namespace delta::rules {
namespace {

std::uint32_t hash_of(std::string_view name) { return static_cast<std::uint32_t>(folded_hash(name)); }

}  // namespace

std::size_t ColumnIndex::slot_of(std::string_view name, std::uint32_t hash) const {
  const auto holds_it = [&](const Slot& slot) {
    return slot.hash == hash && compare_folded(table_->columns[slot.column - 1].name.text(), name) == 0;
  };
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = hash & mask;
  while (slots_[at].column != 0 && !holds_it(slots_[at])) at = (at + 1) & mask;
  return at;
}

void ColumnIndex::build(const Table& table) {
  table_ = &table;
  repeats_.clear();
  // All names are read first: nothing in this loop waits for the one before, and so their memory is fetched side by
  // side.
  hashes_.clear();
  for (const Column& column : table.columns) hashes_.push_back(hash_of(column.name.text()));
  const std::size_t count = table.columns.size();
  std::size_t size = 16;
  while (size < count * 2) size *= 2;
  slots_.assign(size, {});
  for (std::size_t i = 0; i < count; ++i) {
    Slot& slot = slots_[slot_of(table.columns[i].name.text(), hashes_[i])];
    if (slot.column == 0) {
      slot = {hashes_[i], static_cast<std::uint32_t>(i + 1)};
    } else {
      repeats_.push_back({i, slot.column - 1});
    }
  }
}

const Column* ColumnIndex::find(std::string_view name) const {
  const std::uint32_t column = slots_[slot_of(name, hash_of(name))].column;
  return column == 0 ? nullptr : &table_->columns[column - 1];
}

TableIndex::TableIndex(const Registry& registry) {
  by_name.reserve(registry.tables.size());
  by_type.reserve(registry.tables.size());
  for (const Table& table : registry.tables) {
    const auto [found, fresh] = by_name.try_emplace(fold_case(table.name.text()), &table);
    if (!fresh) repeats.push_back({found->second, &table});
    if (!table.type_name.empty()) by_type.try_emplace(table.type_name, &table);
  }
}

Finding& TableFacts::add(const RuleInfo& rule, const SourceSpan& where, std::string text, std::string fix) const {
  Finding& added = findings.emplace_back(finding(rule, first_known(where, place()), std::move(text), std::move(fix)));
  added.table = table.name.text();
  return added;
}

std::string TableFacts::title() const {
  const std::size_t colon = table.type_name.rfind(':');
  if (!table.type_name.empty()) return table.type_name.substr(colon == std::string::npos ? 0 : colon + 1);
  return table.name.empty() ? "the table" : table.name.text();
}

const SourceSpan& TableFacts::place() const { return first_known(table.declared_name.span, table.span); }

const Property* TableFacts::property(std::string_view key) const {
  for (const Property& property : table.properties) {
    if (property.key.value == key) return &property;
  }
  return nullptr;
}

bool TableFacts::property_is(std::string_view key, std::string_view value) const {
  const Property* found = property(key);
  return found && fold_case(found->value.value) == value;
}

std::vector<std::string> TableFacts::column_names() const {
  std::vector<std::string> names;
  for (const Column& column : table.columns) names.push_back(column.name.text());
  return names;
}

const SourceSpan& first_known(const SourceSpan& a, const SourceSpan& b) { return a.known() ? a : b; }

const SourceSpan& first_known(const SourceSpan& a, const SourceSpan& b, const SourceSpan& c) {
  return a.known() ? a : first_known(b, c);
}

void note(Finding& added, const SourceSpan& where, std::string text) {
  if (where.known()) added.notes.push_back({where, std::move(text)});
}

std::string did_you_mean(std::string_view name, std::span<const std::string> candidates) {
  const std::string nearest = nearest_name(name, candidates);
  return nearest.empty() ? "" : "did you mean '" + nearest + "'?";
}

std::string listed(std::span<const std::string> words, std::string_view last) {
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) out += i + 1 == words.size() ? " " + std::string(last) + " " : ", ";
    out += words[i];
  }
  return out;
}

std::string quoted(std::string_view text) { return "'" + std::string(text) + "'"; }

}  // namespace delta::rules
