// What include/customer.hpp, library billing declares, as deltac read it.
// The build writes this file again: change the header instead.
#include <delta/generated.hpp>

#if DELTA_GENERATED_FORMAT != 1
#error "this file and the installed delta runtime are of different deltac versions: build again with one of them"
#endif

// Names of its own, so that several such files may be compiled as one.
namespace deltac_generated::header_billing_include_customer_hpp_0e8ce788_parts {
using namespace delta::generated;

// billing::Customer is the table {env}.silver.customers
constexpr Field Customer_columns[] = {
    {.name = "id", .type = "BIGINT", .nullable = false, .place = {10, 16, 2}},
};
constexpr Text Customer_primary_key_columns[] = {
    {"id", {10, 16, 4}},
};
constexpr Key Customer_primary_key[] = {
    { .columns = Customer_primary_key_columns, .place = {10, 20, 11} },
};

constexpr Table tables[] = {
    {
        .name = {"{env}.silver.customers", {9, 15, 24}},
        .type_name = "billing::Customer",
        .columns = Customer_columns,
        .primary_key = Customer_primary_key,
    },
};

// The source lines that messages of the migration binary show.
constexpr Line lines[] = {
    { 9, "  DELTA_TABLE(\"{env}.silver.customers\");" },
};
}  // namespace deltac_generated::header_billing_include_customer_hpp_0e8ce788_parts

namespace deltac_generated {
extern const delta::generated::Header header_billing_include_customer_hpp_0e8ce788;
constexpr delta::generated::Header header_billing_include_customer_hpp_0e8ce788{
    .library = "billing",
    .path = "include/customer.hpp",
    .tables = header_billing_include_customer_hpp_0e8ce788_parts::tables,
    .lines = header_billing_include_customer_hpp_0e8ce788_parts::lines,
};
}  // namespace deltac_generated
