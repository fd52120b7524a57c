#include "commit_cases.hpp"

namespace delta::lake::test {
namespace {

using namespace action;
using Cases = std::map<std::string, CommitCase>;

DataType of(TypeKind kind) { return DataType::of(kind); }
DataType integer() { return of(TypeKind::integer); }
DataType bigint() { return of(TypeKind::bigint); }
DataType text() { return of(TypeKind::string); }
DataType date() { return of(TypeKind::date); }

Field field(const std::string& name, DataType type, bool nullable = true, std::string comment = "") {
  Field made;
  made.name = Identifier(name);
  made.type = std::move(type);
  made.nullable = nullable;
  made.comment = std::move(comment);
  return made;
}

Column column(const std::string& name, DataType type, bool nullable = true, std::string comment = "") {
  Column made;
  static_cast<Field&>(made) = field(name, std::move(type), nullable, std::move(comment));
  return made;
}

DataType structure(std::vector<Field> fields) { return DataType::structure(std::move(fields)); }

Table table(std::vector<Column> columns, std::vector<Property> properties = {}) {
  Table made;
  made.name = TableName::parse("ddl.t");
  made.columns = std::move(columns);
  made.properties = std::move(properties);
  return made;
}

const Property kMapped{"delta.columnMapping.mode", "name"};
const Property kDefaults{"delta.feature.allowColumnDefaults", "supported"};

CommitCase create(Table made) { return {{CreateTable{std::move(made), {}}}}; }
CommitCase run(std::vector<Action> actions) { return {std::move(actions)}; }

AddColumn add(const std::string& path, DataType type, std::string comment = "", Position position = {}) {
  const ColumnPath where = ColumnPath::parse(path);
  Column made = column(where.last().text(), std::move(type), true, std::move(comment));
  made.position = std::move(position);
  return {where, made};
}
Position after(const std::string& sibling) { return {Position::Place::after, sibling}; }
Position first() { return {Position::Place::first, ""}; }

RenameColumn rename(const std::string& from, const std::string& to) {
  return {ColumnPath::parse(from), Identifier(to)};
}
DropColumn drop(const std::string& path, DataType type) { return {ColumnPath::parse(path), std::move(type)}; }
AlterType widen(const std::string& path, DataType from, DataType to) {
  return {ColumnPath::parse(path), std::move(from), std::move(to)};
}
SetComment comment(const std::string& path, std::string words) {
  return {ColumnPath::parse(path), std::move(words), ""};
}
SetProperty set(std::string key, std::string value) { return {std::move(key), std::move(value), std::nullopt}; }
EnableFeature enable(std::string feature, std::map<std::string, std::string> properties = {}) {
  return {std::move(feature), std::move(properties)};
}
EnableFeature map_columns() { return enable("columnMapping", {{"delta.columnMapping.mode", "name"}}); }
EnableFeature allow_widening() { return enable("typeWidening", {{"delta.enableTypeWidening", "true"}}); }
SetComment table_comment(std::string words) { return {ColumnPath(), std::move(words), ""}; }

Table clustered(Table made, std::vector<LocatedText> columns) {
  made.cluster_by = std::move(columns);
  return made;
}
Table partitioned(Table made, std::vector<LocatedText> columns) {
  made.partition_by = std::move(columns);
  return made;
}
Table commented(Table made, std::string words) {
  made.comment = std::move(words);
  return made;
}

Column with_default(Column made, const std::string& expression) {
  made.default_value = LocatedText(expression);
  return made;
}
Column generated(Column made, const std::string& expression) {
  made.generated = LocatedText(expression);
  return made;
}
Column counted(Column made, std::int64_t start, std::int64_t step, bool explicit_insert) {
  made.identity = Identity{start, step, explicit_insert, {}};
  return made;
}

Table all_types() {
  return table({column("a", of(TypeKind::boolean)), column("b", of(TypeKind::tinyint)),
                column("c", of(TypeKind::smallint)), column("d", integer()), column("e", bigint()),
                column("f", of(TypeKind::float32)), column("g", of(TypeKind::float64)),
                column("h", DataType::decimal(10, 2)), column("i", text()), column("j", DataType::varchar(10)),
                column("k", DataType::fixed_char(5)), column("l", of(TypeKind::binary)), column("m", date()),
                column("n", of(TypeKind::timestamp))});
}

Table nested_types() {
  return table(
      {column("s", structure({field("a", integer()), field("b", structure({field("c", DataType::varchar(4))}))})),
       column("l", DataType::array(structure({field("x", DataType::fixed_char(2)), field("y", integer())}))),
       column("m", DataType::map(text(), structure({field("p", integer())}))),
       column("v", DataType::array(DataType::varchar(7)))});
}

Table everything() {
  Table made =
      table({counted(column("id", bigint()), 1, 1, false), column("at", of(TypeKind::timestamp_ntz), false, "when"),
             with_default(column("state", text()), "'new'"), column("s", structure({field("a", integer())}))},
            {kMapped,
             {"delta.enableTypeWidening", "true"},
             {"delta.enableDeletionVectors", "true"},
             {"delta.enableInCommitTimestamps", "true"},
             {"delta.enableChangeDataFeed", "true"}});
  return commented(clustered(made, {"at"}), "all at once");
}

constexpr const char* kHostile = "it's \"x\" \\ ${v} \n end";

Cases creations() {
  Cases cases{
      {"create_plain", create(table({column("id", integer()), column("name", text())}))},
      {"create_all_types", create(all_types())},
      {"create_nested_types", create(nested_types())},
      {"create_not_null",
       create(table({column("id", integer(), false),
                     column("s", structure({field("a", integer(), false), field("b", integer())}), false)}))},
      {"create_comments", create(commented(table({column("id", integer(), true, "the key"),
                                                  column("s", structure({field("a", integer(), true, "inside")}))}),
                                           "a table"))},
      {"create_hostile_comments", create(commented(table({column("id", integer(), true, kHostile)}), kHostile))},
      {"create_partitioned",
       create(partitioned(table({column("id", integer()), column("region", text()), column("day", date())}),
                          {"region", "day"}))},
      {"create_properties",
       create(table({column("id", integer())}, {{"delta.checkpointInterval", "20"}, {"team", "shop"}, {"empty", ""}}))},
      {"create_append_only", create(table({column("id", integer())}, {{"delta.appendOnly", "true"}}))},
      {"create_defaults", create(table({column("id", integer()), with_default(column("state", text()), "'new'"),
                                        with_default(column("qty", integer()), "1 + 1")}))},
      {"create_generated",
       create(table({column("at", of(TypeKind::timestamp)), generated(column("day", date()), "CAST(at AS DATE)")}))},
      {"create_identity",
       create(table({counted(column("id", bigint()), 10, 5, false), counted(column("other", bigint()), 1, 1, true)}))},
      {"create_clustered", create(clustered(table({column("id", integer()), column("day", date())}), {"day", "id"}))},
      {"create_clustered_nested",
       create(clustered(table({column("id", integer()), column("s", structure({field("a", integer())}))}), {"s.a"}))},
      {"create_mapped", create(table({column("id", integer()), column("s", structure({field("a", integer())})),
                                      column("l", DataType::array(structure({field("b", integer())}))),
                                      column("m", DataType::map(text(), structure({field("c", integer())})))},
                                     {kMapped}))},
      {"create_mapped_partitioned",
       create(partitioned(table({column("id", integer()), column("region", text())}, {kMapped}), {"region"}))},
      {"create_mapped_clustered",
       create(clustered(table({column("id", integer()), column("s", structure({field("a", integer())}))}, {kMapped}),
                        {"id", "s.a"}))},
      {"create_mapped_by_id", create(table({column("id", integer()), column("s", structure({field("a", integer())}))},
                                           {{"delta.columnMapping.mode", "id"}}))},
      {"create_change_data_feed", create(table({column("id", integer())}, {{"delta.enableChangeDataFeed", "true"}}))},
      {"create_deletion_vectors", create(table({column("id", integer())}, {{"delta.enableDeletionVectors", "true"}}))},
      {"create_commit_timestamps",
       create(table({column("id", integer())}, {{"delta.enableInCommitTimestamps", "true"}}))},
      {"create_row_tracking", create(table({column("id", integer())}, {{"delta.enableRowTracking", "true"}}))},
      {"create_type_widening", create(table({column("id", integer())}, {{"delta.enableTypeWidening", "true"}}))},
      {"create_timestamp_ntz", create(table({column("id", integer()), column("at", of(TypeKind::timestamp_ntz))}))},
      {"create_variant", create(table({column("id", integer()), column("v", of(TypeKind::variant)),
                                       column("l", DataType::array(of(TypeKind::variant)))}))},
      {"create_v2_checkpoints", create(table({column("id", integer())}, {{"delta.checkpointPolicy", "v2"}}))},
      {"create_everything", create(everything())},
  };
  Table checked = table({column("id", integer()), column("total", integer())});
  checked.checks.push_back({"positive", "total >= 0"});
  cases["create_check"] = create(checked);
  return cases;
}

Cases column_changes() {
  return {
      {"add_column", run({add("note", text())})},
      {"add_columns_with_comment", run({add("note", text(), "a note"), add("qty", DataType::decimal(10, 2))})},
      {"add_column_placed", run({add("head", integer(), "", first()), add("mid", integer(), "", after("id"))})},
      {"add_column_nested", run({add("s.c", date()), add("l.element.y", integer()), add("m.value.q", integer())})},
      {"add_column_struct",
       run({add("s", structure({field("a", integer()),
                                field("b", DataType::array(structure({field("c", DataType::varchar(4))})))}))})},
      {"add_column_varchar", run({add("v", DataType::varchar(7)), add("c", DataType::fixed_char(3))})},
      {"add_column_mapped", run({add("note", text()), add("qty", integer())})},
      {"add_column_mapped_nested",
       run({add("s.c", date()), add("l.element.y", integer()),
            add("t",
                structure({field("u", integer()), field("v", DataType::array(structure({field("w", integer())})))}))})},
      {"add_column_mapped_by_id", run({add("s", structure({field("a", integer())}))})},
      {"add_column_wall_clock", run({enable("timestampNtz"), add("at", of(TypeKind::timestamp_ntz))})},
      {"add_column_variant", run({enable("variantType"), add("v", of(TypeKind::variant))})},
      {"add_column_commit_timestamps", run({add("note", text())})},
      {"add_column_row_tracking", run({add("note", text())})},
      {"drop_column", run({drop("note", text())})},
      {"drop_column_nested", run({drop("s.a", integer())})},
      {"drop_column_element", run({drop("l.element.x", integer())})},
      {"drop_and_add_again", run({drop("note", text()), add("note", integer())})},
      {"rename_column", run({rename("note", "remark")})},
      {"rename_column_nested", run({rename("s.a", "aa")})},
      {"rename_column_element", run({rename("l.element.x", "xx")})},
      {"rename_column_partition", run({rename("region", "area")})},
      {"rename_column_clustered", run({rename("day", "date")})},
      {"rename_column_upgrade", run({map_columns(), rename("id", "key")})},
      {"drop_not_null", run({DropNotNull{"id"}, DropNotNull{"s.a"}})},
      {"set_table_comment", run({table_comment("a table")})},
      {"clear_table_comment", run({table_comment("")})},
      {"set_column_comment", run({comment("id", "the key"), comment("s.a", "inside"), comment("l.element.x", "deep")})},
      {"clear_column_comment", run({comment("id", "")})},
      {"set_default", run({SetDefault{"state", "'new'", std::nullopt}})},
      {"set_default_upgrade", run({enable("allowColumnDefaults"), SetDefault{"id", "7", std::nullopt}})},
      {"change_default", run({SetDefault{"id", "2", "1"}})},
      {"drop_default", run({DropDefault{"id", "1"}})},
  };
}

Cases type_changes() {
  const DataType small = of(TypeKind::smallint);
  const DataType tiny = of(TypeKind::tinyint);
  const DataType real = of(TypeKind::float64);
  return {
      {"alter_type", run({widen("id", integer(), bigint()), widen("f", of(TypeKind::float32), real)})},
      {"alter_type_twice", run({widen("id", tiny, small), widen("id", small, integer())})},
      {"alter_type_nested",
       run({widen("s.a", integer(), bigint()), widen("s.b.c", small, integer()),
            widen("l.element", integer(), bigint()), widen("m.key", tiny, integer()),
            widen("d.element.e", integer(), bigint()), widen("n.element.element", integer(), bigint()),
            widen("m.value", integer(), bigint())})},
      {"alter_type_decimal",
       run({widen("a", DataType::decimal(5, 2), DataType::decimal(12, 4)),
            widen("b", integer(), DataType::decimal(12, 2)), widen("c", bigint(), DataType::decimal(20, 0))})},
      {"alter_type_int_to_double", run({widen("a", integer(), real)})},
      {"alter_type_date_to_wall_clock", run({widen("day", date(), of(TypeKind::timestamp_ntz))})},
      {"alter_type_partition", run({widen("p", integer(), bigint())})},
      {"alter_type_mapped", run({widen("s.a", integer(), bigint())})},
      {"alter_type_upgrade", run({allow_widening(), widen("id", integer(), bigint())})},
      {"alter_type_varchar",
       run({widen("a", DataType::varchar(5), DataType::varchar(9)), widen("b", DataType::varchar(5), text()),
            widen("c", DataType::fixed_char(5), DataType::varchar(5))})},
  };
}

Cases table_changes() {
  return {
      {"set_property",
       run({set("team", "other"), set("delta.logRetentionDuration", "interval 40 days"), set("new", "x")})},
      {"unset_property", run({UnsetProperty{"team", "shop"}, UnsetProperty{"delta.checkpointInterval", "20"}})},
      {"add_check", run({AddCheck{"Positive", "total >= 0 AND id > 0"}})},
      {"add_check_again", run({AddCheck{"two", "id < 9"}})},
      {"drop_check", run({DropCheck{"one", "id > 1"}})},
      {"set_clustering", run({SetClustering{{"day", "id"}, {}}})},
      {"set_clustering_mapped", run({SetClustering{{"s.a"}, {}}})},
      {"change_clustering", run({SetClustering{{"s.a", "id"}, {"id"}}})},
      {"clustering_none", run({SetClustering{{}, {"id"}}})},
  };
}

Cases features() {
  const EnableFeature deletion_vectors = enable("deletionVectors", {{"delta.enableDeletionVectors", "true"}});
  const EnableFeature change_data_feed = enable("changeDataFeed", {{"delta.enableChangeDataFeed", "true"}});
  return {
      {"enable_mapping", run({map_columns()})},
      {"enable_mapping_partitioned", run({map_columns()})},
      {"enable_mapping_clustered", run({map_columns()})},
      {"enable_mapping_legacy", run({map_columns()})},
      {"enable_mapping_after_reader_feature", run({map_columns()})},
      {"enable_type_widening", run({allow_widening()})},
      {"enable_type_widening_mapped", run({allow_widening()})},
      {"enable_deletion_vectors", run({deletion_vectors})},
      {"enable_deletion_vectors_legacy", run({deletion_vectors})},
      {"enable_change_data_feed", run({change_data_feed})},
      {"enable_change_data_feed_legacy", run({change_data_feed})},
      {"enable_append_only", run({set("delta.appendOnly", "true")})},
      {"enable_commit_timestamps", run({enable("inCommitTimestamp", {{"delta.enableInCommitTimestamps", "true"}})})},
      {"enable_v2_checkpoints", run({enable("v2Checkpoint", {{"delta.checkpointPolicy", "v2"}})})},
      {"enable_column_defaults", run({enable("allowColumnDefaults")})},
      {"enable_timestamp_ntz", run({enable("timestampNtz")})},
      {"enable_variant", run({enable("variantType")})},
      {"enable_several", run({map_columns(), allow_widening(), enable("allowColumnDefaults"), change_data_feed})},
  };
}

}  // namespace

const std::map<std::string, CommitCase>& commit_cases() {
  static const Cases cases = [] {
    Cases all = creations();
    for (Cases part : {column_changes(), type_changes(), table_changes(), features()}) all.merge(part);
    return all;
  }();
  return cases;
}

}  // namespace delta::lake::test
