// The registry shop-migrate: the headers of all its libraries together.
// The build writes this file again.
#include <delta/generated.hpp>

#if DELTA_GENERATED_FORMAT != 1
#error "this file and the installed delta runtime are of different deltac versions: build again with one of them"
#endif

namespace deltac_generated {
using namespace delta::generated;

extern const Header header_billing_include_customer_hpp_0e8ce788;
extern const Header header_shop_include_shop_orders_hpp_c5b2aff3;
extern const Header header_shop_include_shop_empty_hpp_2a3e8785;

namespace registry_shop_migrate_parts {
constexpr const Header* headers[] = {
    &header_billing_include_customer_hpp_0e8ce788,
    &header_shop_include_shop_orders_hpp_c5b2aff3,
    &header_shop_include_shop_empty_hpp_2a3e8785,
};
constexpr Text namespace_policy[] = {
    { "{env}.silver" },
    { "silver" },
};
constexpr Pair variables[] = {
    { "env", "dev" },
};
}  // namespace registry_shop_migrate_parts

extern const Registry registry_shop_migrate;
constexpr Registry registry_shop_migrate{
    .name = "shop-migrate",
    .tool_version = "0.1.0",
    .headers = registry_shop_migrate_parts::headers,
    .namespace_policy = registry_shop_migrate_parts::namespace_policy,
    .variables = registry_shop_migrate_parts::variables,
};
}  // namespace deltac_generated
