// Writes files of every kind that deltac writes, with everything in them that can be in them and with names that would
// break out of a form that did not keep them in: what validate.py looks at.
#include <filesystem>
#include <fstream>
#include <iostream>

#include "adapters/snapshot/snapshot.hpp"
#include "app/history_text.hpp"
#include "delta/model/json.hpp"
#include "delta/report/diagnostics.hpp"
#include "delta/report/plan_json.hpp"
#include "delta/report/report_writers.hpp"
#include "plan/action_members.hpp"
#include "support/tables.hpp"

namespace delta {
namespace {

using namespace testing;

const std::string kHostile = "a\"b'<c>&]]>\x01\x1b[31m|`**_\\\n\r\t\xc3\xa9\xff\xed\xa0\x80;--{x}";

SourceSpan place() {
  SourceSpan span;
  span.file = "include/o d/" + std::string("\xc3\xa9") + "&.hpp";
  span.line = 3;
  span.column = 7;
  span.length = 4;
  return span;
}

LocatedText located(const std::string& text) {
  LocatedText out(text, place());
  out.runs.push_back({0, 3, 8});
  return out;
}

Field full_field(const std::string& name) {
  Field out;
  out.name = name;
  out.type = type("DECIMAL(10,2)");
  out.nullable = false;
  out.comment = kHostile;
  out.span = place();
  out.type_span = place();
  return out;
}

Column full_column(const std::string& name, const std::string& words) {
  Column out = column(name, words);
  out.comment = kHostile;
  out.nullable = false;
  out.span = place();
  out.type_span = place();
  out.renamed_from = {located("old"), LocatedText("older")};
  out.default_value = located("'x'");
  out.generated = located("CAST(a AS DATE)");
  Identity identity;
  identity.allow_explicit_insert = true;
  identity.span = place();
  out.identity = identity;
  out.tags = {{located("pii"), located("true")}};
  return out;
}

Key full_key() {
  Key out;
  out.name = located("pk");
  out.columns = {located("id")};
  out.span = place();
  return out;
}

ForeignKey full_foreign_key() {
  ForeignKey out;
  out.name = located("fk");
  out.columns = {located("id")};
  out.target_type = "shop::Customer";
  out.target_columns = {located("id")};
  out.target = TableName::parse("dev.s.customers");
  out.span = place();
  return out;
}

/// Every member that a table can have, some of which do not go together.
Table full_table(const std::string& name) {
  Table out = table(name, {});
  Column nested = full_column("s", "INT");
  Field inner = full_field("x");
  inner.position.place = Position::Place::first;
  nested.type = DataType::structure({inner, full_field("y")});
  out.columns = {full_column("id", "BIGINT"), nested, column("list", "ARRAY<INT>"), column("map", "MAP<STRING,BIGINT>"),
                 column("text", "VARCHAR(8)")};
  Column strange = column("strange", "INT");
  strange.type = DataType::of(TypeKind::other);
  strange.type.text = std::string("GEOMETRY");
  out.columns.push_back(strange);
  out.columns.back().position.place = Position::Place::first;
  Column behind = column("behind", "INT");
  behind.position.place = Position::Place::after;
  behind.position.after = located("id");
  out.columns.push_back(behind);
  out.declared_name = located("{env}.s.orders");
  out.type_name = "shop::Order";
  out.library = "shop";
  out.header = "orders.hpp";
  out.span = place();
  out.comment = kHostile;
  out.query = located("SELECT 1");
  out.owns_columns = true;
  out.partition_by = {located("id")};
  out.cluster_by = {located("id")};
  out.location = located("s3://x");
  out.properties = {{located("delta.x"), located(kHostile)}};
  out.tags = {{located("pii"), located("true")}};
  out.checks = {{located("positive"), located("id > 0")}};
  out.primary_key = full_key();
  out.unique = {full_key()};
  out.foreign_keys = {full_foreign_key()};
  out.renamed_from = {LocatedText("dev.s.old")};
  out.dropped = {located("gone")};
  return out;
}

/// Gives a member a value that is not left out.
struct Filler {
  void operator()(std::string_view, std::string& member) const { member = kHostile; }
  void operator()(std::string_view, std::int64_t& member) const { member = 3; }
  void operator()(std::string_view, bool& member) const { member = true; }
  void operator()(std::string_view, Identifier& member) const { member = Identifier("n"); }
  void operator()(std::string_view, TableName& member) const { member = TableName::parse("dev.s.orders"); }
  void operator()(std::string_view, ColumnPath& member) const { member = ColumnPath("a.b"); }
  void operator()(std::string_view, Table& member) const { member = full_table("dev.s.orders"); }
  void operator()(std::string_view, Column& member) const { member = full_column("c", "INT"); }
  void operator()(std::string_view, DataType& member) const { member = type("STRUCT<a: INT>"); }
  void operator()(std::string_view, Key& member) const { member = full_key(); }
  void operator()(std::string_view, ForeignKey& member) const { member = full_foreign_key(); }
  void operator()(std::string_view, AccessPolicy& member) const { member = {"c", TableName::parse("dev.s.f"), {"d"}}; }
  void operator()(std::string_view, std::vector<std::string>& member) const { member = {"x"}; }
  void operator()(std::string_view, std::map<std::string, std::string>& member) const { member = {{"k", "v"}}; }
  template <class T>
  void operator()(std::string_view name, std::optional<T>& member) const {
    (*this)(name, member.emplace());
  }
};

template <std::size_t... I>
std::vector<Action> every_action(std::index_sequence<I...>) {
  std::vector<Action> out;
  const auto add = [&](auto action) {
    action::members(action, Filler());
    out.emplace_back(std::move(action));
  };
  (add(std::variant_alternative_t<I, Action>{}), ...);
  return out;
}

Finding full_finding(Severity severity, int code) {
  Finding out;
  out.code = code;
  out.severity = severity;
  out.span = place();
  out.text = "it is wrong: " + kHostile;
  out.fix = kHostile;
  out.table = "dev.s.orders";
  out.notes = {{place(), "here"}, {place(), ""}, {SourceSpan(), "nowhere"}};
  return out;
}

ObservedTable full_observed() {
  ObservedTable out = observed(full_table("dev.s.orders"));
  out.blind = {Aspect::nullability, Aspect::comments};
  out.physical_names = {{"id", "col-1"}};
  out.policies = {{"c", TableName::parse("dev.s.f"), {"d"}}};
  out.referred_by = {{TableName::parse("dev.s.lines"), full_foreign_key()}};
  return out;
}

TablePlan full_table_plan() {
  TablePlan out;
  out.name = TableName::parse("dev.s." + std::string("o|r<d>&\"`e`rs"));
  out.observed_name = TableName::parse("dev.s.earlier");
  out.state = Presence::present;
  out.problem = kHostile;
  out.observed = full_observed();
  out.type_name = "shop::Order";
  out.unmarked = true;
  out.unmanaged = {{"etl_ts", "added by a writer"}};
  out.depends_on = {TableName::parse("dev.s.customers")};
  out.findings = {full_finding(Severity::error, 601), full_finding(Severity::warning, 402),
                  full_finding(Severity::note, 0)};
  for (Action& action : every_action(std::make_index_sequence<std::variant_size_v<Action>>())) {
    Unit unit;
    unit.before = "aa";
    unit.after = "bb";
    unit.statements = {"ALTER TABLE x " + kHostile};
    unit.mark = declared_mark(full_table("dev.s.orders"), "shop");
    Step step;
    step.action = std::move(action);
    step.permission = "drop-column";
    step.skip_reason = "needs --allow drop-column";
    step.needs = {0};
    step.serves = true;
    step.impact.text = "loses a column of data";
    step.impact.one_way = step.impact.destructive = true;
    for (const auto& [effect, word] : kImpactEffects) step.impact.*effect = true;
    step.impact.seconds = 3;
    step.impact.views = {"dev.s.v"};
    step.span = place();
    unit.steps = {step};
    step.skipped = true;
    step.forbidden = true;
    unit.steps.push_back(step);
    out.units.push_back(std::move(unit));
  }
  return out;
}

Plan full_plan() {
  Plan out;
  out.registry_name = "shop";
  out.registry_fingerprint = "3f9a1c";
  out.target = "lake:./" + kHostile;
  out.lake = "/lakes/" + kHostile;
  out.dialect = "spark 4.2";
  out.variables = {{"env", kHostile}};
  out.rolls_back = "20261130-023500-1";
  out.tables = {full_table_plan()};
  TablePlan failed;
  failed.name = failed.observed_name = TableName::parse("dev.s.unreadable");
  failed.state = Presence::failed;
  failed.problem = "cannot be read";
  failed.observed.fix = kHostile;
  out.tables.push_back(failed);
  TablePlan waits = full_table_plan();
  waits.name = TableName::parse("dev.s.waits");
  waits.findings.clear();
  waits.depends_on = {failed.name};
  out.tables.push_back(waits);
  out.orphans = {{"dev.s.gone", "declared no more"}};
  out.notes = {kHostile};
  out.findings = {full_finding(Severity::error, 110)};
  return out;
}

SyncReport full_report() {
  SyncReport out = report_of(full_plan());
  out.findings = {full_finding(Severity::error, 809)};
  out.run = "20261129T212410Z-1a2b3c4d";
  out.interrupted = true;
  out.unfinished = kHostile;
  out.undo = full_plan();
  out.notes = {kHostile};
  TableReport& table = out.tables.front();
  table.version_before = 3;
  table.version_after = 4;
  table.steps_undone = 2;
  table.verified = true;
  table.outcome_unknown = true;
  table.fingerprint = "ab";
  table.unseen = {"nullability"};
  table.reason = kHostile;
  table.fix = kHostile;
  table.elapsed = std::chrono::milliseconds(1234);
  table.units.front().earlier = true;
  table.units.front().status = StepStatus::failed;
  table.units.front().attempts = 3;
  table.units.front().sqlstate = "42K03";
  table.units.back().status = table.units.back().steps.front().status = StepStatus::undone;
  table.units.front().error = kHostile;
  const TableReport whole = table;
  for (const TableStatus status :
       {TableStatus::in_sync, TableStatus::planned, TableStatus::applied, TableStatus::partly_applied,
        TableStatus::failed, TableStatus::skipped, TableStatus::blocked, TableStatus::conflict, TableStatus::undone}) {
    TableReport each = whole;
    each.status = status;
    each.name = TableName::parse("dev.s." + std::string(status_text(status)));
    if (status == TableStatus::in_sync) each.units.clear();
    out.tables.push_back(each);
  }
  return out;
}

snapshot::Snapshot full_snapshot() {
  snapshot::Snapshot out;
  out.capabilities = engine();
  out.capabilities.writable_features = {"columnMapping"};
  out.namespaces = {TableName::parse("dev.s")};
  out.tables = {full_observed(), absent("dev.s.absent")};
  ObservedTable failed = absent("dev.s.failed");
  failed.presence = Presence::failed;
  failed.problem = kHostile;
  failed.fix = kHostile;
  failed.code = 751;
  out.tables.push_back(failed);
  return out;
}

Fragment full_fragment() {
  Fragment out;
  out.library = "shop";
  out.headers = {"orders.hpp"};
  out.tables = {full_table("{env}.s.orders"), table("{env}.s.plain", {column("id", "BIGINT")})};
  Tombstone tombstone;
  tombstone.name = TableName::parse("dev.s.old");
  tombstone.declared_name = located("{env}.s.old");
  tombstone.library = "shop";
  tombstone.header = "orders.hpp";
  out.tombstones = {tombstone};
  out.structs = {{"shop::Order", "orders.hpp", {{"id", "long"}}}};
  out.lines = {{{"orders.hpp", 3}, kHostile}};
  return out;
}

app::PastRun full_past() {
  app::PastRun out;
  out.run.id = "20261129T212410Z-1a2b3c4d";
  out.status = "done";
  out.rolls_back = "20261129T212310Z-1a2b3c4c";
  JournalRecord record;
  for (std::string JournalRecord::* member :
       {&JournalRecord::time, &JournalRecord::run, &JournalRecord::plan, &JournalRecord::target,
        &JournalRecord::registry, &JournalRecord::tool, &JournalRecord::git, &JournalRecord::expect,
        &JournalRecord::host, &JournalRecord::user, &JournalRecord::table, &JournalRecord::text,
        &JournalRecord::sqlstate, &JournalRecord::why}) {
    record.*member = kHostile;
  }
  record.pid = 7;
  record.version_before = 1;
  record.version_after = 2;
  record.statements = {kHostile};
  out.run.journal.records = {record};
  LedgerEntry entry;
  entry.sequence = 1;
  entry.version = 1;
  entry.time = entry.run = entry.table = entry.fingerprint = entry.snapshot = "x";
  entry.target_version = 4;
  out.tables = {entry};
  return out;
}

void write(const std::string& path, const std::string& text) {
  std::ofstream out(path, std::ios::binary);
  out << text;
  if (!out.flush()) throw std::runtime_error("cannot write " + path);
}

}  // namespace
}  // namespace delta

int main(int argc, char** argv) {
  using namespace delta;
  if (argc != 2) return 2;
  const std::string folder = argv[1];
  const SyncReport report = full_report();
  write(folder + "/full.plan.json", to_json(full_plan()));
  write(folder + "/empty.plan.json", to_json(Plan()));
  write(folder + "/full.report.json", to_json(report));
  write(folder + "/empty.report.json", to_json(SyncReport()));
  write(folder + "/full.snapshot.json", snapshot::to_json(full_snapshot()));
  write(folder + "/empty.snapshot.json", snapshot::to_json(snapshot::Snapshot()));
  write(folder + "/full.fragment.json", to_json(full_fragment()));
  write(folder + "/empty.fragment.json", to_json(Fragment()));
  write(folder + "/full.findings.json", to_json(full_plan().tables[0].findings));
  write(folder + "/runs.history.json", app::runs_json({full_past(), {}}));
  write(folder + "/run.history.json", app::run_json(full_past()));
  write(folder + "/table.history.json", app::versions_json("dev.s.orders", full_past().tables));
  write(folder + "/check.history.json", app::check_json({1, 2, "ab", {"a problem"}, {"a note"}}));
  write(folder + "/full.junit.xml", to_junit(report, "shop-migrate apply"));
  write(folder + "/full.sarif", to_sarif(report));
  write(folder + "/full.md", to_markdown(report));
  write(folder + "/failure.txt", failure_text(report));
  return 0;
}
