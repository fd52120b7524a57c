#include "adapters/spark/described_table.hpp"

#include <algorithm>

#include "adapters/lake/log_error.hpp"
#include "adapters/lake/observe.hpp"
#include "sql/described_type.hpp"

namespace delta::spark {
namespace {

using lake::Json;

/// Columns of DESCRIBE DETAIL.
enum DetailColumn : std::size_t {
  kFormat = 0,
  kDescription = 3,
  kPartitionColumns = 7,
  kClusteringColumns = 8,
  kNumFiles = 9,
  kProperties = 11,
  kMinReader = 12,
  kMinWriter = 13,
  kFeatures = 14,
};

bool has_fields(const DataType& type) {
  return !type.fields.empty() || std::any_of(type.types.begin(), type.types.end(), has_fields);
}

Json list(const std::string& text) { return text.empty() ? Json::array() : lake::parse_json(text); }

Json number(const std::string& text) {
  Json value;
  value.kind = Json::Kind::number;
  value.text = text;
  return value;
}

}  // namespace

void DescribedTable::take_description(SqlRow row) {
  const std::string name = cell(row, 0);
  // A column has a type, whatever it is called.
  if (cell(row, 1).empty()) {
    if (name == "# Column Default Values") {
      section_ = Section::defaults;
    } else if (name.starts_with("# ") || (name.empty() && section_ == Section::columns)) {
      section_ = Section::other;
    }
    return;
  }
  if (section_ == Section::columns) take_column(row);
  if (section_ == Section::defaults) defaults_.emplace_back(name, cell(row, 2));
}

void DescribedTable::take_column(SqlRow row) {
  Column column;
  column.name = Identifier(cell(row, 0));
  column.comment = cell(row, 2);
  const auto type = sql::parse_described_type(cell(row, 1));
  if (type) {
    column.type = *type;
  } else if (unreadable_.empty()) {
    unreadable_ = column.name.text() + " is of type " + cell(row, 1);
  }
  columns_.push_back(std::move(column));
}

void DescribedTable::take_detail(SqlRow row) {
  detail_.clear();
  for (std::size_t i = 0; i <= kFeatures; ++i) detail_.push_back(cell(row, i));
  clustered_ = detail_[kClusteringColumns].size() > std::string_view("[]").size();
}

void DescribedTable::take_property(SqlRow row) {
  if (cell(row, 0) == "clusteringColumns") clustering_ = cell(row, 1);
}

ObservedTable DescribedTable::observed(const TableName& name) const {
  ObservedTable table = observed_by_detail(name);
  if (!unreadable_.empty()) {
    throw lake::LogError("DESCRIBE shows a type that cannot be read: " + unreadable_,
                         "set spark.sql.debug.maxToStringFields=100000 for this connection, or let it read the log");
  }
  table.table.columns = columns_;
  for (const auto& [column, expression] : defaults_) {
    for (Column& each : table.table.columns) {
      if (each.name == Identifier(column)) each.default_value = LocatedText(expression);
    }
  }
  table.blind.insert({Aspect::nullability, Aspect::text_lengths, Aspect::generated, Aspect::identity});
  if (std::any_of(columns_.begin(), columns_.end(), [](const Column& each) { return has_fields(each.type); })) {
    table.blind.insert(Aspect::comments);
  }
  return table;
}

/// As the clustering domain has them: SHOW TBLPROPERTIES tells them so, DESCRIBE DETAIL lists them as text.
std::string DescribedTable::clustering_paths() const {
  if (!clustering_.empty()) return clustering_;
  Json paths = Json::array();
  for (const Json& column : lake::parse_json(detail_[kClusteringColumns]).items) {
    Json path = Json::array();
    for (const Identifier& step : ColumnPath::parse(column.text).steps) path.items.push_back(Json::of(step.text()));
    paths.items.push_back(std::move(path));
  }
  return paths.dump();
}

ObservedTable DescribedTable::observed_by_detail(const TableName& name) const {
  if (detail_.empty() || detail_[kFormat] != "delta")
    throw lake::LogError("DESCRIBE DETAIL does not tell of a Delta table");
  lake::LogState state;
  state.metadata = Json::object();
  state.metadata.set("schemaString", Json::of(R"({"type":"struct","fields":[]})"));
  state.metadata.set("description", Json::of(detail_[kDescription]));
  state.metadata.set("configuration",
                     detail_[kProperties].empty() ? Json::object() : lake::parse_json(detail_[kProperties]));
  state.metadata.set("partitionColumns", list(detail_[kPartitionColumns]));
  state.protocol = Json::object();
  state.protocol.set("minReaderVersion", number(detail_[kMinReader]));
  state.protocol.set("minWriterVersion", number(detail_[kMinWriter]));
  if (detail_[kMinReader] == "3") state.protocol.set("readerFeatures", Json::array());
  if (detail_[kMinWriter] == "7") state.protocol.set("writerFeatures", list(detail_[kFeatures]));
  if (clustered_)
    state.domains[std::string(lake::kClusteringDomain)] = R"({"clusteringColumns":)" + clustering_paths() + '}';

  ObservedTable table = lake::observe(name, state);
  table.version.reset();
  table.physical_names.clear();
  table.may_have_rows = detail_[kNumFiles] != "0";
  return table;
}

}  // namespace delta::spark
