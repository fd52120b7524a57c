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

/// Collects the parameters of steps that Spark has one word for.
class SameWord {
 public:
  explicit SameWord(Json& schema) : schema_(schema) {}

  void operator()(const CreateTable& create) { parameters_ = create_parameters(create); }
  void operator()(const AddColumn& add) { columns_.items.push_back(added_column(add)); }
  void operator()(const DropColumn& drop) { columns_.items.push_back(Json::of(drop.path.text())); }
  void operator()(const RenameColumn& rename) {
    set("oldColumnPath", rename.from.text());
    set("newColumnPath", rename.from.parent().child(rename.to).text());
  }
  void operator()(const EnableFeature& enable) {
    for (const auto& [key, value] : enable.properties) properties_.set(key, Json::of(value));
    if (enable.properties.empty()) properties_.set("delta.feature." + enable.feature, Json::of("supported"));
  }
  void operator()(const SetProperty& property) { properties_.set(property.key, Json::of(property.value)); }
  void operator()(const UnsetProperty& gone) { unset_.items.push_back(Json::of(gone.key)); }
  void operator()(const SetComment& comment) {
    if (!comment.path.steps.empty()) return change(comment.path);
    properties_.set("comment", Json::of(comment.text));
  }
  void operator()(const AlterType& alter) { change(alter.path); }
  void operator()(const DropNotNull& drop) { change(drop.path); }
  void operator()(const SetDefault& column) { change(column.path); }
  void operator()(const DropDefault& drop) { change(drop.path); }
  void operator()(const AddCheck& check) {
    set("name", check.name);
    set("expr", check.expression);
  }
  void operator()(const DropCheck& check) {
    set("name", check.name);
    set("expr", check.expression);
    set("existed", "true");
  }
  void operator()(const SetClustering& clustering) {
    set("oldClusteringColumns", joined(clustering.old));
    set("newClusteringColumns", joined(clustering.columns));
  }
  void operator()(const CreateSchema&) {}
  void operator()(const DropTable&) {}
  void operator()(const Backfill&) {}
  void operator()(const CreateView&) {}
  void operator()(const DropView&) {}
  void operator()(const RenameTable&) {}
  void operator()(const NotInLog auto&) {}

  Json finish() && {
    if (changed_.items.size() == 1) set("column", changed_.items[0].dump());
    if (changed_.items.size() > 1) set("columns", changed_.dump());
    if (!columns_.items.empty()) set("columns", columns_.dump());
    if (!properties_.members.empty()) set("properties", properties_.dump());
    if (!unset_.items.empty()) {
      set("properties", unset_.dump());
      parameters_.set("ifExists", Json::of(true));
    }
    return std::move(parameters_);
  }

 private:
  void set(std::string name, const std::string& value) { parameters_.set(std::move(name), Json::of(value)); }
  void change(const ColumnPath& path) { changed_.items.push_back(changed_column(schema_, path)); }

  Json& schema_;
  Json columns_ = Json::array();
  Json changed_ = Json::array();
  Json properties_ = Json::object();
  Json unset_ = Json::array();
  Json parameters_ = Json::object();
};

Json same_word_parameters(const std::vector<Action>& steps, Json& schema) {
  SameWord parameters(schema);
  for (const Action& step : steps) std::visit(parameters, step);
  return std::move(parameters).finish();
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
