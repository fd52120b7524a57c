#include "execute/recovery.hpp"

#include <algorithm>
#include <map>
#include <optional>

#include "diff/difference.hpp"
#include "diff/rename_cycles.hpp"
#include "execute/outcome.hpp"
#include "execute/stale.hpp"
#include "execute/traces.hpp"

namespace delta {
namespace {

using Event = JournalRecord::Event;

/// What the journal says of one table.
struct Written {
  std::size_t done = 0;                ///< one past the last unit that is known to have run
  std::optional<std::size_t> pending;  ///< a unit that had begun and whose end is open
};

std::map<std::string, Written> written_of(const Journal& journal) {
  std::map<std::string, Written> tables;
  for (const JournalRecord& record : journal.records) {
    if (record.table.empty()) continue;
    Written& table = tables[record.table];
    if (record.event == Event::done) table.done = std::max(table.done, record.unit + 1);
    if (record.event == Event::done || record.event == Event::failed) table.pending.reset();
    if (record.event == Event::intent || record.event == Event::retry || record.event == Event::unknown) {
      table.pending = record.unit;
    }
  }
  return tables;
}

const Unit* last_running(const TablePlan& table, std::size_t boundary) {
  for (std::size_t i = boundary; i-- > 0;) {
    if (table.units[i].runs()) return &table.units[i];
  }
  return nullptr;
}

bool runs_nothing_from(const TablePlan& table, std::size_t boundary) {
  for (std::size_t i = boundary; i < table.units.size(); ++i) {
    if (table.units[i].runs()) return false;
  }
  return true;
}

/// Columns that trade their names leave a fingerprint as it was; the table's property tells which have. It is compared
/// where the plan sets it.
bool trades_fit(const TablePlan& table, std::size_t boundary, const ObservedTable& now) {
  const auto text_of = [](const std::string* value) { return value == nullptr ? std::string() : *value; };
  std::string expected = text_of(table.observed.property(kRenamesKey));
  bool sets = false;
  for (std::size_t i = 0; i < table.units.size(); ++i) {
    for (const Step& step : table.units[i].steps) {
      const auto* set = std::get_if<action::SetProperty>(&step.action);
      const auto* unset = std::get_if<action::UnsetProperty>(&step.action);
      if (step.skipped || (set != nullptr ? set->key : unset != nullptr ? unset->key : "") != kRenamesKey) continue;
      sets = true;
      if (i < boundary) expected = set != nullptr ? set->value : "";
    }
  }
  return !sets || text_of(now.property(kRenamesKey)) == expected;
}

bool stands_at(const TablePlan& table, std::size_t boundary, const ObservedTable& now) {
  if (!trades_fit(table, boundary, now)) return false;
  if (const Unit* last = last_running(table, boundary)) return is_after(table, *last, now);
  for (const Unit& unit : table.units) {
    if (unit.runs()) return is_before(table, unit, now);
  }
  return true;
}

/// The boundaries at which the table may stand, the likeliest first: where the journal ends, then those that a journal
/// which lost its tail would not know of.
std::vector<std::size_t> candidates(const TablePlan& table, const Written* written) {
  std::vector<std::size_t> out;
  std::size_t known = 0;
  if (written != nullptr) {
    known = std::min(written->done, table.units.size());
    if (written->pending) out.push_back(std::min(std::max(known, *written->pending + 1), table.units.size()));
    if (out.empty() || out.back() != known) out.push_back(known);
  }
  for (std::size_t i = table.units.size() + 1; i-- > known;) {
    const bool boundary = i == 0 || table.units[i - 1].runs();
    if (boundary && std::find(out.begin(), out.end(), i) == out.end()) out.push_back(i);
  }
  return out;
}

class Examiner {
 public:
  Examiner(const std::vector<TableName>& names, const std::vector<ObservedTable>& read) {
    for (std::size_t i = 0; i < names.size(); ++i) found_[names[i]] = &read[i];
  }

  void examine(const TablePlan& table, const Written* written, RecoveredTable& out) const {
    for (const TableName& name : {table.observed_name, table.name}) {
      const ObservedTable& now = *found_.at(name);
      if (!now.unread()) continue;
      out.problem = "it cannot be read: " + unread_text(now);
      return;
    }
    for (const std::size_t boundary : candidates(table, written)) {
      const ObservedTable& now = *found_.at(name_at(table, boundary));
      if (!stands_at(table, boundary, now)) continue;
      const Unit* last = last_running(table, boundary);
      const bool seen = last == nullptr || last->before != last->after || left_a_trace(*last, now).value_or(false) ||
                        (written != nullptr && boundary <= written->done);
      if (!seen) continue;
      out.done = boundary;
      out.over = runs_nothing_from(table, boundary);
      out.now = now;
      return;
    }
    out.problem = explain(table, written);
  }

 private:
  std::string explain(const TablePlan& table, const Written* written) const {
    const std::size_t boundary = written == nullptr ? 0 : std::min(written->done, table.units.size());
    const ObservedTable& now = *found_.at(name_at(table, boundary));
    ObservedTable expected = table.observed;
    for (std::size_t i = 0; i < boundary; ++i) {
      for (const Step& step : table.units[i].steps) {
        if (!step.skipped) simulate(expected, step.action);
      }
    }
    if (!now.present()) return "somebody else removed it";
    if (!expected.present()) return "somebody else created it";
    std::string out;
    for (const std::string& each : differences(expected.table, now.table)) out += (out.empty() ? "" : "; ") + each;
    return "somebody else changed it: " + (out.empty() ? "its schema is another one now" : out);
  }

  std::map<TableName, const ObservedTable*> found_;
};

}  // namespace

Expected<std::vector<RecoveredTable>> examine_run(const Plan& plan, const Journal* journal, CatalogReader& reader,
                                                  std::optional<std::size_t> only) {
  const auto asked = [&](std::size_t place) { return (!only || *only == place) && runs(plan.tables[place]); };
  std::vector<TableName> names;
  for (std::size_t i = 0; i < plan.tables.size(); ++i) {
    if (!asked(i)) continue;
    names.push_back(plan.tables[i].observed_name);
    names.push_back(plan.tables[i].name);
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  const auto read = reader.read(names);
  if (!read) return read.error();
  if (read->size() != names.size()) return Error{"the target did not answer for every table", "try again"};
  const Examiner examiner(names, *read);
  const auto written = journal == nullptr ? std::map<std::string, Written>() : written_of(*journal);
  std::vector<RecoveredTable> out;
  for (std::size_t i = 0; i < plan.tables.size(); ++i) {
    const TablePlan& table = plan.tables[i];
    if (!asked(i)) continue;
    const auto found = written.find(table.name.text());
    const Written none;
    const Written* known = journal == nullptr ? nullptr : found == written.end() ? &none : &found->second;
    RecoveredTable recovered;
    recovered.table = i;
    recovered.begun = found != written.end();
    recovered.known = known == nullptr ? 0 : known->done;
    recovered.pending = known != nullptr && known->pending.has_value();
    examiner.examine(table, known, recovered);
    out.push_back(std::move(recovered));
  }
  return out;
}

Plan remaining_plan(Plan plan, const std::vector<RecoveredTable>& tables) {
  for (const RecoveredTable& each : tables) {
    std::vector<Unit>& units = plan.tables[each.table].units;
    for (std::size_t i = 0; i < std::min(each.done, units.size()); ++i) units[i].done = true;
  }
  return plan;
}

}  // namespace delta
