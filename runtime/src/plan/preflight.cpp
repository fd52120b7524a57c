#include "delta/plan/preflight.hpp"

#include <utility>

#include "diff/change_finding.hpp"
#include "plan/preflight_rows.hpp"
#include "plan/preflight_views.hpp"
#include "plan/views_as_they_are.hpp"
#include "sql/preflight.hpp"

namespace delta {
namespace {

/// An expression that the server will be given, and who asked for it.
struct Asked {
  std::string words;  ///< "the CHECK positive"
  std::string expression;
  SourceSpan span;
};

/// The first line of what a server said: behind it come plans and positions.
std::string reason(const ProbeAnswer& answer) { return answer.message.substr(0, answer.message.find('\n')); }

std::vector<std::string> first_cells(const ProbeAnswer& answer) {
  std::vector<std::string> lines;
  for (const auto& row : answer.rows) {
    if (!row.empty() && row.front()) lines.push_back(*row.front());
  }
  return lines;
}

class TablePreflight {
 public:
  TablePreflight(TablePlan& plan, Prober& prober) : plan_(plan), prober_(prober) {}

  Expected<void> expressions() {
    collect();
    if (conditions_.empty() && computed_.empty() && defaults_.empty()) return {};
    after_ = table_after(plan_);
    if (auto done = ask_conditions(); !done) return done;
    return ask_computed();
  }

 private:
  struct Computed {
    Column column;  ///< with one expression
    Asked asked;
  };

  void collect() {
    for (const Unit& unit : plan_.units) {
      for (const Step& step : unit.steps) collect(step);
    }
  }

  void collect(const Step& step) {
    if (const auto* check = std::get_if<action::AddCheck>(&step.action)) {
      conditions_.push_back({"the CHECK " + check->name, check->expression, step.span});
    } else if (const auto* create = std::get_if<action::CreateTable>(&step.action)) {
      for (const Check& each : create->table.checks) {
        conditions_.push_back({"the CHECK " + each.name.value, each.expression.value, each.name.span});
      }
      for (const Column& column : create->table.columns) collect(column);
    } else if (const auto* set = std::get_if<action::SetDefault>(&step.action)) {
      defaults_.emplace_back(set->path, Asked{"the default of " + set->path.text(), set->expression, step.span});
    }
  }

  void collect(const Column& column) {
    const auto add = [&](const Rare<LocatedText>& expression, const char* words, Rare<LocatedText> Column::* member) {
      if (!expression) return;
      Column one = column;
      one.default_value.reset();
      one.generated.reset();
      one.*member = *expression;
      computed_.push_back({std::move(one), {words + column.name.text(), expression->value, expression->span}});
    };
    add(column.default_value, "the default of ", &Column::default_value);
    add(column.generated, "the generation expression of ", &Column::generated);
  }

  Expected<void> ask_conditions() {
    if (conditions_.empty()) return {};
    std::vector<std::string> all;
    for (const Asked& each : conditions_) all.push_back(each.expression);
    auto answer = prober_.ask(sql::condition_probe(after_, all));
    if (!answer) return std::move(answer).error();
    if (!answer->refused) return {};
    for (const Asked& each : conditions_) {
      auto one = all.size() == 1 ? std::move(answer) : prober_.ask(sql::condition_probe(after_, {&each.expression, 1}));
      if (!one) return std::move(one).error();
      if (one->refused) refuse(each, reason(*one));
    }
    return {};
  }

  Expected<void> ask_computed() {
    place_defaults();
    if (computed_.empty()) return {};
    std::vector<Column> all;
    for (const Column& column : after_.columns) all.push_back(plain(column));
    for (const Computed& each : computed_) put(each.column, all);
    auto error = explain(all);
    if (!error) return std::move(error).error();
    if (error->empty()) return {};
    for (const Computed& each : computed_) {
      std::vector<Column> columns;
      for (const Column& column : after_.columns) columns.push_back(plain(column));
      put(each.column, columns);
      error = explain(columns);
      if (!error) return std::move(error).error();
      if (!error->empty()) refuse(each.asked, *error);
    }
    return {};
  }

  /// A default that is set on an existing column is asked about with the type that the column will have.
  void place_defaults() {
    for (const auto& [path, asked] : defaults_) {
      const Column* column = path.top_level() ? find_column(after_, path.last()) : nullptr;
      if (column == nullptr) continue;
      Column one = plain(*column);
      one.default_value = LocatedText(asked.expression);
      computed_.push_back({std::move(one), asked});
    }
  }

  /// Names and types are all that an expression sees.
  static Column plain(const Column& column) {
    Column one;
    one.name = column.name;
    one.type = column.type;
    return one;
  }

  static void put(const Column& column, std::vector<Column>& columns) {
    for (Column& each : columns) {
      if (each.name != column.name) continue;
      if (column.default_value) each.default_value = column.default_value;
      if (column.generated) each.generated = column.generated;
    }
  }

  Expected<std::string> explain(const std::vector<Column>& columns) {
    auto answer = prober_.ask(sql::computed_columns_probe(columns));
    if (!answer) return std::move(answer).error();
    return answer->refused ? reason(*answer) : sql::explained_error(first_cells(*answer));
  }

  void refuse(const Asked& asked, const std::string& why) {
    Table named;
    named.name = plan_.name;
    plan_.findings.push_back(change_finding(rules::kExpressionRefused, named, asked.span,
                                            asked.words + " is refused by the server: " + why,
                                            "mend the expression: " + asked.expression));
  }

  TablePlan& plan_;
  Prober& prober_;
  Table after_;
  std::vector<Asked> conditions_;
  std::vector<Computed> computed_;
  std::vector<std::pair<ColumnPath, Asked>> defaults_;
};

}  // namespace

Expected<void> preflight(Plan& plan, const Registry& registry, Prober& prober, bool look_at_rows) {
  RowChecks rows(registry, prober, !plan.rolls_back.empty());
  for (TablePlan& table : plan.tables) {
    if (table.blocked() || table.units.empty()) continue;
    if (auto done = TablePreflight(table, prober).expressions(); !done) return done;
    if (!has_error(table.findings)) {
      if (!look_at_rows) {
        rows.leave_out(table);
      } else if (auto done = rows.look(table); !done) {
        return done;
      }
    }
    if (!has_error(table.findings)) continue;
    sort_findings(table.findings);
    table.units.clear();
  }
  if (auto done = check_views(plan, prober); !done) return done;
  if (auto done = complete_views(plan, prober); !done) return done;
  for (std::string& note : rows.notes()) plan.notes.push_back(std::move(note));
  return {};
}

}  // namespace delta
