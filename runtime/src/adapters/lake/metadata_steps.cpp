/// What each step does to a table's metadata; the table of delta-ddl steps is in PROTOCOL.md and Spark's commits.
#include <algorithm>
#include <array>
#include <optional>

#include "adapters/lake/log_error.hpp"
#include "adapters/lake/metadata_edit.hpp"
#include "adapters/lake/observe.hpp"
#include "adapters/lake/schema_json.hpp"
#include "adapters/lake/schema_path.hpp"
#include "delta/model/column_list.hpp"
#include "delta/rules/changes.hpp"

namespace delta::lake {
namespace {

/// Follows a change inside a column whose VARCHARs and CHARs are told in a text about the whole column.
class CharTypes {
 public:
  CharTypes(Json& schema, const ColumnPath& path) : schema_(schema), top_(ColumnPath(path.steps.front())) {
    const Json& field = *find_place(schema_, top_).field;
    type_ = column_from_json(field).type;
    const Json* metadata = field.find("metadata");
    unreadable_ = metadata != nullptr && metadata->find(kCharTypeKey) != nullptr && !holds_char_type(type_);
  }

  /// The type at the end of a path into the column. Throws `LogError` if the column's text names other fields.
  DataType& at(const ColumnPath& path) {
    DataType* found = find_inner(type_, path.steps, 1);
    if (found == nullptr) differ(path);
    return *found;
  }

  /// The fields of the struct at a path, which must be as many as the schema has there. Throws `LogError`.
  std::vector<Field>& fields_at(const ColumnPath& path, std::size_t count) {
    DataType& found = at(path);
    if (found.kind != TypeKind::structure || found.fields.size() != count) differ(path);
    return found.fields;
  }

  void write() {
    if (unreadable_) return;  // a text that we cannot follow stays as it is
    Json& metadata = field_metadata(*find_place(schema_, top_).field);
    if (holds_char_type(type_)) {
      metadata.set(kCharTypeKey, Json::of(catalog_text(type_)));
    } else {
      metadata.erase(kCharTypeKey);
    }
  }

 private:
  [[noreturn]] void differ(const ColumnPath& path) const {
    throw LogError(
        "the schema and the text " + std::string(kCharTypeKey) + " of column " + top_.text() + " disagree about " +
            path.text(),
        "find out what wrote the table's metadata last; deltac changes no table of which two accounts exist");
  }

  Json& schema_;
  ColumnPath top_;
  DataType type_;
  bool unreadable_ = false;
};

/// Where a new field goes among its siblings.
std::size_t position_among(const std::vector<Json>& fields, const Position& position) {
  if (position.place == Position::Place::first) return 0;
  if (position.place == Position::Place::last) return fields.size();
  const std::size_t after = index_of(fields, Identifier(position.sibling().value));
  return after == fields.size() ? after : after + 1;
}

bool is_scalar(const DataType& type) { return type.types.empty() && type.fields.empty(); }

/// Notes a change of type where old data files are still to be read with it: on the nearest field, with the way to the
/// element, key or value.
void note_type_change(const SchemaPlace& place, const Json& from, const Json& to) {
  if (same_value(from, to)) return;
  Json& metadata = field_metadata(*place.field);
  Json* changes = metadata.find(kTypeChangesKey);
  if (changes == nullptr) changes = &metadata.set(kTypeChangesKey, Json::array());
  Json change = Json::object({{"toType", to}, {"fromType", from}});
  if (!place.inner_path.empty()) change.set("fieldPath", Json::of(place.inner_path));
  changes->items.push_back(std::move(change));
}

}  // namespace

void MetadataEdit::apply_one(const action::CreateSchema&) { throw LogError("a lake makes folders with their tables"); }
void MetadataEdit::apply_one(const action::CreateTable&) { throw LogError("the table exists already"); }
void MetadataEdit::apply_one(const action::DropTable&) { throw LogError("a drop is a unit of its own"); }
void MetadataEdit::apply_one(const action::RenameTable&) { throw LogError("a rename is a unit of its own"); }
void MetadataEdit::apply_one(const action::Backfill&) { throw LogError("a lake has no engine that could fill rows"); }
void MetadataEdit::apply_one(const action::CreateView&) { throw LogError("a lake has no views"); }
void MetadataEdit::apply_one(const action::DropView&) { throw LogError("a lake has no views"); }

void MetadataEdit::need_mapping(std::string_view what) const {
  if (!mapped()) throw LogError(std::string(what) + " needs column mapping, which this table has not");
}

void MetadataEdit::refuse_layout_column(const ColumnPath& path) {
  for (const Json& column : metadata_.find("partitionColumns") != nullptr ? metadata_.find("partitionColumns")->items
                                                                          : std::vector<Json>{}) {
    if (path == ColumnPath(Identifier(column.text))) throw LogError("the table is partitioned by " + path.text());
  }
  if (clustering_.empty()) return;
  const std::vector<std::string> physical = physical_path(path);
  for (const std::vector<std::string>& clustered : clustering_paths(clustering_)) {
    if (clustered.size() >= physical.size() && std::equal(physical.begin(), physical.end(), clustered.begin())) {
      throw LogError("the table is clustered by " + path.text() + ", or by a field in it");
    }
  }
}

void MetadataEdit::apply_one(const action::EnableFeature& step) {
  features_.insert(step.feature);
  for (const auto& [key, value] : step.properties) set_property(key, value);
}

void MetadataEdit::apply_one(const action::AddColumn& step) {
  std::vector<Json>& fields = siblings(schema_, step.path);
  if (index_of(fields, step.path.last()) != fields.size())
    throw LogError("there is a column " + step.path.text() + " already");
  const bool top = step.path.top_level();
  Column column = step.column;
  column.name = step.path.last();
  if (!column.nullable) throw LogError("a new column must be nullable: " + step.path.text());
  std::optional<CharTypes> texts;
  if (!top) texts.emplace(schema_, step.path);
  const std::size_t position = position_among(fields, column.position);
  fields.insert(fields.begin() + static_cast<std::ptrdiff_t>(position),
                top ? column_to_json(column) : field_to_json(column));
  if (!texts) return;
  std::vector<Field>& inner = texts->fields_at(step.path.parent(), fields.size() - 1);
  inner.insert(inner.begin() + static_cast<std::ptrdiff_t>(position), static_cast<const Field&>(column));
  texts->write();
}

void MetadataEdit::apply_one(const action::DropColumn& step) {
  if (!empty_drops_) need_mapping("dropping a column");
  refuse_layout_column(step.path);
  std::vector<Json>& fields = siblings(schema_, step.path);
  const std::size_t index = index_of(fields, step.path.last());
  if (index == fields.size()) throw LogError("the table has no column " + step.path.text());
  if (fields.size() == 1) throw LogError(step.path.text() + " is the last column");
  std::optional<CharTypes> texts;
  if (!step.path.top_level()) texts.emplace(schema_, step.path);
  fields.erase(fields.begin() + static_cast<std::ptrdiff_t>(index));
  if (texts) {
    std::vector<Field>& inner = texts->fields_at(step.path.parent(), fields.size() + 1);
    inner.erase(inner.begin() + static_cast<std::ptrdiff_t>(index));
    texts->write();
  }
  if (const std::string* list = property(kStatisticsColumnsKey)) {
    configuration().set(kStatisticsColumnsKey, Json::of(dropped_from_list(*list, step.path)));
  }
}

void MetadataEdit::apply_one(const action::RenameColumn& step) {
  need_mapping("renaming a column");
  std::vector<Json>& fields = siblings(schema_, step.from);
  const std::size_t index = index_of(fields, step.from.last());
  if (index == fields.size()) throw LogError("the table has no column " + step.from.text());
  const std::size_t taken = index_of(fields, step.to);
  if (taken != fields.size() && taken != index) throw LogError("there is a column " + step.to.text() + " already");
  std::optional<CharTypes> texts;
  if (!step.from.top_level()) texts.emplace(schema_, step.from);
  fields[index].set("name", Json::of(step.to.text()));
  if (texts) {
    texts->fields_at(step.from.parent(), fields.size())[index].name = step.to;
    texts->write();
  }
  if (Json* columns = metadata_.find("partitionColumns"); columns != nullptr && step.from.top_level()) {
    for (Json& column : columns->items) {
      if (Identifier(column.text) == step.from.last()) column = Json::of(step.to.text());
    }
  }
  if (const std::string* list = property(kStatisticsColumnsKey)) {
    configuration().set(kStatisticsColumnsKey, Json::of(renamed_in_list(*list, step.from, step.to)));
  }
}

void MetadataEdit::apply_one(const action::AlterType& step) {
  if (!is_scalar(step.to)) throw LogError("a nested type changes by its leaves: " + step.path.text());
  CharTypes texts(schema_, step.path);
  const SchemaPlace place = find_place(schema_, step.path);
  if (!place.type->is_string()) throw LogError("a nested type changes by its leaves: " + step.path.text());
  const Json from = *place.type;
  const Json to = type_to_json(step.to);
  *place.type = to;
  note_type_change(place, from, to);
  texts.at(step.path) = step.to;
  texts.write();
}

void MetadataEdit::apply_one(const action::DropNotNull& step) {
  const SchemaPlace place = find_place(schema_, step.path);
  place.field->set("nullable", Json::of(true));
}

void MetadataEdit::apply_one(const action::SetProperty& step) { set_property(step.key, step.value); }

void MetadataEdit::apply_one(const action::UnsetProperty& step) {
  // A constraint goes by DropCheck, column mapping by rewriting every file.
  if (step.key.starts_with(kCheckPrefix) || step.key.starts_with("delta.columnMapping.")) {
    throw LogError("the property " + step.key + " is Delta's own and cannot be unset");
  }
  configuration().erase(step.key);
}

void MetadataEdit::apply_one(const action::SetComment& step) {
  if (step.path.steps.empty()) {
    metadata_.set("description", Json::of(step.text));
    return;
  }
  const SchemaPlace place = find_place(schema_, step.path);
  if (!place.inner_path.empty()) throw LogError("only a field can have a comment: " + step.path.text());
  field_metadata(*place.field).set("comment", Json::of(step.text));
}

void MetadataEdit::apply_one(const action::SetDefault& step) {
  field_metadata(*find_place(schema_, step.path).field).set(kDefaultKey, Json::of(step.expression));
}

void MetadataEdit::apply_one(const action::DropDefault& step) {
  field_metadata(*find_place(schema_, step.path).field).erase(kDefaultKey);
}

void MetadataEdit::apply_one(const action::AddCheck& step) {
  if (has_rows_) {
    throw LogError("the table has rows, and only an engine can check them against the CHECK " + step.name,
                   "emit the plan and run this statement on Spark", rules::kCheckNeedsRows.code);
  }
  if (property(std::string(kCheckPrefix) + fold_case(step.name)) != nullptr) {
    throw LogError("there is a CHECK " + step.name + " already");
  }
  set_check(step.name, step.expression);
}

void MetadataEdit::apply_one(const action::DropCheck& step) {
  const Identifier name(step.name);
  std::erase_if(configuration().members, [&](const JsonMember& member) {
    return member.name.starts_with(kCheckPrefix) && Identifier(member.name.substr(kCheckPrefix.size())) == name;
  });
}

void MetadataEdit::apply_one(const action::SetClustering& step) {
  const Json* partitions = metadata_.find("partitionColumns");
  if (partitions != nullptr && !partitions->items.empty()) {
    throw LogError("the table is partitioned, and cannot be clustered as well");
  }
  if (has_rows_ && !step.columns.empty()) {
    throw LogError(
        "the table has rows, and only an engine can see whether they have the statistics that clustering needs",
        "emit the plan and run this statement on Spark", rules::kClusteringNeedsRows.code);
  }
  set_clustering(step.columns);
}

}  // namespace delta::lake
