#include "plan/preflight_views.hpp"

#include <algorithm>

#include "delta/sql/type_text.hpp"
#include "diff/change_finding.hpp"
#include "sql/names.hpp"

namespace delta {
namespace {

/// What a server shows of a type: no lengths of text, no NOT NULL, no comments.
DataType shown(DataType type) {
  if (type.kind == TypeKind::varchar || type.kind == TypeKind::fixed_char) {
    DataType text;
    text.kind = TypeKind::string;
    return text;
  }
  for (DataType& inner : type.types) inner = shown(std::move(inner));
  for (Field& field : type.fields) {
    Field plain;
    plain.name = field.name;
    plain.type = shown(std::move(field.type));
    field = std::move(plain);
  }
  return type;
}

struct Given {
  std::string name;
  std::string type;
};

std::vector<Given> columns_of(const ProbeAnswer& answer) {
  std::vector<Given> columns;
  for (const auto& row : answer.rows) {
    if (row.size() >= 2 && row[0] && row[1]) columns.push_back({*row[0], *row[1]});
  }
  return columns;
}

bool same_type(const DataType& declared, const std::string& given) {
  const auto parsed = sql::parse_type(given);
  return !parsed || shown(*parsed) == shown(declared);
}

void compare(const Table& view, const std::vector<Given>& given, Findings& findings) {
  const auto report = [&](const SourceSpan& where, std::string text, std::string fix) {
    findings.push_back(change_finding(rules::kViewColumns, view, where, std::move(text), std::move(fix)));
  };
  const std::string name = view.name.text();
  for (std::size_t i = 0; i < std::min(given.size(), view.columns.size()); ++i) {
    const Column& column = view.columns[i];
    if (column.name != Identifier(given[i].name)) {
      return report(column.span,
                    "column " + std::to_string(i + 1) + " of " + name + " is " + given[i].name + " in its query and " +
                        column.name.text() + " in the struct",
                    "name the member " + given[i].name + ", or write AS " + column.name.text() + " in the query");
    }
    if (same_type(column.type, given[i].type)) continue;
    report(column.span,
           column.name.text() + " is " + given[i].type + " in the query of " + name + " and " +
               sql::short_type_text(column.type) + " in the struct",
           "change the member's type, or CAST in the query");
  }
  if (given.size() == view.columns.size()) return;
  const bool missing = given.size() < view.columns.size();
  report(missing ? view.columns[given.size()].span : view.span,
         "the query of " + name + " gives " + std::to_string(given.size()) + " columns, and the struct has " +
             std::to_string(view.columns.size()),
         missing ? "add " + view.columns[given.size()].name.text() + " to the query, or take the member away"
                 : "add a member for " + given[view.columns.size()].name + ", or leave it out of the query");
}

/// The tables and views that the plan makes or changes.
std::vector<Table> changing(const Plan& plan) {
  std::vector<Table> tables;
  for (const TablePlan& table : plan.tables) {
    if (table.units.empty() || table.blocked()) continue;
    Table after = table_after(table);
    if (after.columns.empty()) continue;
    after.name = table.name;
    tables.push_back(std::move(after));
  }
  return tables;
}

/// A view of a table that is refused is not asked about: it has to wait for that one.
bool reads_blocked(const std::vector<sql::NameChain>& chains, const Plan& plan) {
  return std::any_of(plan.tables.begin(), plan.tables.end(),
                     [&](const TablePlan& table) { return table.blocked() && sql::names_table(chains, table.name); });
}

Expected<void> check_view(TablePlan& plan, const Table& view, const Plan& whole, const std::vector<Table>& changing,
                          Prober& prober) {
  const auto chains = sql::name_chains(view.query->value);
  if (reads_blocked(chains, whole)) return {};
  std::vector<Table> read;
  for (const Table& table : changing) {
    if (table.name != view.name && sql::names_table(chains, table.name)) read.push_back(table);
  }
  const std::string statement = sql::describe_query(view.query->value, read);
  if (statement.empty()) return {};
  auto answer = prober.ask(statement);
  if (!answer) return std::move(answer).error();
  if (!answer->refused) {
    compare(view, columns_of(*answer), plan.findings);
    return {};
  }
  plan.findings.push_back(change_finding(rules::kViewRefused, view, view.query->span,
                                         "the query of " + view.name.text() + " is refused by the server: " +
                                             answer->message.substr(0, answer->message.find('\n')),
                                         "mend the query"));
  return {};
}

}  // namespace

Table table_after(const TablePlan& plan) {
  ObservedTable state;
  state.name = plan.observed_name;
  state.presence = plan.observed.presence;
  state.table = plan.observed.table;
  for (const Unit& unit : plan.units) {
    for (const Step& step : unit.steps) simulate(state, step.action);
  }
  return std::move(state.table);
}

Expected<void> check_views(Plan& plan, Prober& prober) {
  const auto made = [](const TablePlan& table) -> const Table* {
    for (const Unit& unit : table.units) {
      for (const Step& step : unit.steps) {
        if (const auto* create = std::get_if<action::CreateView>(&step.action)) return &create->view;
      }
    }
    return nullptr;
  };
  if (std::none_of(plan.tables.begin(), plan.tables.end(),
                   [&](const TablePlan& each) { return made(each) != nullptr; }))
    return {};
  const std::vector<Table> tables = changing(plan);
  for (TablePlan& table : plan.tables) {
    const Table* view = table.blocked() ? nullptr : made(table);
    if (view == nullptr) continue;
    if (auto done = check_view(table, *view, plan, tables, prober); !done) return done;
    if (!has_error(table.findings)) continue;
    sort_findings(table.findings);
    table.units.clear();
  }
  return {};
}

}  // namespace delta
