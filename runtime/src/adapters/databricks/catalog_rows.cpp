#include "adapters/databricks/catalog_rows.hpp"

#include <algorithm>
#include <charconv>

#include "delta/sql/type_text.hpp"
#include "sql/described_type.hpp"

namespace delta::databricks {
namespace {

TableName name_at(SqlRow row, std::size_t first, std::size_t parts) {
  TableName name;
  for (std::size_t i = 0; i < parts; ++i) name.parts.emplace_back(cell(row, first + i));
  return name;
}

/// FULL_DATA_TYPE is the type "as in the definition": with NOT NULL and comments inside of structs, if at all, or as
/// DESCRIBE prints it.
std::optional<DataType> type_of(const std::string& text) {
  if (auto type = sql::parse_type(text); type && type->kind != TypeKind::other) return *std::move(type);
  if (auto type = sql::parse_described_type(text)) return type;
  auto other = sql::parse_type(text);
  return other ? std::optional(*std::move(other)) : std::nullopt;
}

bool has_fields(const DataType& type) {
  return !type.fields.empty() || std::any_of(type.types.begin(), type.types.end(), has_fields);
}

bool has_required_field(const DataType& type) {
  return std::any_of(type.fields.begin(), type.fields.end(),
                     [](const Field& field) { return !field.nullable || has_required_field(field.type); }) ||
         std::any_of(type.types.begin(), type.types.end(), has_required_field);
}

/// "a, b c": columns with commas between. A name with a comma in it cannot be told.
std::vector<std::string> columns_in(const std::string& list) {
  std::vector<std::string> columns;
  for (std::size_t begin = 0; begin < list.size();) {
    std::size_t end = std::min(list.find(',', begin), list.size());
    std::string_view one = std::string_view(list).substr(begin, end - begin);
    while (one.starts_with(' ')) one.remove_prefix(1);
    while (one.ends_with(' ')) one.remove_suffix(1);
    if (!one.empty()) columns.push_back(ColumnPath(Identifier(std::string(one))).text());
    begin = end + 1;
  }
  return columns;
}

}  // namespace

CatalogRows::Entry& CatalogRows::at(SqlRow row, std::size_t first) { return tables_[name_at(row, first, 3)]; }

void CatalogRows::take_table(SqlRow row) {
  schemas_.insert(name_at(row, 0, 2));
  if (cell(row, 2).empty()) return;
  Entry& entry = at(row, 0);
  entry.entry.name = cell(row, 2);
  entry.entry.type = cell(row, 3);
  entry.entry.provider = fold_case(cell(row, 4));
  entry.comment = cell(row, 5);
  entry.entry.location = cell(row, 6);
}

void CatalogRows::take_column(SqlRow row) {
  Entry& entry = at(row, 0);
  Column column;
  column.name = Identifier(cell(row, 3));
  column.nullable = cell(row, 5) != "NO";
  if (const std::string value = cell(row, 6); !value.empty()) column.default_value = LocatedText(value);
  column.comment = cell(row, 7);
  const auto type = type_of(cell(row, 4));
  if (type) {
    column.type = *type;
    entry.tells_nested_not_null = entry.tells_nested_not_null || has_required_field(*type);
  } else if (entry.unreadable.empty()) {
    entry.unreadable = column.name.text() + " is of type " + cell(row, 4);
  }
  int place = 0;
  const std::string partition = cell(row, 8);
  if (std::from_chars(partition.data(), partition.data() + partition.size(), place).ec == std::errc{}) {
    entry.partition_by[place] = column.name.text();
  }
  entry.columns.push_back(std::move(column));
}

void CatalogRows::take_key(SqlRow row) {
  const std::string type = cell(row, 0);
  const std::string name = cell(row, 4);
  Entry& entry = at(row, 1);
  if (type == "PRIMARY KEY") {
    if (!entry.primary_key) entry.primary_key.emplace();
    entry.primary_key->name = name;
    entry.primary_key->columns.emplace_back(cell(row, 5));
  }
  if (type != "FOREIGN KEY") return;
  if (entry.foreign_keys.empty() || entry.foreign_keys.back().name.value != name) {
    entry.foreign_keys.emplace_back().name = name;
    if (!cell(row, 8).empty()) entry.foreign_keys.back().target = name_at(row, 6, 3);
  }
  ForeignKey& key = entry.foreign_keys.back();
  key.columns.emplace_back(cell(row, 5));
  if (!cell(row, 9).empty()) key.target_columns.emplace_back(cell(row, 9));
  if (key.target.empty() || key.target == name_at(row, 1, 3)) return;
  std::vector<Referrer>& referrers = tables_[key.target].referred_by;
  const Referrer referrer{name_at(row, 1, 3), key};
  if (!referrers.empty() && referrers.back().table == referrer.table && referrers.back().key.name == key.name) {
    referrers.back() = referrer;
  } else {
    referrers.push_back(referrer);
  }
}

void CatalogRows::take_tag(SqlRow row) {
  Entry& entry = at(row, 0);
  const Property tag{LocatedText(cell(row, 4)), LocatedText(cell(row, 5))};
  const std::string column = cell(row, 3);
  (column.empty() ? entry.tags : entry.column_tags[fold_case(column)]).push_back(tag);
}

void CatalogRows::take_policy(SqlRow row) {
  AccessPolicy policy;
  if (const std::string column = cell(row, 3); !column.empty()) policy.column = ColumnPath(Identifier(column)).text();
  policy.function = name_at(row, 4, 3);
  policy.columns = columns_in(cell(row, 7));
  at(row, 0).policies.push_back(std::move(policy));
}

void CatalogRows::take_view(SqlRow row) { at(row, 0).entry.query = cell(row, 3); }

const spark::CatalogEntry* CatalogRows::entry(const TableName& name) const {
  const auto found = tables_.find(name);
  // One that only keys or tags speak of is not in the listing.
  return found == tables_.end() || found->second.entry.name.empty() ? nullptr : &found->second.entry;
}

bool CatalogRows::has_schema(const TableName& schema) const { return schemas_.contains(schema); }

std::vector<TableName> CatalogRows::delta_tables() const {
  std::vector<TableName> names;
  for (const auto& [name, entry] : tables_) {
    if (!entry.entry.name.empty() && entry.entry.is_delta()) names.push_back(name);
  }
  return names;
}

std::vector<TableName> CatalogRows::views() const {
  std::vector<TableName> names;
  for (const auto& [name, entry] : tables_) {
    if (entry.entry.type == "VIEW") names.push_back(name);
  }
  return names;
}

std::string CatalogRows::complete(ObservedTable& table, const TableName& name) const {
  const auto found = tables_.find(name);
  if (found == tables_.end()) return "information_schema does not tell its columns";
  const Entry& entry = found->second;
  if (!entry.unreadable.empty()) return entry.unreadable + ", which cannot be read";
  if (entry.columns.empty()) return "information_schema does not tell its columns";
  Table& made = table.table;
  made.columns = entry.columns;
  made.comment = entry.comment;
  made.partition_by.clear();
  for (const auto& [place, column] : entry.partition_by) made.partition_by.emplace_back(column);
  if (entry.entry.is_external()) made.location = LocatedText(entry.entry.location);
  made.primary_key = entry.primary_key;
  made.foreign_keys = entry.foreign_keys;
  made.tags = entry.tags;
  for (Column& column : made.columns) {
    const auto tags = entry.column_tags.find(fold_case(column.name.text()));
    if (tags != entry.column_tags.end()) column.tags = tags->second;
  }
  table.policies = entry.policies;
  table.referred_by = entry.referred_by;
  if (const std::string* automatic = table.property("clusterByAuto"); automatic != nullptr && *automatic == "true") {
    made.cluster_by = {LocatedText("auto")};
  }
  see_what_is_not_told(entry, table);
  return {};
}

/// The views have columns for all of this, and the documentation leaves open whether they are filled.
void CatalogRows::see_what_is_not_told(const Entry& entry, ObservedTable& table) {
  table.blind.insert({Aspect::generated, Aspect::identity});
  const auto& columns = entry.columns;
  if (std::any_of(columns.begin(), columns.end(), [](const Column& each) { return has_fields(each.type); })) {
    table.blind.insert(Aspect::comments);
    if (!entry.tells_nested_not_null) table.blind.insert(Aspect::nullability);
  }
  const bool shows_default =
      std::any_of(columns.begin(), columns.end(), [](const Column& each) { return each.default_value.has_value(); });
  if (!shows_default && table.protocol.supports("allowColumnDefaults")) table.blind.insert(Aspect::defaults);
}

}  // namespace delta::databricks
