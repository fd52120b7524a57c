#include "plan/preflight_rows.hpp"

#include <algorithm>
#include <charconv>
#include <set>

#include "delta/sql/quote.hpp"
#include "diff/change_finding.hpp"
#include "plan/alteration.hpp"
#include "sql/preflight.hpp"

namespace delta {
namespace {

bool has_rows(const TablePlan& table) { return table.observed.present() && table.observed.may_have_rows; }

std::string counted(unsigned long long number, const std::string& word) {
  return std::to_string(number) + ' ' + word + (number == 1 ? "" : "s");
}

/// Where the columns of a table come from, if the steps that may run do run.
std::vector<sql::SourceColumn> sources(const TablePlan& table) {
  ObservedTable state;
  state.name = table.observed_name;
  state.presence = Presence::present;
  state.table = table.observed.table;
  std::vector<std::pair<Identifier, Identifier>> names;  // now, before
  for (const Column& column : state.table.columns) names.emplace_back(column.name, column.name);
  std::vector<const action::Backfill*> fills;
  for (const Unit& unit : table.units) {
    for (const Step& step : unit.steps) {
      if (step.skipped) continue;
      const auto* rename = std::get_if<action::RenameColumn>(&step.action);
      if (rename != nullptr && rename->from.top_level()) {
        for (auto& [now, before] : names) {
          if (now == rename->from.last()) now = rename->to;
        }
      }
      if (const auto* drop = std::get_if<action::DropColumn>(&step.action); drop != nullptr && drop->path.top_level()) {
        std::erase_if(names, [&](const auto& each) { return each.first == drop->path.last(); });
      }
      if (const auto* fill = std::get_if<action::Backfill>(&step.action)) fills.push_back(fill);
      simulate(state, step.action);
    }
  }
  std::vector<sql::SourceColumn> columns;
  for (const Column& column : state.table.columns) {
    sql::SourceColumn source{column.name, column.type, {}, false, {}};
    for (const auto& [now, before] : names) {
      if (now != column.name) continue;
      source.before = before;
      const Column* old = find_column(table.observed.table, before);
      source.cast = old != nullptr && old->type != column.type;
    }
    for (const action::Backfill* fill : fills) {
      if (fill->path == ColumnPath(column.name)) source.filled = fill->expression;
    }
    columns.push_back(std::move(source));
  }
  return columns;
}

/// The columns of a row by which a person knows it again: its key, and what the condition reads.
std::vector<Identifier> shown_columns(const Table* declared, const std::set<Identifier>& read,
                                      const std::vector<sql::SourceColumn>& columns) {
  std::vector<Identifier> shown;
  const auto add = [&](const Identifier& name) {
    const bool known = std::any_of(columns.begin(), columns.end(), [&](const auto& each) { return each.name == name; });
    if (known && std::find(shown.begin(), shown.end(), name) == shown.end()) shown.push_back(name);
  };
  if (declared != nullptr && declared->primary_key) {
    for (const LocatedText& column : declared->primary_key->columns) add(column.value);
  }
  for (const Identifier& name : read) add(name);
  return shown;
}

unsigned long long number(const std::optional<std::string>& cell) {
  unsigned long long value = 0;
  if (cell) std::from_chars(cell->data(), cell->data() + cell->size(), value);
  return value;
}

}  // namespace

Expected<void> RowChecks::look(TablePlan& table) {
  if (!has_rows(table)) return {};
  for (Unit& unit : table.units) {
    for (Step& step : unit.steps) {
      const auto wanted = demand(step);
      if (!wanted) continue;
      if (auto done = look(table, step, *wanted); !done) return done;
    }
  }
  return {};
}

void RowChecks::leave_out(const TablePlan& table) {
  if (!has_rows(table)) return;
  for (const Unit& unit : table.units) {
    for (const Step& step : unit.steps) {
      if (demand(step)) ++left_out_;
    }
  }
}

std::optional<RowChecks::Demand> RowChecks::demand(const Step& step) const {
  if (step.skipped) return std::nullopt;
  if (const auto* check = std::get_if<action::AddCheck>(&step.action)) {
    return Demand{
        "the CHECK " + check->name, check->expression,
        (back_ ? "mend these rows first: " : "mend these rows, or declare another CHECK: ") + check->expression};
  }
  if (const auto* tighten = std::get_if<action::SetNotNull>(&step.action)) {
    return Demand{"NOT NULL of " + tighten->path.text(), sql::quote(tighten->path) + " IS NOT NULL",
                  back_ ? "fill these rows first" : "fill these rows, or make the member a std::optional"};
  }
  return std::nullopt;
}

Expected<void> RowChecks::look(TablePlan& table, Step& step, const Demand& wanted) {
  std::vector<sql::SourceColumn> columns = sources(table);
  std::set<Identifier> read;
  for (const ColumnPath& path : columns_read(wanted.expression)) read.insert(path.steps.front());
  const std::vector<Identifier> shown = shown_columns(declared_.find(table.name), read, columns);
  std::erase_if(columns, [&](const sql::SourceColumn& each) {
    return std::find(shown.begin(), shown.end(), each.name) == shown.end();
  });
  auto answer = prober_.ask(sql::violations_query(table.observed_name, columns, wanted.expression, shown));
  if (!answer) return std::move(answer).error();
  if (answer->refused || answer->rows.empty() || answer->rows.front().size() < 3) {
    unanswered_.push_back("the rows of " + table.name.text() + " could not be looked at for " + wanted.words +
                          (answer->refused ? ": " + answer->message.substr(0, answer->message.find('\n')) : ""));
    return {};
  }
  const auto& row = answer->rows.front();
  const unsigned long long all = number(row[0]);
  const unsigned long long broken = number(row[1]);
  ++queries_;
  rows_ += all;
  if (broken == 0) {
    step.impact.text += "; the " + counted(all, "row") + " there now keep" + (all == 1 ? "s" : "") + " it";
    return {};
  }
  Table named;
  named.name = table.name;
  table.findings.push_back(change_finding(rules::kCheckViolated, named, step.span,
                                          std::to_string(broken) + " of " + counted(all, "row") +
                                              (broken == 1 ? " breaks " : " break ") + wanted.words +
                                              (row[2] ? ", among them " + *row[2] : ""),
                                          wanted.fix));
  return {};
}

std::vector<std::string> RowChecks::notes() const {
  std::vector<std::string> notes = unanswered_;
  if (queries_ > 0) {
    notes.push_back("before anything runs, " + counted(queries_, "condition") + (queries_ == 1 ? " was" : " were") +
                    " tried on the rows that are there: " +
                    (queries_ == 1 ? std::string("1 query") : std::to_string(queries_) + " queries") + " over " +
                    counted(rows_, "row") + " in all; --no-row-checks leaves that out");
  }
  if (left_out_ > 0) {
    notes.push_back("rows were not looked at (--no-row-checks): " + counted(left_out_, "condition") +
                    " will fail while running if a row breaks it");
  }
  return notes;
}

}  // namespace delta
