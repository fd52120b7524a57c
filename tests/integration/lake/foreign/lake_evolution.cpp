/// Makes a lake by the lake adapter alone, for readers that are not ours: new tables of every kind, and tables with
/// rows that other writers made, evolved by metadata commits.
///
///   lake_evolution FIXTURES OUT    writes OUT/lake, OUT/snapshot.json and OUT/evolved.json
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include "adapters/snapshot/snapshot.hpp"
#include "delta/adapters/lake.hpp"
#include "delta/model/fingerprint.hpp"
#include "delta/sql/type_text.hpp"
#include "model/json_text.hpp"

namespace {

using namespace delta;
using namespace delta::action;
namespace fs = std::filesystem;

[[noreturn]] void stop(const std::string& message) {
  std::cerr << "lake_evolution: " << message << "\n";
  std::exit(1);
}

Column column(const std::string& text) {
  const auto type = sql::parse_type("STRUCT<" + text + ">");
  if (!type) stop("no type: " + text);
  Column made;
  static_cast<Field&>(made) = type->fields.at(0);
  return made;
}

class Lake {
 public:
  explicit Lake(const fs::path& path) {
    auto opened = open_lake(path);
    if (!opened) stop(opened.error().message);
    target_ = std::move(*opened);
  }

  ObservedTable read(const std::string& name) {
    const std::vector<TableName> names{TableName::parse(name)};
    return target_.reader->read(names)->at(0);
  }

  void run(const std::string& name, std::vector<Action> actions) {
    TablePlan plan;
    plan.name = TableName::parse(name);
    plan.observed = read(name);
    if (plan.observed.presence == Presence::failed) stop(plan.observed.problem);
    Unit unit;
    for (Action& action : actions) {
      Step step;
      step.action = std::move(action);
      unit.steps.push_back(std::move(step));
    }
    if (plan.observed.present()) unit.before = fingerprint(plan.observed.table);
    const auto result = target_.executor->execute(plan, unit);
    if (!result) stop(name + ": " + result.error().message);
  }

  void create(const std::string& name, const std::vector<std::string>& columns,
              const std::vector<std::pair<std::string, std::string>>& properties = {},
              const std::vector<std::string>& partition_by = {}, const std::vector<std::string>& cluster_by = {}) {
    Table table;
    table.name = TableName::parse(name);
    table.comment = "made by deltac: it's \"quoted\" — ü";
    for (const std::string& text : columns) table.columns.push_back(column(text));
    for (const auto& [key, value] : properties) table.properties.push_back({key, value});
    table.partition_by.assign(partition_by.begin(), partition_by.end());
    table.cluster_by.assign(cluster_by.begin(), cluster_by.end());
    run(name, {CreateTable{table, {}}});
  }

  snapshot::Snapshot describe(const std::vector<std::string>& namespaces) {
    snapshot::Snapshot snapshot;
    snapshot.capabilities = target_.reader->capabilities();
    for (const std::string& name : namespaces) snapshot.namespaces.push_back(TableName::parse(name));
    auto names = target_.reader->list(snapshot.namespaces);
    if (!names) stop(names.error().message);
    snapshot.tables = *target_.reader->read(*names);
    return snapshot;
  }

 private:
  Target target_;
};

EnableFeature mapping() { return {"columnMapping", {{"delta.columnMapping.mode", "name"}}}; }
EnableFeature widening() { return {"typeWidening", {{"delta.enableTypeWidening", "true"}}}; }

AddColumn add(const std::string& path, const std::string& text) {
  Column made = column(text);
  return {path.c_str(), made};
}

void make_new_tables(Lake& lake) {
  lake.create("new.plain",
              {"id BIGINT NOT NULL COMMENT 'key'", "v VARCHAR(9)", "c CHAR(2)", "d DECIMAL(18,2)", "b BINARY"});
  lake.create("new.nested",
              {"s STRUCT<x: INT NOT NULL COMMENT 'in', l: ARRAY<STRUCT<y: DATE>>>", "m MAP<STRING, TIMESTAMP>"});
  lake.create("new.partitioned", {"id BIGINT", "day DATE"}, {}, {"day"});
  lake.create("new.clustered", {"id BIGINT", "s STRUCT<a: INT>"}, {{"delta.columnMapping.mode", "name"}}, {},
              {"id", "s.a"});
  lake.create("new.wall_clock", {"at TIMESTAMP_NTZ"});
  lake.create("new.properties", {"id INT"},
              {{"delta.enableChangeDataFeed", "true"}, {"delta.appendOnly", "true"}, {"team", "x'y"}});
  lake.create("new.timed", {"id INT"}, {{"delta.enableInCommitTimestamps", "true"}});
  lake.create("new.vectors", {"id INT"}, {{"delta.enableDeletionVectors", "true"}});
  lake.create("prod.größe.Über", {"id INT"});

  lake.create("new.evolved", {"id INT", "gone STRING", "old STRING", "s STRUCT<x: INT>"});
  lake.run("new.evolved", {mapping(), RenameColumn{"old", "renamed"}, DropColumn{"gone", {}}, add("gone", "gone INT"),
                           add("s.y", "y STRING"), SetComment{"id", "words", ""}, SetComment{{}, "other words", ""}});
  lake.run("new.evolved", {SetProperty{"team", "shop", std::nullopt}, AddCheck{"Positive", "id > 0"}});
  lake.run("new.evolved", {SetClustering{{"id"}, {}}, DropCheck{"positive", "id > 0"}});
  lake.run("new.timed", {add("b", "b INT"), SetProperty{"k", "v", std::nullopt}});
  lake.create("new.widened", {"id INT", "l ARRAY<SMALLINT>"});
  lake.run("new.widened", {widening(), AlterType{"id", *sql::parse_type("INT"), *sql::parse_type("BIGINT")},
                           AlterType{"l.element", *sql::parse_type("SMALLINT"), *sql::parse_type("INT")}});
  lake.create("new.moved_before", {"id INT"});
  lake.run("new.moved_before", {RenameTable{TableName::parse("new.moved_before"), TableName::parse("new.moved")}});
}

std::string quoted(const std::string& text) {
  std::string out;
  json::append_quoted(out, text);
  return out;
}

std::string quoted(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& text : texts) out += (out.empty() ? "" : ",") + quoted(text);
  return "[" + out + "]";
}

/// Renames the first column of a table with rows, adds one and drops the last; what became of it as JSON.
std::string evolve_rows(Lake& lake, const fs::path& source, const std::string& name) {
  const ObservedTable before = lake.read(name);
  const std::string first = before.table.columns.front().name.text();
  std::vector<Action> steps;
  if (before.mapping_mode() == "none") steps.push_back(mapping());
  steps.push_back(RenameColumn{ColumnPath(Identifier(first)), "renamed_by_us"});
  steps.push_back(add("added_by_us", "added_by_us DECIMAL(10,2)"));
  std::string dropped;
  if (before.table.columns.size() > 2 && before.table.partition_by.empty() && before.table.cluster_by.empty()) {
    dropped = before.table.columns.back().name.text();
    steps.push_back(DropColumn{ColumnPath(Identifier(dropped)), {}});
    steps.push_back(add(dropped, "x STRING"));  // the old rows must not come back in it
    std::get<AddColumn>(steps.back()).column.name = Identifier(dropped);
  }
  lake.run(name, steps);
  const std::vector<std::string> gone = dropped.empty() ? std::vector<std::string>{} : std::vector{dropped};
  std::vector<std::string> added{"added_by_us"};
  added.insert(added.end(), gone.begin(), gone.end());
  return "{\"table\":" + quoted(name) + ",\"before\":" + quoted(source.string()) + ",\"renamed\":{" + quoted(first) +
         ":\"renamed_by_us\"},\"added\":" + quoted(added) + ",\"dropped\":" + quoted(gone) + "}";
}

/// Copies every table of `writer`'s that can be evolved so and evolves it.
void evolve_tables(Lake& lake, const fs::path& fixtures, const fs::path& out, const std::string& writer,
                   std::vector<std::string>& evolved) {
  if (!fs::is_directory(fixtures / writer)) return;
  Lake originals(fixtures);
  std::vector<fs::path> sources;
  for (const auto& entry : fs::directory_iterator(fixtures / writer)) sources.push_back(entry.path());
  std::sort(sources.begin(), sources.end());
  for (const fs::path& source : sources) {
    const ObservedTable before = originals.read(writer + "." + source.filename().string());
    if (!before.present() || !before.table.checks.empty()) continue;
    const Column& first = before.table.columns.front();
    const bool widened = before.protocol.supports("typeWidening") || before.protocol.supports("variantType");
    const bool mapped_by_id = before.mapping_mode() == "id";
    bool generated = false;
    for (const Column& each : before.table.columns) generated = generated || each.generated;
    if (widened || mapped_by_id || generated || first.identity || before.table.columns.size() < 2) continue;
    fs::create_directories(out / "lake" / writer);
    fs::copy(source, out / "lake" / writer / source.filename(), fs::copy_options::recursive);
    evolved.push_back(evolve_rows(lake, fs::absolute(source), writer + "." + source.filename().string()));
  }
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 3) stop("usage: lake_evolution FIXTURES OUT");
  const fs::path fixtures = arguments[1];
  const fs::path out = arguments[2];
  fs::remove_all(out);
  fs::create_directories(out);
  Lake lake(out / "lake");
  make_new_tables(lake);
  std::vector<std::string> evolved;
  evolve_tables(lake, fixtures, out, "spark", evolved);
  evolve_tables(lake, fixtures, out, "deltalake", evolved);
  std::ofstream(out / "snapshot.json") << snapshot::to_json(lake.describe({"new", "prod.größe", "spark", "deltalake"}));
  std::ofstream list(out / "evolved.json");
  list << "[";
  for (std::size_t i = 0; i < evolved.size(); ++i) list << (i > 0 ? ",\n " : "") << evolved[i];
  list << "]\n";
  std::cout << evolved.size() << " tables with rows evolved\n";
}
