#include "adapters/lake/operation.hpp"

#include <algorithm>
#include <set>
#include <string_view>

#include "adapters/lake/not_in_log.hpp"
#include "adapters/lake/schema_json.hpp"
#include "adapters/lake/schema_path.hpp"

namespace delta::lake {
namespace {

using namespace action;

template <class... Cases>
struct Overloaded : Cases... {
  using Cases::operator()...;
};
template <class... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;

std::string_view word(const Action& action) {
  return std::visit(Overloaded{
                        [](const CreateSchema&) -> std::string_view { return "CREATE SCHEMA"; },
                        [](const CreateTable&) -> std::string_view { return "CREATE TABLE"; },
                        [](const DropTable&) -> std::string_view { return "DROP TABLE"; },
                        [](const Backfill&) -> std::string_view { return "UPDATE"; },
                        [](const CreateView&) -> std::string_view { return "CREATE VIEW"; },
                        [](const DropView&) -> std::string_view { return "DROP VIEW"; },
                        [](const RenameTable&) -> std::string_view { return "RENAME TABLE"; },
                        [](const EnableFeature&) -> std::string_view { return "SET TBLPROPERTIES"; },
                        [](const AddColumn&) -> std::string_view { return "ADD COLUMNS"; },
                        [](const DropColumn&) -> std::string_view { return "DROP COLUMNS"; },
                        [](const RenameColumn&) -> std::string_view { return "RENAME COLUMN"; },
                        [](const AlterType&) -> std::string_view { return "CHANGE COLUMN"; },
                        [](const DropNotNull&) -> std::string_view { return "CHANGE COLUMN"; },
                        [](const SetProperty&) -> std::string_view { return "SET TBLPROPERTIES"; },
                        [](const UnsetProperty&) -> std::string_view { return "UNSET TBLPROPERTIES"; },
                        [](const SetComment& step) -> std::string_view {
                          return step.path.steps.empty() ? "SET TBLPROPERTIES" : "CHANGE COLUMN";
                        },
                        [](const SetDefault&) -> std::string_view { return "CHANGE COLUMN"; },
                        [](const DropDefault&) -> std::string_view { return "CHANGE COLUMN"; },
                        [](const AddCheck&) -> std::string_view { return "ADD CONSTRAINT"; },
                        [](const DropCheck&) -> std::string_view { return "DROP CONSTRAINT"; },
                        [](const SetClustering&) -> std::string_view { return "CLUSTER BY"; },
                        [](const NotInLog auto&) -> std::string_view { return {}; },
                    },
                    action);
}

Json text_list(const std::vector<std::string>& texts) {
  Json list = Json::array();
  for (const std::string& text : texts) list.items.push_back(Json::of(text));
  return list;
}

std::vector<std::string> values(const std::vector<LocatedText>& texts) {
  std::vector<std::string> list;
  for (const LocatedText& text : texts) list.push_back(text.value);
  return list;
}

std::string joined(const std::vector<std::string>& texts) {
  std::string line;
  for (const std::string& text : texts) line += (line.empty() ? "" : ",") + text;
  return line;
}

Json create_parameters(const CreateTable& step) {
  Json properties = Json::object();
  for (const Property& property : step.table.properties) {
    properties.set(property.key.value, Json::of(property.value.value));
  }
  Json parameters = Json::object();
  parameters.set("partitionBy", Json::of(text_list(values(step.table.partition_by)).dump()));
  parameters.set("clusterBy", Json::of(text_list(values(step.table.cluster_by)).dump()));
  parameters.set("description", step.table.comment.empty() ? Json() : Json::of(step.table.comment));
  parameters.set("isManaged", Json::of("false"));
  parameters.set("properties", Json::of(properties.dump()));
  return parameters;
}

Json added_column(const AddColumn& step) {
  Json column = Json::object();
  column.set("name", Json::of(step.path.text()));
  const bool nested = !step.column.type.types.empty() || !step.column.type.fields.empty();
  const Json type = type_to_json(step.column.type);
  column.set("type", nested ? *type.find("type") : type);
  column.set("nullable", Json::of(true));
  Json metadata = Json::object();
  if (!step.column.comment.empty()) metadata.set("comment", Json::of(step.column.comment));
  column.set("metadata", std::move(metadata));
  Json entry = Json::object({{"column", std::move(column)}});
  const Position& position = step.column.position;
  if (position.place == Position::Place::first) entry.set("position", Json::of("FIRST"));
  if (position.place == Position::Place::after) entry.set("position", Json::of("AFTER " + position.sibling().value));
  return entry;
}

/// A changed column as Spark's CHANGE COLUMN tells it.
Json changed_column(Json& schema, const ColumnPath& path) {
  const SchemaPlace place = find_place(schema, path);
  const bool is_field = place.inner_path.empty();
  Json metadata = is_field ? field_metadata(*place.field) : Json::object();
  metadata.erase(kTypeChangesKey);
  const Json* nullable = place.field->find("nullable");
  return Json::object(
      {{"name", Json::of(path.text())},
       {"type", place.type->is_string() ? *place.type : *place.type->find("type")},
       {"nullable", is_field && nullable != nullptr ? *nullable : Json::of(path.last() != Identifier("key"))},
       {"metadata", std::move(metadata)}});
}

/// Parameters of steps that Spark has one word for.
Json same_word_parameters(const std::vector<Action>& steps, Json& schema) {
  Json columns = Json::array();
  Json changed = Json::array();
  const auto change = [&](const ColumnPath& path) { changed.items.push_back(changed_column(schema, path)); };
  Json properties = Json::object();
  Json unset = Json::array();
  Json parameters = Json::object();
  for (const Action& step : steps) {
    std::visit(Overloaded{
                   [](const CreateSchema&) {},
                   [&](const CreateTable& create) { parameters = create_parameters(create); },
                   [](const DropTable&) {},
                   [](const Backfill&) {},
                   [](const CreateView&) {},
                   [](const DropView&) {},
                   [](const RenameTable&) {},
                   [&](const AddColumn& add) { columns.items.push_back(added_column(add)); },
                   [&](const DropColumn& drop) { columns.items.push_back(Json::of(drop.path.text())); },
                   [&](const RenameColumn& rename) {
                     parameters.set("oldColumnPath", Json::of(rename.from.text()));
                     parameters.set("newColumnPath", Json::of(rename.from.parent().child(rename.to).text()));
                   },
                   [&](const EnableFeature& enable) {
                     for (const auto& [key, value] : enable.properties) properties.set(key, Json::of(value));
                     if (enable.properties.empty())
                       properties.set("delta.feature." + enable.feature, Json::of("supported"));
                   },
                   [&](const SetProperty& set) { properties.set(set.key, Json::of(set.value)); },
                   [&](const UnsetProperty& gone) { unset.items.push_back(Json::of(gone.key)); },
                   [&](const SetComment& comment) {
                     if (comment.path.steps.empty()) {
                       properties.set("comment", Json::of(comment.text));
                     } else {
                       change(comment.path);
                     }
                   },
                   [&](const AlterType& alter) { change(alter.path); },
                   [&](const DropNotNull& drop) { change(drop.path); },
                   [&](const SetDefault& set) { change(set.path); },
                   [&](const DropDefault& drop) { change(drop.path); },
                   [&](const AddCheck& check) {
                     parameters.set("name", Json::of(check.name));
                     parameters.set("expr", Json::of(check.expression));
                   },
                   [&](const DropCheck& check) {
                     parameters.set("name", Json::of(check.name));
                     parameters.set("expr", Json::of(check.expression));
                     parameters.set("existed", Json::of("true"));
                   },
                   [&](const SetClustering& clustering) {
                     parameters.set("oldClusteringColumns", Json::of(joined(clustering.old)));
                     parameters.set("newClusteringColumns", Json::of(joined(clustering.columns)));
                   },
                   [](const NotInLog auto&) {},
               },
               step);
  }
  if (changed.items.size() == 1) parameters.set("column", Json::of(changed.items[0].dump()));
  if (changed.items.size() > 1) parameters.set("columns", Json::of(changed.dump()));
  if (!columns.items.empty()) parameters.set("columns", Json::of(columns.dump()));
  if (!properties.members.empty()) parameters.set("properties", Json::of(properties.dump()));
  if (!unset.items.empty()) {
    parameters.set("properties", Json::of(unset.dump()));
    parameters.set("ifExists", Json::of(true));
  }
  return parameters;
}

/// Spark has no commit of two renames or two constraints.
bool one_at_a_time(std::string_view word) {
  return word == "RENAME COLUMN" || word == "ADD CONSTRAINT" || word == "DROP CONSTRAINT";
}

Json listed_parameters(const std::vector<Action>& steps) {
  Json list = Json::array();
  for (const Action& step : steps)
    list.items.push_back(Json::of(std::string(action_name(step)) + " " + action_subject(step)));
  return Json::object({{"steps", Json::of(list.dump())}});
}

}  // namespace

Operation operation_of(const std::vector<Action>& steps, Json schema) {
  if (steps.empty()) return {"SET TBLPROPERTIES", Json::object({{"properties", Json::of("{}")}}), true};
  std::set<std::string_view> words;
  for (const Action& step : steps) words.insert(word(step));
  Operation operation;
  const bool alike = words.size() == 1 && (steps.size() == 1 || !one_at_a_time(*words.begin()));
  operation.name = alike ? std::string(*words.begin()) : "UPDATE SCHEMA";
  if (operation.name == "CHANGE COLUMN" && steps.size() > 1) operation.name = "CHANGE COLUMNS";
  operation.parameters = alike ? same_word_parameters(steps, schema) : listed_parameters(steps);
  operation.blind_append = !words.contains("ADD CONSTRAINT");
  return operation;
}

}  // namespace delta::lake
