#include "sample_registry.hpp"

namespace deltac::testing {
namespace {

using delta::Column;
using delta::DataType;
using delta::Field;
using delta::Fragment;
using delta::LocatedText;
using delta::SourceSpan;
using delta::Table;
using delta::TypeKind;

const std::string kOrders = "include/shop/orders.hpp";

SourceSpan at(int line, int column, int length, const std::string& file = kOrders) {
  return {file, line, column, length};
}

LocatedText text(const std::string& value, int line, int column, const std::string& file = kOrders) {
  return {value, at(line, column, static_cast<int>(value.size()) + 2, file)};
}

Column column(const std::string& name, DataType type, bool nullable, int line) {
  Column column;
  column.name = name;
  column.type = std::move(type);
  column.nullable = nullable;
  column.span = at(line, 16, static_cast<int>(name.size()));
  column.type_span = at(line, 3, 12);
  return column;
}

Field field(const std::string& name, DataType type, bool nullable, const std::string& comment = "") {
  Field field;
  field.name = name;
  field.type = std::move(type);
  field.nullable = nullable;
  field.comment = comment;
  field.span = at(5, 15, static_cast<int>(name.size()), "include/shop/address.hpp");
  return field;
}

Table orders() {
  Table table;
  table.declared_name = text("{env}.silver.orders", 14, 15);
  table.name = delta::TableName::parse(table.declared_name.value);
  table.type_name = "shop::Order";
  table.library = "shop";
  table.header = kOrders;
  table.span = at(13, 8, 5);
  table.comment = "One row per order line.\n\"Quoted\", C:\\new\\x41, what?\?/ \xC3\xA9t\xC3\xA9";
  table.cluster_by = {text("day", 15, 26), text("customer", 15, 33)};
  table.properties = {{text("delta.enableChangeDataFeed", 16, 25), text("true", 16, 55)}};
  table.tags = {{text("team", 17, 20), text("sales", 17, 28)}};
  table.checks = {{text("positive_total", 18, 21), text("total >= 0", 18, 39)}};
  table.dropped = {text("legacy_code", 19, 23)};
  table.renamed_from = {text("{env}.silver.order_lines", 20, 28)};
  table.primary_key = delta::Key{"", {text("id", 22, 16)}, at(22, 25, 11)};
  table.unique = {delta::Key{text("by_remark", 27, 3), {text("remark", 27, 16)}, at(27, 44, 6)}};
  table.foreign_keys = {{"", {text("customer", 23, 16)}, "billing::Customer", {}, {}, at(23, 31, 10)}};

  Column id = column("id", DataType::of(TypeKind::bigint), false, 22);
  id.identity = delta::Identity{1, 10, true, at(22, 38, 15)};
  id.comment = "Surrogate key.";
  Column lines = column("lines",
                        DataType::array(DataType::structure({
                            field("street", DataType::of(TypeKind::string), false),
                            field("city", DataType::varchar(40), true, "may be unknown"),
                        })),
                        false, 25);
  Column features = column(
      "features", DataType::map(DataType::of(TypeKind::string), DataType::array(DataType::of(TypeKind::float64))),
      false, 26);
  Column remark = column("remark", DataType::of(TypeKind::string), true, 27);
  remark.renamed_from = {text("note", 27, 60), text("notes", 27, 82)};
  remark.position = {delta::Position::Place::after, text("id", 27, 100)};
  Column day = column("day", DataType::of(TypeKind::date), false, 28);
  day.generated = text("CAST(placed_at AS DATE)", 28, 40);
  day.tags = {{text("pii", 28, 70), text("false", 28, 77)}};
  Column status = column("Status", DataType::of(TypeKind::string), true, 29);
  status.default_value = text("'placed'", 29, 40);
  status.position.place = delta::Position::Place::first;
  table.columns = {std::move(id),
                   column("customer", DataType::of(TypeKind::bigint), false, 23),
                   column("total", DataType::decimal(18, 2), false, 24),
                   std::move(lines),
                   std::move(features),
                   std::move(remark),
                   std::move(day),
                   std::move(status),
                   column("placed_at", DataType::of(TypeKind::timestamp), true, 30)};
  return table;
}

/// Names that are no plain C++: a keyword, reserved ones, and two that give one identifier.
Table odd_names() {
  Table table;
  table.name = delta::TableName::parse("silver.odd");
  table.declared_name = text("silver.odd", 41, 15);
  table.type_name = "shop::_Odd__names";
  table.library = "shop";
  table.header = kOrders;
  table.location = text("s3://bucket/{env}/odd", 42, 3);
  table.partition_by = {text("class", 43, 5)};
  table.owns_columns = true;
  const DataType inner = DataType::structure({field("x", DataType::of(TypeKind::integer), true)});
  table.columns = {column("class", DataType::of(TypeKind::boolean), true, 44), column("a b", inner, true, 45),
                   column("a_b", inner, true, 46), column("\xE5\x90\x8D\xE5\x89\x8D", inner, true, 47)};
  return table;
}

}  // namespace

Fragment shop_fragment() {
  Fragment fragment;
  fragment.library = "shop";
  fragment.headers = {kOrders, "include/shop/empty.hpp"};
  fragment.tables = {orders(), odd_names()};
  const LocatedText gone = text("{env}.silver.old_orders", 50, 15);
  fragment.tombstones = {{delta::TableName::parse(gone.value), gone, "shop", kOrders}};
  fragment.structs = {{"shop::Order", kOrders, {{"id", "long"}, {"total", "delta::decimal<18, 2>"}}},
                      {"shop::_Odd__names", kOrders, {{"klass", "std::optional<bool>"}}}};
  fragment.lines = {{{kOrders, 14}, "  DELTA_TABLE(\"{env}.silver.orders\","},
                    {{kOrders, 22}, "  std::int64_t  id DELTA(primary_key, identity(1, 10)); // \xE2\x80\xAEtxet"},
                    {{"include/shop/address.hpp", 5}, "  std::string street;"}};
  return fragment;
}

Fragment billing_fragment() {
  const std::string header = "include/customer.hpp";
  Table table;
  table.declared_name = text("{env}.silver.customers", 9, 15, header);
  table.name = delta::TableName::parse(table.declared_name.value);
  table.type_name = "billing::Customer";
  table.library = "billing";
  table.header = header;
  table.columns = {column("id", DataType::of(TypeKind::bigint), false, 10)};
  table.columns.front().span.file = header;
  table.columns.front().type_span = {};
  table.primary_key = delta::Key{"", {text("id", 10, 16, header)}, at(10, 20, 11, header)};

  Fragment fragment;
  fragment.library = "billing";
  fragment.headers = {header};
  fragment.tables = {std::move(table)};
  fragment.structs = {{"billing::Customer", header, {{"id", "long"}}}};
  fragment.lines = {{{header, 9}, "  DELTA_TABLE(\"{env}.silver.customers\");"}};
  return fragment;
}

}  // namespace deltac::testing
