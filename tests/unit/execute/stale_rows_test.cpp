// A saved plan, and a writer of rows that came to a table which was empty when the plan was made: the plan is stale if
// a step depends on rows, and only then.
#include <gmock/gmock.h>

#include "delta/execute/apply.hpp"
#include "delta/report/plan_json.hpp"
#include "killed_world.hpp"

namespace delta {
namespace {

using namespace testing;

Table filled() { return table("shop.filled", {column("id", "BIGINT"), column("day", "DATE")}); }

/// What a plan wants of a table that was empty when it was made.
struct Wanted {
  const char* what;
  std::function<void(Table&)> change;
  bool depends_on_rows;
};

const std::vector<Wanted>& all_wanted() {
  static const std::vector<Wanted> all{
      {"a CHECK", [](Table& made) { made.checks = {{"positive", "id > 0"}}; }, true},
      {"clustering", [](Table& made) { made.cluster_by = {"day"}; }, true},
      {"a column", [](Table& made) { made.columns.push_back(column("more", "STRING")); }, false},
  };
  return all;
}

/// The table that rows come to, and one behind it in every plan.
Registry declared(const Wanted* wanted) {
  Table first = filled();
  Table other = table("shop.other", {column("id", "BIGINT")});
  if (wanted != nullptr) {
    wanted->change(first);
    other.columns.push_back(column("more", "STRING"));
  }
  return registry({std::move(first), std::move(other)});
}

class StaleRows : public KilledProcesses<LakeWorld> {
 protected:
  void SetUp() override {
    KilledProcesses::SetUp();
    ASSERT_EQ(run(app::Command::apply, declared(nullptr), 0).code, 0);
    keep_start();
  }

  std::string saved_plan(const Registry& registry_now) {
    const std::string file = root_ + "/plan.json";
    tweak_ = [&](app::Session& session) { session.options.out = file; };
    EXPECT_EQ(run(app::Command::plan, registry_now, 0).code, 0);
    std::ifstream text(file);
    return {std::istreambuf_iterator<char>(text), {}};
  }

  /// Another engine adds a file of rows.
  void write_rows() const {
    const std::string log = folder_ + "/lake/shop/filled/_delta_log/";
    std::ofstream(log + "00000000000000000001.json")
        << R"({"commitInfo":{"timestamp":1,"operation":"WRITE"}})"
           "\n"
           R"({"add":{"path":"x.parquet","partitionValues":{},"size":9,"modificationTime":1,"dataChange":true}})"
           "\n";
  }

  std::int64_t version_of(const char* name) const {
    const TableName names[] = {TableName::parse(name)};
    return *open_lake(folder_ + "/lake")->reader->read(names)->front().version;
  }
};

TEST_F(StaleRows, ASavedPlanIsStaleIfAStepDependsOnThem) {
  for (const Wanted& each : all_wanted()) {
    SCOPED_TRACE(each.what);
    start_again();
    const Registry desired = declared(&each);
    const std::string plan = saved_plan(desired);
    write_rows();
    tweak_ = [&](app::Session& session) {
      session.options.plan_file = "plan.json";
      session.saved = *plan_from_json(plan, "plan.json");
    };
    const int code = run(app::Command::apply, desired, 0).code;
    EXPECT_EQ(code, each.depends_on_rows ? 5 : 0);
    EXPECT_EQ(version_of("shop.filled"), each.depends_on_rows ? 1 : 2);
    EXPECT_EQ(version_of("shop.other"), each.depends_on_rows ? 0 : 1) << "refused before any statement";
    EXPECT_FALSE(has_open_run(folder_));
  }
}

TEST_F(StaleRows, WhileTheRunIsAtWorkTheyAreAConflictForSuchAStep) {
  for (const Wanted& each : all_wanted()) {
    SCOPED_TRACE(each.what);
    start_again();
    auto plan = plan_from_json(saved_plan(declared(&each)), "plan.json");
    ASSERT_TRUE(plan);
    write_rows();
    auto target = open_lake(folder_ + "/lake");
    const SyncReport report = apply(std::move(plan->plan), *target->reader, *target->executor);
    ASSERT_EQ(report.tables.size(), 2U);
    const TableReport& table = report.tables[0];
    EXPECT_EQ(report.exit_code(), each.depends_on_rows ? 5 : 0) << table.reason;
    EXPECT_EQ(table.status, each.depends_on_rows ? TableStatus::conflict : TableStatus::applied) << table.reason;
    EXPECT_THAT(table.reason,
                each.depends_on_rows ? ::testing::HasSubstr("it has rows now") : ::testing::HasSubstr(""));
    EXPECT_EQ(version_of("shop.filled"), each.depends_on_rows ? 1 : 2);
    EXPECT_EQ(report.tables[1].status, TableStatus::applied) << "one table's conflict is not the other's";
  }
}

}  // namespace
}  // namespace delta
