// What must be true of every plan, tried on random schemas and random evolutions of them.
#include <cstdio>

#include "delta/model/features.hpp"
#include "delta/model/fingerprint.hpp"
#include "delta/plan/planner.hpp"
#include "delta/report/plan_json.hpp"
#include "evolutions.hpp"
#include "execute/recovery.hpp"
#include "plan/inverse.hpp"
#include "support/memory_target.hpp"

namespace {

using namespace delta;
using namespace delta::testing;

constexpr const char* kName = "dev.silver.orders";

PlanOptions allow_all() {
  PlanOptions options;
  for (const std::string_view kind : permission_kinds()) {
    if (kind != "backfill") options.allow.push_back({std::string(kind), "*"});  // which asks for an engine
  }
  return options;
}

Names random_names() {
  Names names;
  names.hostile = coin();
  return names;
}

/// A table without rows, so that a lake may do all that an engine may.
ObservedTable state_of(const Table& declared) {
  ObservedTable state = observed(declared);
  state.may_have_rows = false;
  for (const std::string& feature : required_features(declared)) state.protocol.features.insert(feature);
  state.mark = declared_mark(declared, "shop");
  return state;
}

Plan plan_of(std::vector<Table> declared, std::vector<ObservedTable> state, const PlanOptions& options) {
  return make_plan(registry(std::move(declared)), std::move(state), {}, lake(), options);
}

ObservedTable apply(const TablePlan& plan, ObservedTable state) {
  for (const Unit& unit : plan.units) {
    for (const Step& step : unit.steps) {
      if (!step.skipped) simulate(state, step.action);
    }
    if (unit.mark) state.mark = unit.mark;
  }
  return state;
}

void require_no_error(const Plan& plan) {
  for (const TablePlan& table : plan.tables) {
    for (const Finding& each : table.findings) {
      if (each.severity == Severity::error) RC_LOG() << code_text(each.code) << ' ' << each.text << '\n';
    }
    RC_ASSERT(!table.blocked());
  }
}

bool a_table_equals_itself() {
  return rc::check("diff(a, a) is empty, in any order and case", [] {
    Names names = random_names();
    const Table declared = sound_table(kName, names);
    ObservedTable state = state_of(declared);
    shuffle(state.table.columns);
    shuffle(state.table.properties);
    shuffle(state.table.checks);
    for (Column& column : state.table.columns) column.name = fold_case(column.name.text());
    RC_ASSERT(diff(declared, state, state.mark) == Diff{});
  });
}

bool a_saved_plan_is_the_plan() {
  return rc::check("a plan that is written and read is the same, and does the same", [] {
    Names names;
    const Table before = random_table(kName, names);
    const Table after = evolved(before, names);
    const Plan plan = plan_of({after}, {state_of(before)}, allow_all());
    const std::string text = to_json(plan);
    const auto saved = plan_from_json(text, "plan.json");
    if (!saved) RC_FAIL(saved.error().message);
    RC_ASSERT(to_json(saved->plan) == text);
    const ObservedTable reached = apply(plan.tables.at(0), state_of(before));
    RC_ASSERT(apply(saved->plan.tables.at(0), state_of(before)).table == reached.table);
  });
}

bool a_plan_reaches_what_is_declared() {
  return rc::check("simulate(plan(a → b)) is b: planned again, nothing is left", [] {
    Names names = random_names();
    const Table before = sound_table(kName, names);
    const Table after = evolved(before, names);
    const Plan plan = plan_of({after}, {state_of(before)}, allow_all());
    require_no_error(plan);
    const ObservedTable reached = apply(plan.tables.at(0), state_of(before));
    const Plan again = plan_of({after}, {reached}, allow_all());
    RC_LOG() << to_json(plan) << to_json(again);
    RC_ASSERT(again.in_sync());
    RC_ASSERT(again.tables.at(0).units.empty());
    RC_ASSERT(again.tables.at(0).unmanaged.empty());
    // The same columns, no more and no fewer; those a step added for itself are properties only.
    Table bare = reached.table;
    bare.properties.clear();
    Table wanted = after;
    wanted.properties.clear();
    RC_ASSERT(declared_mark(bare, "shop") == declared_mark(wanted, "shop"));
  });
}

/// A VARCHAR or CHAR stands inside the type.
bool holds_a_sized_text(const DataType& type) {
  const auto is = [](const DataType& each) {
    return each.kind == TypeKind::varchar || each.kind == TypeKind::fixed_char || holds_a_sized_text(each);
  };
  return std::any_of(type.types.begin(), type.types.end(), is) ||
         std::any_of(type.fields.begin(), type.fields.end(), [&](const Field& each) { return is(each.type); });
}

/// Why Spark cannot do what a lake can, for the codes of which that is known.
bool spark_cannot(int code, const Table& before, const Table& after) {
  const auto some = [&](const auto& is) { return std::any_of(before.columns.begin(), before.columns.end(), is); };
  // An identity column stays NOT NULL.
  if (code == 706) return some([](const Column& each) { return each.identity && !each.nullable; });
  // Inside a column Spark changes no length, and forgets it when the column is renamed or commented.
  if (code == 713)
    return before.columns != after.columns && some([](const Column& each) { return holds_a_sized_text(each.type); });
  return false;
}

bool an_engine_takes_what_delta_can_do() {
  return rc::check("an engine takes each evolution of a table with rows, but for what Spark cannot do", [] {
    Names names = random_names();
    const Table before = sound_table(kName, names);
    const Table after = evolved(before, names);
    ObservedTable state = state_of(before);
    state.may_have_rows = true;
    const TablePlan plan = make_plan(registry({after}), {state}, {}, engine(), allow_all()).tables.at(0);
    for (const Finding& each : plan.findings) {
      if (each.severity != Severity::error) continue;
      RC_LOG() << code_text(each.code) << ' ' << each.text << '\n';
      RC_ASSERT(spark_cannot(each.code, before, after));
    }
    if (plan.blocked()) return;
    const Plan again = make_plan(registry({after}), {apply(plan, state)}, {}, engine(), allow_all());
    RC_LOG() << to_json(again);
    RC_ASSERT(again.in_sync());
  });
}

bool a_new_table_is_what_is_declared() {
  return rc::check("a created table is in sync", [] {
    Names names = random_names();
    const Table declared = sound_table(kName, names);
    const Plan plan = plan_of({declared}, {absent(kName)}, {});
    require_no_error(plan);
    RC_ASSERT(plan_of({declared}, {apply(plan.tables.at(0), absent(kName))}, {}).in_sync());
  });
}

bool order_does_not_matter() {
  return rc::check("the order of observed columns, properties, checks and tables changes no byte of a plan", [] {
    Names names = random_names();
    std::vector<Table> declared;
    std::vector<ObservedTable> state;
    for (int i = 0; i < 3; ++i) {
      const Table before = sound_table("dev.silver.t" + std::to_string(i), names);
      declared.push_back(evolved(before, names));
      state.push_back(state_of(before));
    }
    const std::string plain = to_json(plan_of(declared, state, {}));
    for (ObservedTable& each : state) {
      shuffle(each.table.columns);
      shuffle(each.table.properties);
      shuffle(each.table.checks);
    }
    for (Table& each : declared) {
      shuffle(each.properties);
      shuffle(each.checks);
    }
    shuffle(declared);
    RC_ASSERT(to_json(plan_of(declared, state, {})) == plain);
  });
}

bool permission_is_never_overstepped() {
  return rc::check("without some permissions the rest runs, and then only gated steps are left", [] {
    Names names = random_names();
    const Table before = sound_table(kName, names);
    const Table after = evolved(before, names);
    PlanOptions options = allow_all();
    std::erase_if(options.allow, [](const Permission&) { return coin(); });
    const Plan plan = plan_of({after}, {state_of(before)}, options);
    require_no_error(plan);
    const TablePlan& table = plan.tables.at(0);
    for (const Unit& unit : table.units) {
      for (const Step& step : unit.steps) {
        const bool allowed =
            step.permission.empty() || std::any_of(options.allow.begin(), options.allow.end(),
                                                   [&](const Permission& p) { return p.kind == step.permission; });
        RC_ASSERT(allowed || step.skipped);
        RC_ASSERT(step.skipped == !step.skip_reason.empty());
      }
    }
    const ObservedTable reached = apply(table, state_of(before));
    const Plan again = plan_of({after}, {reached}, options);
    RC_LOG() << to_json(plan) << to_json(again);
    require_no_error(again);
    RC_ASSERT(again.tables.at(0).step_count() == again.tables.at(0).skipped_count());
    // Nothing that was skipped is forgotten: with every permission the rest is done.
    const Plan rest = plan_of({after}, {reached}, allow_all());
    require_no_error(rest);
    RC_ASSERT(plan_of({after}, {apply(rest.tables.at(0), reached)}, allow_all()).in_sync());
  });
}

bool an_inverse_takes_its_step_back() {
  return rc::check("simulate(step), simulate(inverse(step)) is the table from before, for each step that has one", [] {
    Names names = random_names();
    const Table before = sound_table(kName, names);
    const Table after = evolved(before, names);
    const Capabilities can = coin() ? lake() : engine();
    const Plan plan = make_plan(registry({after}), {state_of(before)}, {}, can, allow_all());
    ObservedTable state = state_of(before);
    for (const Unit& unit : plan.tables.at(0).units) {
      for (const Step& step : unit.steps) {
        if (step.skipped) continue;
        const ObservedTable from = state;
        const auto inverse = inverse_of(step.action, from, {.capabilities = can});
        simulate(state, step.action);
        if (!inverse) continue;
        ObservedTable back = state;
        for (const Action& action : *inverse) simulate(back, action);
        RC_LOG() << action_name(step.action) << ' ' << action_subject(step.action) << '\n';
        RC_ASSERT(fingerprint(back.table) == fingerprint(from.table));
        RC_ASSERT(back.physical_names == from.physical_names);
      }
    }
  });
}

bool a_scope_is_never_left() {
  return rc::check("under a scope nothing out of it changes, and what is in it is reached", [] {
    Names names = random_names();
    const Table before = sound_table(kName, names);
    const Table after = evolved(before, names);
    const Scope scope = *rc::gen::element(Scope::columns, Scope::metadata, Scope::none);
    PlanOptions options = allow_all();
    options.policy.scopes.push_back({"*", scope});
    const Plan plan = plan_of({after}, {state_of(before)}, options);
    RC_LOG() << to_json(plan);
    const TablePlan& table = plan.tables.at(0);
    if (has_error(table.findings)) {
      // What others keep stands in the way of a column that goes: a CHECK, or the clustering. Refused as a whole.
      for (const Finding& each : table.findings) {
        RC_ASSERT(each.code == 709 || each.code == 732 || each.code == 733 || each.code == 735);
      }
      RC_ASSERT(scope == Scope::columns && table.units.empty());
      return;
    }
    RC_ASSERT(judge_steps(options.policy, table, {}).empty());
    const ObservedTable reached = apply(table, state_of(before));
    const Table& now = reached.table;
    if (scope == Scope::none) RC_ASSERT(now == before);
    if (scope == Scope::columns) {
      RC_ASSERT(now.comment == before.comment);
      RC_ASSERT(now.checks.size() == before.checks.size());
      RC_ASSERT(now.cluster_by.size() == before.cluster_by.size());
    }
    if (scope == Scope::metadata) {
      RC_ASSERT(now.columns.size() == before.columns.size());
      for (std::size_t i = 0; i < now.columns.size(); ++i)
        RC_ASSERT(now.columns[i].name.text() == before.columns[i].name.text());
    }
    const Plan again = plan_of({after}, {reached}, options);
    RC_LOG() << to_json(again);
    RC_ASSERT(again.in_sync());
    // The whole, once it is ours: nothing that was kept out was taken for ours, nor what was done forgotten.
    const Plan rest = plan_of({after}, {reached}, allow_all());
    require_no_error(rest);
    RC_ASSERT(plan_of({after}, {apply(rest.tables.at(0), reached)}, allow_all()).in_sync());
  });
}

/// The units of a plan from one on.
ObservedTable apply_rest(const TablePlan& plan, std::size_t from, ObservedTable state) {
  TablePlan rest = plan;
  rest.units.erase(rest.units.begin(), rest.units.begin() + static_cast<std::ptrdiff_t>(from));
  return apply(rest, std::move(state));
}

bool the_table_tells_where_a_run_was_broken_off() {
  return rc::check("a run broken off at any unit ends as it should, found by what the table is, without its journal",
                   [] {
                     Names names = random_names();
                     const Table before = sound_table(kName, names);
                     const Table after = evolved(before, names);
                     ObservedTable start = state_of(before);
                     for (const Column& each : before.columns)
                       start.physical_names[fold_case(each.name.text())] = "was " + each.name.text();
                     const Plan plan = make_plan(registry({after}), {start}, {}, engine(), allow_all());
                     RC_PRE(!plan.tables.at(0).blocked());  // an engine refuses what a lake takes
                     const TablePlan& table = plan.tables.at(0);
                     const ObservedTable end = apply(table, start);
                     const Journal only_begun;
                     for (std::size_t ran = 0; ran <= table.units.size() && !table.units.empty(); ++ran) {
                       TablePlan first = table;
                       first.units.resize(ran);
                       const ObservedTable now = apply(first, start);
                       MemoryTarget target(engine());
                       target.put(now);
                       for (const Journal* journal : {static_cast<const Journal*>(nullptr), &only_begun}) {
                         const auto found = examine_run(plan, journal, target);
                         RC_ASSERT(static_cast<bool>(found));
                         RC_LOG() << to_json(plan) << "\nbroken off at " << ran << " of " << table.units.size() << '\n';
                         if (found->empty()) continue;
                         RC_LOG() << "found at " << found->front().done << ": " << found->front().problem << '\n';
                         RC_ASSERT(found->front().problem == "");
                         const ObservedTable reached = apply_rest(table, found->front().done, now);
                         RC_ASSERT(fingerprint(reached.table) == fingerprint(end.table));
                         RC_ASSERT(reached.physical_names == end.physical_names);
                         RC_ASSERT(reached.mark == end.mark);
                       }
                     }
                   });
}

bool marks_survive_their_text() {
  return rc::check("decode(encode(mark)) is the mark", [] {
    Names names = random_names();
    const ManagedMark mark = declared_mark(sound_table(kName, names), "shop");
    RC_ASSERT(decode_mark(encode(mark)) == mark);
  });
}

}  // namespace

int main() {
  bool good = a_table_equals_itself();
  good = a_new_table_is_what_is_declared() && good;
  good = a_plan_reaches_what_is_declared() && good;
  good = an_engine_takes_what_delta_can_do() && good;
  good = a_saved_plan_is_the_plan() && good;
  good = order_does_not_matter() && good;
  good = permission_is_never_overstepped() && good;
  good = an_inverse_takes_its_step_back() && good;
  good = a_scope_is_never_left() && good;
  good = the_table_tells_where_a_run_was_broken_off() && good;
  good = marks_survive_their_text() && good;
  return good ? 0 : 1;
}
