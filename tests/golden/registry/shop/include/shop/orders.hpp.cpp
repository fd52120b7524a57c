// What include/shop/orders.hpp, library shop declares, as deltac read it.
// The build writes this file again: change the header instead.
#include <delta/generated.hpp>

#if DELTA_GENERATED_FORMAT != 1
#error "this file and the installed delta runtime are of different deltac versions: build again with one of them"
#endif

// Names of its own, so that several such files may be compiled as one.
namespace deltac_generated::header_shop_include_shop_orders_hpp_c5b2aff3_parts {
using namespace delta::generated;

// shop::Order is the table {env}.silver.orders
constexpr Identity Order_id_identity{1, 10, true, {22, 38, 15}};
constexpr Field Order_lines_element_fields[] = {
    {.name = "street", .type = "STRING", .nullable = false, .place = {5, 15, 6, "include/shop/address.hpp"}},
    {.name = "city", .type = "VARCHAR(40)", .comment = "may be unknown", .place = {5, 15, 4, "include/shop/address.hpp"}},
};
constexpr Field Order_lines_array[] = {
    {.name = "element", .type = "STRUCT", .children = Order_lines_element_fields},
};
constexpr Field Order_features_value_array[] = {
    {.name = "element", .type = "DOUBLE"},
};
constexpr Field Order_features_map[] = {
    {.name = "key", .type = "STRING"},
    {.name = "value", .type = "ARRAY", .children = Order_features_value_array},
};
constexpr Text Order_remark_after{"id", {27, 100, 4}};
constexpr Text Order_remark_renamed_from[] = {
    {"note", {27, 60, 6}},
    {"notes", {27, 82, 7}},
};
constexpr Text Order_day_generated{"CAST(placed_at AS DATE)", {28, 40, 25}};
constexpr Pair Order_day_tags[] = {
    {"pii", "false", {28, 70, 5}, {28, 77, 7}},
};
constexpr Text Order_Status_default{"'placed'", {29, 40, 10}};
constexpr Field Order_columns[] = {
    {.name = "id", .type = "BIGINT", .nullable = false, .comment = "Surrogate key.", .identity = &Order_id_identity, .place = {22, 16, 2}, .type_place = {22, 3, 12}},
    {.name = "customer", .type = "BIGINT", .nullable = false, .place = {23, 16, 8}, .type_place = {23, 3, 12}},
    {.name = "total", .type = "DECIMAL(18,2)", .nullable = false, .place = {24, 16, 5}, .type_place = {24, 3, 12}},
    {.name = "lines", .type = "ARRAY", .nullable = false, .children = Order_lines_array, .place = {25, 16, 5}, .type_place = {25, 3, 12}},
    {.name = "features", .type = "MAP", .nullable = false, .children = Order_features_map, .place = {26, 16, 8}, .type_place = {26, 3, 12}},
    {.name = "remark", .type = "STRING", .renamed_from = Order_remark_renamed_from, .after = &Order_remark_after, .place = {27, 16, 6}, .type_place = {27, 3, 12}},
    {.name = "day", .type = "DATE", .nullable = false, .generated = &Order_day_generated, .tags = Order_day_tags, .place = {28, 16, 3}, .type_place = {28, 3, 12}},
    {.name = "Status", .type = "STRING", .first = true, .default_value = &Order_Status_default, .place = {29, 16, 6}, .type_place = {29, 3, 12}},
    {.name = "placed_at", .type = "TIMESTAMP", .place = {30, 16, 9}, .type_place = {30, 3, 12}},
};
constexpr Text Order_cluster_by[] = {
    {"day", {15, 26, 5}},
    {"customer", {15, 33, 10}},
};
constexpr Pair Order_properties[] = {
    {"delta.enableChangeDataFeed", "true", {16, 25, 28}, {16, 55, 6}},
};
constexpr Pair Order_tags[] = {
    {"team", "sales", {17, 20, 6}, {17, 28, 7}},
};
constexpr Pair Order_checks[] = {
    {"positive_total", "total >= 0", {18, 21, 16}, {18, 39, 12}},
};
constexpr Text Order_primary_key_columns[] = {
    {"id", {22, 16, 4}},
};
constexpr Key Order_primary_key[] = {
    { .columns = Order_primary_key_columns, .place = {22, 25, 11} },
};
constexpr Text Order_unique_columns[] = {
    {"remark", {27, 16, 8}},
};
constexpr Key Order_unique[] = {
    { .name = "by_remark", .columns = Order_unique_columns, .place = {27, 44, 6} },
};
constexpr Text Order_foreign_key_columns[] = {
    {"customer", {23, 16, 10}},
};
constexpr ForeignKey Order_foreign_keys[] = {
    { .columns = Order_foreign_key_columns, .target = "{env}.silver.customers", .target_type = "billing::Customer", .place = {23, 31, 10} },
};
constexpr Text Order_renamed_from[] = {
    {"{env}.silver.order_lines", {20, 28, 26}},
};
constexpr Text Order_dropped[] = {
    {"legacy_code", {19, 23, 13}},
};

// shop::_Odd__names is the table silver.odd
constexpr Field Odd_names_a_b_fields[] = {
    {.name = "x", .type = "INT", .place = {5, 15, 1, "include/shop/address.hpp"}},
};
constexpr Field Odd_names_a_b_fields2[] = {
    {.name = "x", .type = "INT", .place = {5, 15, 1, "include/shop/address.hpp"}},
};
constexpr Field Odd_names_fields[] = {
    {.name = "x", .type = "INT", .place = {5, 15, 1, "include/shop/address.hpp"}},
};
constexpr Field Odd_names_columns[] = {
    {.name = "class", .type = "BOOLEAN", .place = {44, 16, 5}, .type_place = {44, 3, 12}},
    {.name = "a b", .type = "STRUCT", .children = Odd_names_a_b_fields, .place = {45, 16, 3}, .type_place = {45, 3, 12}},
    {.name = "a_b", .type = "STRUCT", .children = Odd_names_a_b_fields2, .place = {46, 16, 3}, .type_place = {46, 3, 12}},
    {.name = "名前", .type = "STRUCT", .children = Odd_names_fields, .place = {47, 16, 6}, .type_place = {47, 3, 12}},
};
constexpr Text Odd_names_partition_by[] = {
    {"class", {43, 5, 7}},
};
constexpr Text Odd_names_location{"s3://bucket/{env}/odd", {42, 3, 23}};

constexpr Table tables[] = {
    {
        .name = {"{env}.silver.orders", {14, 15, 21}},
        .type_name = "shop::Order",
        .comment = "One row per order line.\n\"Quoted\", C:\\new\\x41, what?\?/ été",
        .columns = Order_columns,
        .cluster_by = Order_cluster_by,
        .properties = Order_properties,
        .tags = Order_tags,
        .checks = Order_checks,
        .primary_key = Order_primary_key,
        .unique = Order_unique,
        .foreign_keys = Order_foreign_keys,
        .renamed_from = Order_renamed_from,
        .dropped = Order_dropped,
        .place = {13, 8, 5},
    },
    {
        .name = {"silver.odd", {41, 15, 12}},
        .type_name = "shop::_Odd__names",
        .columns = Odd_names_columns,
        .partition_by = Odd_names_partition_by,
        .location = &Odd_names_location,
        .owns_columns = true,
    },
};

constexpr Text tombstones[] = {
    {"{env}.silver.old_orders", {50, 15, 25}},
};

// The source lines that messages of the migration binary show.
constexpr Line lines[] = {
    { 5, "  std::string street;", "include/shop/address.hpp" },
    { 14, "  DELTA_TABLE(\"{env}.silver.orders\"," },
    { 22, "  std::int64_t  id DELTA(primary_key, identity(1, 10)); // \342\200\256txet" },
};
}  // namespace deltac_generated::header_shop_include_shop_orders_hpp_c5b2aff3_parts

namespace deltac_generated {
extern const delta::generated::Header header_shop_include_shop_orders_hpp_c5b2aff3;
constexpr delta::generated::Header header_shop_include_shop_orders_hpp_c5b2aff3{
    .library = "shop",
    .path = "include/shop/orders.hpp",
    .tables = header_shop_include_shop_orders_hpp_c5b2aff3_parts::tables,
    .tombstones = header_shop_include_shop_orders_hpp_c5b2aff3_parts::tombstones,
    .lines = header_shop_include_shop_orders_hpp_c5b2aff3_parts::lines,
};
}  // namespace deltac_generated
